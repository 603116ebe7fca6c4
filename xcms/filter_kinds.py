"""Kinds of filters of public lists; ``xcms.filters`` makes sets of them."""

from collections.abc import Callable, Collection, Iterable
from copy import copy
from typing import Any, ClassVar, Self

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xcms.search.lookups import matching

Choices = Iterable[tuple[Any, Any]]

#: The longest text to search for; a name has at most 100 characters.
LONGEST_SEARCH = 200


class OwnFilter(django_filters.Filter):
    """Copied for each request by its parts, of which none changes: a deep copy takes longer than a query."""

    def __deepcopy__(self, memo: Any) -> Self:
        own = copy(self)
        own.extra = {**self.extra}
        # A method is bound to its filter, and the filter to its set.
        own.method = self.method
        return own


class SearchFilter(OwnFilter, django_filters.CharFilter):
    """Every word must stand in the search column: ``xcms.search.names`` says how names match."""

    def __init__(self, field_name: str = "search_text", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search for"))
        kwargs.setdefault("max_length", LONGEST_SEARCH)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(field_name, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return matching(qs, value or "", (self.field_name,))


class ValuesField(forms.Field):
    """Several values as repeated keys, each of which must exist. Only the given ones are looked up."""

    widget = forms.MultipleHiddenInput
    default_error_messages: ClassVar = forms.MultipleChoiceField.default_error_messages

    def __init__(
        self, *, existing: Callable[[Collection[str]], Collection[str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.existing = existing

    def clean(self, value: Any) -> list[str]:
        given = list(value or ())
        if given:
            existing = self.existing(given)
            for item in given:
                if item not in existing:
                    raise forms.ValidationError(
                        self.error_messages["invalid_choice"],
                        code="invalid_choice",
                        params={"value": item},
                    )
        return given


class ValuesFilter(OwnFilter):
    """Several values of one facet as repeated keys: rows that have any of them.

    ``choices`` are pairs in the facet's own order, or a callable that gets values and returns the pairs of
    those that exist and the public may see. ``lookup_expr="has"`` suits a ChoiceSetField. A ``method`` gets
    the list of values; a filter with one names in ``counted`` the filter set's method that counts it.
    """

    field_class: type[forms.Field] = ValuesField
    is_facet = True
    is_repeated = True

    def __init__(
        self,
        field_name: str | None = None,
        lookup_expr: str | None = None,
        *,
        choices: Choices | Callable[[Collection[str]], Choices],
        counted: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(field_name, lookup_expr or "in", **kwargs)
        self.choices = choices
        self.counted = counted
        self.extra["existing"] = self.labels
        self._labels: dict[frozenset[str], dict[str, str]] = {}

    @property
    def fixed_choices(self) -> Choices | None:
        """The choices that the code declares; None where they come from the database."""
        return None if callable(self.choices) else self.choices

    def __deepcopy__(self, memo: Any) -> Self:
        """What it looks up is of its request's snapshot."""
        own = super().__deepcopy__(memo)
        own.extra = {**self.extra, "existing": own.labels}
        own._labels = {}
        return own

    def look_up(self, values: Collection[str]) -> Choices:
        """Pairs of those of the values that exist and the public may see, in the facet's own order."""
        known: Choices
        if not callable(self.choices):
            known = self.choices
        elif (vocabulary := self.parent.vocabulary_of(self)) is not None:
            known = vocabulary.items()
        else:
            return self.choices(values)
        return [(key, label) for key, label in known if str(key) in values]

    def labels(self, values: Collection[str]) -> dict[str, str]:
        """The same, looked up once."""
        asked = frozenset(values)
        if asked not in self._labels:
            found = self.look_up(asked) if asked else ()
            self._labels[asked] = {str(key): str(label) for key, label in found}
        return self._labels[asked]

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        if self.lookup_expr == "in":
            return qs.filter(**{f"{self.field_name}__in": value})
        found = Q()
        for item in value:
            found |= self._having(item)
        return qs.filter(found)

    def _having(self, item: str) -> Q:
        return Q(**{f"{self.field_name}__{self.lookup_expr}": item})

    def counts(self, rows: QuerySet[Any]) -> dict[str, int]:
        """How many of the rows have each value. One query."""
        if self.lookup_expr == "in":
            return grouped(rows, self.field_name)
        keys = [str(key) for key, _label in self.choices]  # type: ignore[union-attr]
        sums = rows.order_by().aggregate(
            **{f"n{place}": Count("pk", filter=self._having(key)) for place, key in enumerate(keys)}
        )
        return {key: sums[f"n{place}"] for place, key in enumerate(keys) if sums[f"n{place}"]}


def grouped(
    rows: QuerySet[Any], field: str, *, count: str = "pk", distinct: bool = False
) -> dict[str, int]:
    """How many rows (or distinct ``count``) there are of each value of the field but ""; one query."""
    found = (
        rows.order_by()
        .values_list(field)
        .annotate(n=Count(count, distinct=distinct))
        .values_list(field, "n")
    )
    return {str(value): n for value, n in found if value not in ("", None)}


class DayFilter(OwnFilter, django_filters.DateFilter):
    """A day as YYYY-MM-DD, picked from a calendar where the browser has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault(
            "widget",
            forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"}),
        )
        super().__init__(*args, **kwargs)
