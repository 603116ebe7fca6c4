"""Filters of public lists: one FilterSet per list reads its query for page, export, API and feed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, ClassVar, NamedTuple

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.filter_kinds import SearchFilter, ValuesField, ValuesFilter
from xcms.querystrings import canonical_query, only, tolerant_query, with_values, without_value

#: Chips on one page: each carries an address with all the other values.
_MOST_CHIPS = 30


def labelled(label: Any, value: Any) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def is_facet(filter_: Any) -> bool:
    """Whether a list shows the filter's values with counts beside them."""
    return bool(getattr(filter_, "is_facet", False))


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
    order_by: Sequence[str] = field(hash=False)

    def fields(self, *, descending: bool) -> list[str]:
        if not descending:
            return list(self.order_by)
        return [name[1:] if name.startswith("-") else f"-{name}" for name in self.order_by]


class SortField(forms.Field):
    """A ChoiceField whose choices are neither copied nor translated to check one value."""

    default_error_messages: ClassVar = forms.ChoiceField.default_error_messages

    def __init__(self, sorts: Sequence[SortOption]) -> None:
        super().__init__(label=_("Sort by"), required=False)
        self.keys = {option.key for option in sorts}

    def validate(self, value: Any) -> None:
        if value and str(value).removeprefix("-") not in self.keys:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )


def _nothing(_values: Collection[str]) -> Collection[str]:
    return ()


@lru_cache(maxsize=64)
def _sort_choices(sorts: Sequence[SortOption], _language: str | None) -> list[tuple[str, str]]:
    return [
        (f"{sign}{option.key}", direction % {"label": option.label})
        for option in sorts
        for sign, direction in (
            ("", gettext("%(label)s, ascending")),
            ("-", gettext("%(label)s, descending")),
        )
    ]


class RegisterFilterSet(django_filters.FilterSet):
    """Base of every list's filters: ``q``, ``sort`` and the list's own.

    Unknown parameters are ignored; an invalid value of a known one is a form error, and the view
    then shows no rows. ``sorts`` declares the orders, the first being the default; every order ends
    with the primary key, so that pages never overlap. ``today`` is the day that day-bound filters
    start from. ``data`` is the query in its one order, without what changes nothing.

    A subclass that needs more than each filter's own condition overrides ``narrowed()``.
    """

    sorts: ClassVar[Sequence[SortOption]] = ()
    _form_class: ClassVar[type[forms.Form]]
    #: Where somebody keeps them at hand: every value of a facet, in its order, in words; None for the others.
    vocabulary: Callable[[str], Mapping[str, str] | None] | None = None

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
        query = self._canonical(tolerant_query(data if data is not None else QueryDict()))
        super().__init__(query, queryset, request=request, prefix=prefix)
        # An empty QueryDict is falsy, and FilterSet would put another in its place.
        self.data = query

    @classmethod
    def _canonical(cls, query: QueryDict) -> QueryDict:
        if cls.sorts and query.get("sort") == cls.sorts[0].key:
            del query["sort"]
        if query.get("page_size") == str(setting("PAGE_SIZE")):
            del query["page_size"]
        if query.get("page") == "1":
            del query["page"]
        if query.get("format") == "html":
            del query["format"]
        return canonical_query(
            query, ("q", *cls.base_filters, "columns", "sort", "page_size", "format", "page")
        )

    @classmethod
    def sort_choices(cls) -> list[tuple[str, str]]:
        return _sort_choices(tuple(cls.sorts), get_language())

    def vocabulary_of(self, filter_: ValuesFilter) -> Mapping[str, str] | None:
        if self.vocabulary is None:
            return None
        return self.vocabulary(next(name for name, own in self.filters.items() if own is filter_))

    def get_form_class(self) -> type[forms.Form]:
        """Made once for all requests; ``form`` ties the fields to this request's filters."""
        form_class: type[forms.Form] | None = type(self).__dict__.get("_form_class")
        if form_class is None:
            form_class = super().get_form_class()
            for field in form_class.base_fields.values():
                if isinstance(field, ValuesField):
                    field.existing = _nothing
            if self.sorts:
                form_class.base_fields["sort"] = SortField(self.sorts)
            type(self)._form_class = form_class
        return form_class

    @property
    def form(self) -> forms.Form:
        is_new = not hasattr(self, "_form")
        form: forms.Form = super().form
        if is_new:
            for name, filter_ in self.filters.items():
                field = form.fields[name]
                if isinstance(field, ValuesField):
                    field.existing = filter_.labels
        return form

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.sort_queryset(self.narrowed(queryset, self.form.cleaned_data))

    def narrowed(
        self, queryset: QuerySet[Any], asked: Mapping[str, Any], *, free: str = ""
    ) -> QuerySet[Any]:
        """The rows, in no order, that these cleaned values find.

        The filter ``free`` asks for nothing, nor does what the list takes for granted without it.
        """
        for name, value in asked.items():
            if name in self.filters and name != free:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def facet_counts(self, name: str) -> Mapping[str, int]:
        """What ``Finder.facet`` promises, in one query."""
        if not self.is_valid():
            return {}
        facet = self.filters[name]
        if facet.counted:
            counts: Mapping[str, int] = getattr(self, facet.counted)(name)
            return counts
        rows = self.narrowed(self.queryset, self.form.cleaned_data, free=name)
        counted: Mapping[str, int] = facet.counts(rows)
        return counted

    @property
    def facet_names(self) -> list[str]:
        return [name for name, filter_ in self.filters.items() if is_facet(filter_)]

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
        filter_ = self.filters[name]
        # A value in error may be anything at all; all values of a facet are looked up at once.
        labels = (
            filter_.labels(self.data.getlist(name)) if isinstance(filter_, ValuesFilter) else {}
        )
        return labels.get(value, value if len(value) <= 40 else f"{value[:40]}…")

    @property
    def clear_url(self) -> str:
        """The list without any filter, in the same order and page size."""
        return only(self.data, "sort", "page_size")

    def hidden_values(self) -> list[tuple[str, str]]:
        """Name and value of what the form keeps but does not show."""
        return [
            (name, value)
            for name, filter_ in self.filters.items()
            if not is_facet(filter_) and name in self.data and self.form[name].is_hidden
            for value in self.data.getlist(name)
        ]

    def other_fields(self) -> list[forms.BoundField]:
        """The fields of the form but for facets, hidden ones, ``q`` and ``sort``, which have their places."""
        return [
            self.form[name]
            for name, filter_ in self.filters.items()
            if name != "q" and not is_facet(filter_) and not self.form[name].is_hidden
        ]

    def messages(self) -> list[str]:
        """What is wrong with the query, as sentences with the filter's name."""
        return [
            labelled(self.form.fields[name].label, error)
            if name in self.form.fields
            else str(error)
            for name, errors in self.form.errors.items()
            for error in errors
        ]
