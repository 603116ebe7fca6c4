"""A record's fields as people read them, on every page that shows one."""

from typing import Any

from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

EMPTY = "—"


def field_label(model: type[models.Model], name: str, model_admin: Any = None) -> str:
    """The field's verbose name; of a relation from the other side, what stands there."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return _label(model, name, model_admin)
    if field.auto_created and field.related_model is not None:
        return str(capfirst(field.related_model._meta.verbose_name_plural))
    return _label(model, name, model_admin)


def _label(model: type[models.Model], name: str, model_admin: Any) -> str:
    return str(capfirst(str(label_for_field(name, model, model_admin))))


def field_value(record: models.Model, name: str, field: Any = None) -> str | SafeString:
    """Labels for codes, yes and no for booleans, one line for each related record."""
    if hasattr(record, f"get_{name}_display"):
        return str(getattr(record, f"get_{name}_display")()) or EMPTY
    value = getattr(record, name)
    if isinstance(value, models.Manager):
        return format_html_join("", "<div>{}</div>", ((item,) for item in value.all())) or EMPTY
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return EMPTY
    if field is None or field.is_relation:
        return str(display_for_value(value, EMPTY))
    return str(display_for_field(value, field, EMPTY))
