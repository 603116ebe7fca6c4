"""What a collection keeps: a list, its filter as a query string, columns, order and page size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.views.approvals import ApprovalListView
from registry.views.certificates import CertificateListView
from registry.views.organizations import OrganizationListView
from registry.views.schools import SchoolListView
from xcms.filters import RegisterFilterSet, labelled
from xcms.querystrings import tolerant_query
from xcms.views.lists import RegisterListView

#: Longer addresses break on their way through browsers and proxies.
LONGEST_FILTER = 4000

#: What the address of a list says besides its filters.
_NOT_FILTERS = frozenset({"sort", "page", "page_size", "format", "measure", "by", "columns"})

LISTS: dict[str, tuple[type[RegisterListView], str]] = {
    "approvals": (ApprovalListView, "xcms_registry:approval_list"),
    "certificates": (CertificateListView, "xcms_registry:certificate_list"),
    "schools": (SchoolListView, "xcms_registry:school_list"),
    "organizations": (OrganizationListView, "xcms_registry:organization_list"),
}

LIST_CHOICES = (
    ("approvals", gettext_lazy("Approved scopes")),
    ("certificates", gettext_lazy("Filed certificates")),
    ("schools", gettext_lazy("Pilot schools")),
    ("organizations", gettext_lazy("Organisations")),
)


@dataclass(frozen=True, slots=True)
class SavedList:
    """``register`` is a key of LISTS, ``saved_filter`` a canonical query string; without columns all show."""

    register: str
    saved_filter: str = ""
    columns: Sequence[str] = field(default=())
    sort: str = ""
    page_size: int | None = None


def known(register: str) -> str:
    """The list; the first one for a draft that has not chosen any yet."""
    return register if register in LISTS else next(iter(LISTS))


def list_url(register: str) -> str:
    return reverse(LISTS[known(register)][1])


def canonical_filter(register: str, given: str) -> str:
    """The filter in a pasted address or query string, with its keys in the list's order.

    Raises ValidationError with a sentence for each thing that this list can't filter by.
    """
    query = _query_in(register, given.strip())
    filterset = filters_of(register, query)
    if messages := [*_unknown(filterset, query), *filterset.messages()]:
        raise ValidationError(messages)
    kept = QueryDict(mutable=True)
    for name in filterset.filters:
        if name in query:
            kept.setlist(name, query.getlist(name))
    return kept.urlencode()


def filters_of(register: str, query: QueryDict, **options: Any) -> RegisterFilterSet:
    """The list's filters over all that it may show."""
    view = LISTS[known(register)][0]
    options.setdefault("queryset", view().get_queryset())
    return view.filterset_class(query, **options)


def read_saved(saved_filter: str) -> QueryDict:
    return tolerant_query(QueryDict(saved_filter))


def refuse_unknown(filterset: RegisterFilterSet, saved: QueryDict) -> None:
    """A key that the list no longer knows would be ignored, and the list be wider than was meant."""
    for message in _unknown(filterset, saved):
        filterset.form.add_error(None, message)


def in_words(filterset: RegisterFilterSet, saved: QueryDict) -> list[str]:
    """The saved filter as sentences like “Region: …”, without what a visitor adds to it."""
    search = str(filterset.filters["q"].label)
    words = [labelled(chip.label, chip.value) for chip in filterset.chips() if chip.label != search]
    if "q" in saved:
        words.insert(0, labelled(search, saved["q"]))
    return words


def _unknown(filterset: RegisterFilterSet, query: QueryDict) -> list[str]:
    unknown = [key for key in query if key not in filterset.filters and key not in _NOT_FILTERS]
    return [_("This list has no filter “%(key)s”.") % {"key": key[:40]} for key in unknown]


def _query_in(register: str, given: str) -> QueryDict:
    if len(given) > LONGEST_FILTER:
        raise ValidationError(
            _("The address has more than %(max)s characters; choose fewer values.")
            % {"max": LONGEST_FILTER}
        )
    is_address = given.startswith(("/", "http://", "https://"))
    if given and not is_address and "=" not in given:
        raise ValidationError(
            _(
                "This is no address of a list. Filter the list, and copy the address from the browser."
            )
        )
    try:
        parts = urlsplit(given if is_address else f"?{given.removeprefix('?')}")
        query = QueryDict(parts.query)
    except (ValueError, TooManyFieldsSent):
        raise ValidationError(_("This address can't be read.")) from None
    if is_address:
        _check_path(register, parts.path)
    return tolerant_query(query)


def _check_path(register: str, path: str) -> None:
    if path == list_url(register):
        return
    titles = dict(LIST_CHOICES)
    for other in LISTS:
        if path == list_url(other):
            raise ValidationError(
                _("This is the address of “%(other)s”, and the list chosen is “%(chosen)s”.")
                % {"other": titles[other], "chosen": titles[known(register)]}
            )
    raise ValidationError(
        _("This is no address of a list. Filter the list, and copy the address from the browser.")
    )


Groups = list[tuple[Any, list[tuple[str, Any]]]]


def column_choices() -> Groups:
    """By list: ``("approvals:school", "School")``."""
    return [
        (title, [(f"{name}:{column.key}", column.header) for column in LISTS[name][0].columns])
        for name, title in LIST_CHOICES
    ]


def sort_choices() -> Groups:
    return [
        (
            title,
            [
                (f"{name}:{sign}{option.key}", direction % {"label": option.label})
                for option in LISTS[name][0].filterset_class.sorts
                for sign, direction in (
                    ("", _("%(label)s, ascending")),
                    ("-", _("%(label)s, descending")),
                )
            ],
        )
        for name, title in LIST_CHOICES
    ]


def keys_of(register: str, chosen: Iterable[str]) -> list[str]:
    """``["school"]`` of ``["approvals:school", "schools:name"]`` for the approvals."""
    return [
        key for name, _separator, key in (one.partition(":") for one in chosen) if name == register
    ]
