"""Kinds of filters that the register's lists need beyond the core's."""

from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import and_
from typing import Any, Self

from django import forms
from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registry.models import Batch, Certificate, Major, Round, School
from xcms.filter_kinds import LONGEST_SEARCH, OwnFilter, SearchFilter, ValuesFilter
from xcms.search.lookups import SEARCH_TEXT, has_term
from xcms.search.words import parse

#: Each text is a condition of its own, and SQLite refuses expressions more than 1,000 deep.
MOST_TEXTS = 20


class RecordsFilter(ValuesFilter):
    """Records by their public key, for lists too long to offer; a chip shows the record's name.

    An unknown key is a form error.
    """

    is_facet = False

    def __init__(self, records: Callable[[], QuerySet[Any]], key: str, **kwargs: Any) -> None:
        super().__init__(choices=(), **kwargs)
        self._records = records
        self._key = key

    def look_up(self, values: Collection[str]) -> Iterable[tuple[str, str]]:
        found: Iterable[Model] = self._records().filter(**{f"{self._key}__in": values})
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


class TextsFilter(OwnFilter):
    field_class = TextsField
    is_repeated = True


class MajorsFilter(ValuesFilter):
    """Majors by code, by name or by words of the name; the facet offers the names."""

    field_class = TextsField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=names_of_majors, **kwargs)
        del self.extra["existing"]

    def __deepcopy__(self, memo: Any) -> Self:
        own = super().__deepcopy__(memo)
        del own.extra["existing"]
        return own


def names_of_majors(names: Collection[str]) -> list[tuple[str, str]]:
    found = Major.objects.filter(name__in=names).exclude(name="").order_by("pinyin", "name")
    return [(name, name) for name in dict.fromkeys(found.values_list("name", flat=True))]


def majors_named(texts: Iterable[str]) -> QuerySet[Major]:
    """Majors called just so; with this code, where none is; else with every word in their name.

    So each name finds what the facet counts under it, and not also the majors whose names contain it.
    """
    texts = list(texts)
    known = Major.objects.filter(Q(name__in=texts) | Q(code__in=texts)).values_list("name", "code")
    names, codes = (
        ({text for text in column if text} for column in zip(*known, strict=True))
        if known
        else ((), ())
    )
    found = Q(pk=None)
    for text in texts:
        if text in names:
            found |= Q(name=text)
        elif text in codes:
            found |= Q(code=text)
        elif terms := parse(text):
            found |= reduce(and_, (has_term(SEARCH_TEXT, term) for term in terms), ~Q(name=""))
    return Major.objects.filter(found)


class ApprovalSearchFilter(SearchFilter):
    """Every word in the school's, the certificate's (with its organisation) or the major's search text.

    The few hundred names are searched first, then their lines.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not (terms := parse(value or "")):
            return qs.none() if value else qs
        for term in terms:
            named = has_term(SEARCH_TEXT, term)
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


def by_round(rows: QuerySet[Any], field: str, *, count: str, whole_batches: bool) -> dict[str, int]:
    """Distinct ``count`` of the rows by the key of their round or batch; ``field`` is the round. One query."""
    parts = [f"{field}__batch__year", f"{field}__batch__number"]
    if not whole_batches:
        parts.append(f"{field}__number")
    found = rows.order_by().values_list(*parts).annotate(n=Count(count, distinct=True))
    return {"-".join(map(str, key)): n for *key, n in found}


class Combined:
    """A filter that the set applies together with others, since they must hold for one and the same row."""

    def combined(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return queryset
