"""The one public record that is called just so: by its code or a full name, however the name is spelt."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from registry.models import Certificate, Organization, School, SchoolName
from xcms.text import fold, name_key

_Record = TypeVar("_Record", bound=Model)


def school_called(text: str) -> School | None:
    """By code, name, former name or alias."""
    key = name_key(text)
    named = SchoolName.objects.filter(school=OuterRef("pk"), name_key=key)
    return _only(School.objects.public(), key, Q(code=fold(text)) | Q(Exists(named)))


def certificate_called(text: str) -> Certificate | None:
    return _only(Certificate.objects.public(), name_key(text))


def organization_called(text: str) -> Organization | None:
    key = name_key(text)
    return _only(Organization.objects.public(), key, Q(credit_code=fold(text).upper()))


def _only(records: QuerySet[_Record], key: str, otherwise: Any = None) -> _Record | None:
    """None also where several are called so: then the list shows them."""
    if not key:
        return None
    wanted = Q(name_key=key)
    if otherwise is not None:
        wanted |= otherwise
    found = list(records.filter(wanted).order_by()[:2])
    return found[0] if len(found) == 1 else None
