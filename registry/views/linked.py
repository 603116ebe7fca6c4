"""Addresses of records in lists; "" where a record has no public page."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse

from registry.models import Approval, Certificate, Organization, School

#: Stands for the record in an address: as long as a school's code and a public id.
_ANY = "2222222222"


@lru_cache(maxsize=64)
def _pattern(name: str, _urlconf: Any, _prefix: str) -> tuple[str, str]:
    before, _separator, after = reverse(name, args=[_ANY]).rpartition(_ANY)
    return before, after


def _address(name: str, key: str) -> str:
    """``reverse()`` for a page's many records: it takes as long as the rest of the row."""
    before, after = _pattern(name, get_urlconf(), get_script_prefix())
    return f"{before}{quote(key, safe='')}{after}"


def school_url(school: School) -> str:
    return _address("xcms_registry:school_detail", school.code)


def certificate_url(certificate: Certificate) -> str:
    return _address("xcms_registry:certificate_detail", certificate.public_id)


def organization_url(organization: Organization) -> str:
    return _address("xcms_registry:organization_detail", organization.public_id)


def approval_certificate_url(approval: Approval) -> str:
    """Of an approval whose ``certificate_has_page`` the view has set."""
    has_page: Any = getattr(approval, "certificate_has_page", False)
    return certificate_url(approval.certificate) if has_page else ""
