"""Addresses of records in lists; "" where a record has no public page."""

from typing import Any

from django.urls import reverse

from registry.models import Approval, Certificate, Organization, School


def school_url(school: School) -> str:
    return reverse("xcms_registry:school_detail", args=[school.code])


def certificate_url(certificate: Certificate) -> str:
    return reverse("xcms_registry:certificate_detail", args=[certificate.public_id])


def organization_url(organization: Organization) -> str:
    return reverse("xcms_registry:organization_detail", args=[organization.public_id])


def approval_certificate_url(approval: Approval) -> str:
    """Of an approval whose ``certificate_has_page`` the view has set."""
    has_page: Any = getattr(approval, "certificate_has_page", False)
    return certificate_url(approval.certificate) if has_page else ""
