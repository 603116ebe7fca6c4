"""Kinds of filters that the register's lists need beyond the core's."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registry.models import Batch, Certificate, Major, Round, School
from xcms.filters import LONGEST_SEARCH, SearchFilter, ValuesFilter
from xcms.text import name_key, search_terms

#: Each text is a condition of its own, and SQLite refuses expressions more than 1,000 deep.
MOST_TEXTS = 20


class RecordsFilter(ValuesFilter):
    """Records by their public key, for lists too long to offer: only the given keys are looked up.

    An unknown key is a form error. Nothing to choose in the form; a chip shows the record's name.
    """

    def __init__(self, records: Callable[[], QuerySet[Any]], key: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.MultipleHiddenInput)
        super().__init__(choices=self._given, **kwargs)
        self._records = records
        self._key = key

    def _given(self) -> Iterable[tuple[str, str]]:
        given = self.parent.data.getlist(self.field_name)
        if not given:
            return ()
        found: Iterable[Model] = self._records().filter(**{f"{self._key}__in": given})
        return [(getattr(record, self._key), str(record)) for record in found]


class RepeatedTextInput(forms.Widget):
    """One text input per given value, or an empty one: repeated keys survive a resubmission."""

    # Django's name for it; the template just renders the subwidgets one after the other.
    template_name = "django/forms/widgets/multiple_hidden.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].pop("id", "")
        context["widget"]["subwidgets"] = [
            forms.TextInput(context["widget"]["attrs"]).get_context(
                name, text, {"id": f"{id_}_{index}"} if id_ else {}
            )["widget"]
            for index, text in enumerate(value or [""])
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        return list(data.getlist(name))

    def format_value(self, value: Any) -> Any:
        return value or []

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class TextsField(forms.Field):
    """Short texts, one per repeated key."""

    widget = RepeatedTextInput

    def clean(self, value: Any) -> list[str]:
        texts = [text for text in value or [] if text]
        if len(texts) > MOST_TEXTS:
            raise forms.ValidationError(
                _("Give at most %(max)s of these."), params={"max": MOST_TEXTS}
            )
        if any(len(text) > LONGEST_SEARCH for text in texts):
            raise forms.ValidationError(
                _("Ensure this text has at most %(max)s characters."),
                params={"max": LONGEST_SEARCH},
            )
        return texts


class TextsFilter(django_filters.Filter):
    field_class = TextsField
    is_repeated = True


def majors_named(texts: Iterable[str]) -> QuerySet[Major]:
    """Majors with one of these codes, or with every word of one of these texts in their name."""
    found = Q()
    for text in texts:
        named = Q()
        for term in search_terms(text):
            named &= Q(search_text__contains=term)
        found |= Q(code=text) | (named & ~Q(name="") if named else Q(pk=None))
    return Major.objects.filter(found)


class ApprovalSearchFilter(SearchFilter):
    """Every word in the school's, the certificate's (with its organisation) or the major's search text.

    The few hundred names are searched first, then their lines.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for term in dict.fromkeys(search_terms(value or "")):
            forms_of_term = {term, name_key(term)} - {""}
            named = Q()
            for form in forms_of_term:
                named |= Q(search_text__icontains=form)
            qs = qs.filter(
                Q(school__in=School.objects.filter(named).order_by().values("pk"))
                | Q(certificate__in=Certificate.objects.filter(named).order_by().values("pk"))
                | Q(major__in=Major.objects.filter(named).order_by().values("pk"))
            )
        return qs


def in_batches(keys: Iterable[str], field: str) -> Q:
    found = Q()
    for key in keys:
        found |= Q(**{f"{field}__in": Batch.objects.by_key(key).order_by().values("pk")})
    return found


def in_rounds(keys: Iterable[str], field: str) -> Q:
    found = Q()
    for key in keys:
        found |= Q(**{f"{field}__in": Round.objects.by_key(key).order_by().values("pk")})
    return found


class Combined:
    """A filter that the set applies together with others, since they must hold for one and the same row."""

    def combined(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return queryset
