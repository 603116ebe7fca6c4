"""Field types that the registers share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, Lookup
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoiceSetField(CharField):
    """Several of a few choices, in their declared order; a tuple of values in Python.

    Stored as ",beginner,advanced," so that ``levels__has="beginner"`` is a plain LIKE on every database.
    An empty set is "". Unknown values are a ValidationError, never stored.
    """

    description = _("A set of choices")
    # What django-stubs reads: an attribute of this field takes and gives several values.
    _pyi_private_set_type: Iterable[str]  # type: ignore[assignment]
    _pyi_private_get_type: tuple[str, ...]  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> tuple[str, ...]:
        if value is None:
            return ()
        given = value.split(",") if isinstance(value, str) else value
        return self._in_order(str(item) for item in given if item)

    def _in_order(self, values: Iterable[str]) -> tuple[str, ...]:
        order = [str(key) for key, _label in self.flatchoices]
        known = dict.fromkeys(values)
        ranked = [key for key in order if key in known]
        return (*ranked, *(key for key in known if key not in order))

    def from_db_value(self, value: str | None, *_args: Any) -> tuple[str, ...]:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> str:
        chosen = self.to_python(value)
        return f",{','.join(chosen)}," if chosen else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: tuple[str, ...], model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        known = {str(key) for key, _label in self.flatchoices}
        for item in value:
            if item not in known:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": item},
                )

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            choices=self.flatchoices,
            widget=forms.CheckboxSelectMultiple,
        )

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        labels = {str(key): label for key, label in self.flatchoices}

        def display(instance: models.Model) -> str:
            return "、".join(str(labels.get(item, item)) for item in getattr(instance, name))

        setattr(cls, f"get_{name}_display", display)


@ChoiceSetField.register_lookup
class Has(Lookup):
    """``levels__has="beginner"``: the set holds this value."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        return f"{lhs} LIKE %s", (*lhs_params, f"%,{self.rhs},%")
