"""Forms of the registers' admin screens, and what a broken constraint says to the person at the form."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class RegisterForm(WagtailAdminModelForm):
    """A form that also checks constraints on derived columns.

    Django leaves a constraint out when one of its fields is not in the form, so a second school of the
    same ``name_key`` would only fail in the database.
    """

    def validate_constraints(self) -> None:
        unknown = set(self.errors) | {
            field.name
            for field in self.instance._meta.fields
            if field.is_relation and field.name not in self.fields and not self._is_set(field)
        }
        try:
            self.instance.validate_constraints(exclude=unknown)
        except ValidationError as error:
            self._update_errors(error)

    def _is_set(self, field: Any) -> bool:
        return getattr(self.instance, field.attname) is not None


def add_validation_error(form: forms.BaseForm, error: ValidationError) -> None:
    """Show a service's error on the form: at the field it names where the form has it, else on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def conflict_message(error: IntegrityError, *tables: type[models.Model]) -> str:
    """The sentence of the constraint that the database named, else one that fits every conflict.

    PostgreSQL names the constraint; SQLite names a check, but of a unique index only the columns.
    """
    text = str(error)
    for model, constraint in _constraints(tables):
        if constraint.name in text or _columns(model, constraint) in _named_columns(text):
            message = str(constraint.get_violation_error_message())
            if constraint.name not in message:
                return message
    return _(
        "This could not be saved: it conflicts with another record, which somebody may have saved "
        "just now. Reload the page, look at the present state and try again."
    )


def _constraints(
    tables: tuple[type[models.Model], ...],
) -> Iterator[tuple[type[models.Model], BaseConstraint]]:
    for model in tables:
        family = [model, *(child.related_model for child in model._meta.related_objects)]
        for member in family:
            for constraint in member._meta.constraints:
                yield member, constraint


def _columns(model: type[models.Model], constraint: BaseConstraint) -> frozenset[str]:
    if not isinstance(constraint, UniqueConstraint):
        return frozenset()
    table = model._meta.db_table
    try:
        fields: list[Any] = [model._meta.get_field(name) for name in constraint.fields]
    except FieldDoesNotExist:
        return frozenset()
    return frozenset(f"{table}.{field.column}" for field in fields)


def _named_columns(text: str) -> list[frozenset[str]]:
    match = re.search(r"UNIQUE constraint failed: (.+)", text)
    return [frozenset(re.split(r",\s*", match[1].strip()))] if match else []
