"""Filters of public lists: one FilterSet per list reads its query for page, export, API and feed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, ClassVar, NamedTuple

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xcms.days import shanghai_today
from xcms.querystrings import only, tolerant_query, with_values, without_value
from xcms.text import name_key, search_terms

Choices = Iterable[tuple[Any, Any]]

#: The longest text to search for; a name has at most 100 characters.
LONGEST_SEARCH = 200

#: Chips on one page: each carries an address with all the other values.
_MOST_CHIPS = 30

#: Facets with more choices than this are folded away until one of them is chosen.
_SHORT_FACET = 8


def labelled(label: Any, value: Any) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


class Chip(NamedTuple):
    """A filter in force: what it is, its value in words, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class SortOption:
    """An order of a list. ``sort=key`` sorts so, ``sort=-key`` the other way round."""

    key: str
    label: Any
    order_by: Sequence[str]

    def fields(self, *, descending: bool) -> list[str]:
        if not descending:
            return list(self.order_by)
        return [name[1:] if name.startswith("-") else f"-{name}" for name in self.order_by]


class SearchFilter(django_filters.CharFilter):
    """Every word must stand in the folded search column, as written or as a name key."""

    def __init__(self, field_name: str = "search_text", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search for"))
        kwargs.setdefault("max_length", LONGEST_SEARCH)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(field_name, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for term in dict.fromkeys(search_terms(value or "")):
            found = Q(**{f"{self.field_name}__icontains": term})
            if key := name_key(term):
                found |= Q(**{f"{self.field_name}__icontains": key})
            qs = qs.filter(found)
        return qs


class ValuesFilter(django_filters.Filter):
    """Several values of one facet as repeated keys: rows that have any of them.

    ``choices`` are pairs or a callable that returns them, asked once per request.
    ``lookup_expr="has"`` suits a ChoiceSetField. A ``method`` gets the list of values.
    """

    field_class = forms.MultipleChoiceField
    is_repeated = True

    def __init__(
        self,
        field_name: str | None = None,
        lookup_expr: str | None = None,
        *,
        choices: Choices | Callable[[], Choices],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(field_name, lookup_expr or "in", **kwargs)
        self._choices = choices

    @property
    def fixed_choices(self) -> Choices | None:
        """The choices that the code declares; None where they come from the database."""
        return None if callable(self._choices) else self._choices

    @property
    def field(self) -> forms.Field:
        if not hasattr(self, "_field"):
            choices = self._choices() if callable(self._choices) else self._choices
            self.extra["choices"] = [(str(value), label) for value, label in choices]
        field: forms.Field = super().field
        return field

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        if self.lookup_expr == "in":
            return qs.filter(**{f"{self.field_name}__in": value})
        found = Q()
        for item in value:
            found |= Q(**{f"{self.field_name}__{self.lookup_expr}": item})
        return qs.filter(found)


class DayFilter(django_filters.DateFilter):
    """A day as YYYY-MM-DD, picked from a calendar where the browser has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault(
            "widget",
            forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"}),
        )
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter as the form shows it."""

    field: forms.BoundField
    chosen: int

    @property
    def is_choice_list(self) -> bool:
        return isinstance(self.field.field.widget, forms.CheckboxSelectMultiple)

    @property
    def is_long(self) -> bool:
        return self.is_choice_list and len(self._choices) > _SHORT_FACET

    @property
    def is_idle(self) -> bool:
        """There is nothing to choose from, nor a wrong choice to point at."""
        return self.is_choice_list and not self._choices and not self.field.errors

    @property
    def _choices(self) -> Sequence[tuple[str, Any]]:
        choices: Sequence[tuple[str, Any]] = getattr(self.field.field, "choices", ())
        return choices


class RegisterFilterSet(django_filters.FilterSet):
    """Base of every list's filters: ``q``, ``sort`` and the list's own.

    Unknown parameters are ignored; an invalid value of a known one is a form error, and the view
    then shows no rows. ``sorts`` declares the orders, the first being the default; every order ends
    with the primary key, so that pages never overlap. ``today`` is the day that day-bound filters
    start from.
    """

    sorts: ClassVar[Sequence[SortOption]] = ()

    q = SearchFilter()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Any] | None = None,
        *,
        request: HttpRequest | None = None,
        prefix: str | None = None,
        today: date | None = None,
    ) -> None:
        self.today = today or shanghai_today()
        query = tolerant_query(data if data is not None else QueryDict())
        super().__init__(query, queryset, request=request, prefix=prefix)
        # An empty QueryDict is falsy, and FilterSet would put another in its place.
        self.data = query

    def get_form_class(self) -> type[forms.Form]:
        form_class: type[forms.Form] = super().get_form_class()
        if self.sorts:
            choices = [
                (f"{sign}{option.key}", direction % {"label": option.label})
                for option in self.sorts
                for sign, direction in (
                    ("", gettext("%(label)s, ascending")),
                    ("-", gettext("%(label)s, descending")),
                )
            ]
            sort = forms.ChoiceField(label=_("Sort by"), choices=choices, required=False)
            form_class.base_fields["sort"] = sort
        return form_class

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for name, value in self.form.cleaned_data.items():
            if name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return self.sort_queryset(queryset)

    def sort_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        option, descending = self.sort_in_force
        fields = option.fields(descending=descending) if option else queryset.model._meta.ordering
        return queryset.order_by(*fields, "pk")

    @cached_property
    def sort_in_force(self) -> tuple[SortOption | None, bool]:
        """The order and whether it is reversed; the default where no known one is asked for."""
        asked = self.data.get("sort", "")
        for option in self.sorts:
            if asked in {option.key, f"-{option.key}"}:
                return option, asked.startswith("-")
        return (self.sorts[0] if self.sorts else None), False

    def sort_url(self, key: str) -> str:
        """The list in this order, or reversed if it is in this order already."""
        option, descending = self.sort_in_force
        reverse = option is not None and option.key == key and not descending
        return with_values(self.data, sort=f"-{key}" if reverse else key)

    def aria_sort(self, key: str) -> str:
        """ "ascending", "descending" or "" for a column header."""
        option, descending = self.sort_in_force
        if option is None or option.key != key:
            return ""
        return "descending" if descending else "ascending"

    def chips(self, request: HttpRequest | None = None) -> list[Chip]:
        """The filters in force, invalid values included, so that each can be taken away; the first few."""
        in_force = (
            (name, str(filter_.label or name), value)
            for name, filter_ in self.filters.items()
            for value in self.data.getlist(name)
        )
        return [
            Chip(label, self._in_words(name, value), without_value(self.data, name, value))
            for name, label, value in islice(in_force, _MOST_CHIPS)
        ]

    def _in_words(self, name: str, value: str) -> str:
        choices = getattr(self.form.fields[name], "choices", ())
        labels = {str(key): str(label) for key, label in choices}
        return labels.get(value, value if len(value) <= 40 else f"{value[:40]}…")

    @property
    def clear_url(self) -> str:
        """The list without any filter, in the same order and page size."""
        return only(self.data, "sort", "page_size")

    def facets(self) -> list[Facet]:
        """The fields of the form but for hidden ones and ``q`` and ``sort``, which have their places."""
        facets = [
            Facet(self.form[name], len(self.data.getlist(name)))
            for name in self.filters
            if name != "q" and not self.form[name].is_hidden
        ]
        return [facet for facet in facets if not facet.is_idle]

    def messages(self) -> list[str]:
        """What is wrong with the query, as sentences with the filter's name."""
        return [
            labelled(self.form.fields[name].label, error)
            if name in self.form.fields
            else str(error)
            for name, errors in self.form.errors.items()
            for error in errors
        ]
