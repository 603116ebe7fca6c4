"""Pages that lack what an official text should say of itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from notices.models import NoticeMixin, OfficialDocumentMixin
from notices.reports.findings import Finding, PageSet
from xcms.conf import setting

#: A list is published by its notice, whose number stands there.
_OF_EVERY_TEXT = ("issuing_body", "dated", "summary")
_OF_A_NOTICE = ("issuing_body", "dated", "document_number", "summary")


def required_fields(model: type[Any]) -> Sequence[str]:
    """Names of the fields; those that the type hasn't got are left out."""
    asked = setting("REQUIRED_FIELDS")
    if isinstance(asked, Mapping):
        by_label = {str(label).lower(): names for label, names in asked.items()}
        names = by_label.get(model._meta.label_lower, ())
    elif asked is not None:
        names = asked
    else:
        names = _OF_A_NOTICE if issubclass(model, NoticeMixin) else _OF_EVERY_TEXT
    return [name for name in names if _field(model, name) is not None]


def _field(model: type[Any], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def lacking_fields(pages: PageSet) -> Iterable[Finding]:
    for page in pages.of_type(OfficialDocumentMixin):
        lacking = [
            _label(type(page), name)
            for name in required_fields(type(page))
            if _is_blank(getattr(page, name))
        ]
        if lacking:
            yield Finding(page, _("Lacks: %(fields)s.") % {"fields": "、".join(lacking)})


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, models.Manager):
        return not value.exists()
    return value is None or (hasattr(value, "__len__") and not len(value))


def _label(model: type[Any], name: str) -> str:
    field = _field(model, name)
    return str(capfirst(getattr(field, "verbose_name", "") or name))
