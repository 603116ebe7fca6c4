"""The public lists as topics of e-mail alerts: a list's filter, and what becomes new, changes or goes in it.

Rows, filters and words are the list's own view's. What counts as a change is stated here, in stored values: a reworded
label is none, nor is a synchronisation that found everything as it was.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.views.approvals import ApprovalListView
from registry.views.certificates import CertificateListView
from registry.views.organizations import OrganizationListView
from registry.views.schools import SchoolListView
from xcms.alerts.sources import (
    LONGEST_TOPIC,
    AlertItem,
    AlertSource,
    TooLongError,
    UnknownTopicError,
)
from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.exports.plans import has_more_than
from xcms.filter_kinds import DayFilter
from xcms.filters import labelled
from xcms.querystrings import tolerant_query
from xcms.registers import get_register
from xcms.versions import read_from_memory_if_possible
from xcms.views.columns import cells
from xcms.views.lists import RegisterListView

#: Keys in one IN (…), and records completed at once.
_AT_ONCE = 500
#: What an address says of a list beside its filters.
_MANNER = ("columns", "sort", "page_size", "format", "page")

Fingerprint = Callable[[Any], Iterable[Any]]


class ListAlertSource(AlertSource):
    """A list and its filters; a topic is the filters' canonical query, "" the whole list."""

    def __init__(self, view_class: type[RegisterListView], fingerprint: Fingerprint) -> None:
        self.key = view_class.register
        self.label = view_class.title
        self._view_class = view_class
        self._fingerprint = fingerprint

    def canonical(self, asked: str) -> str:
        if len(asked) > LONGEST_TOPIC:
            raise UnknownTopicError(_("There are too many filters to subscribe to."))
        try:
            query = tolerant_query(QueryDict(asked))
        except (TooManyFieldsSent, ValueError):
            raise UnknownTopicError(_("This address can't be read.")) from None
        for name in _MANNER:
            query.pop(name, None)
        for name, filter_ in self._view_class.filterset_class.base_filters.items():
            # Somebody who subscribes wants to know of today, whatever day the list was looked at for.
            if isinstance(filter_, DayFilter):
                query.pop(name, None)
        view = self._view(query)
        if messages := view.filterset.messages():
            raise UnknownTopicError(" ".join(messages))
        if read_from_memory_if_possible(partial(_count, view)) > setting("ALERTS_MAX_ROWS"):
            raise _too_long()
        topic: str = view.filterset.data.urlencode()
        return topic

    def title(self, topic: str) -> str:
        chips = self._view_of(topic).filterset.chips()
        words = [labelled(chip.label, chip.value) for chip in chips]
        return " · ".join([str(self.label), *words])

    def neutral_title(self, topic: str) -> str:
        if not topic:
            return str(self.label)
        return _("%(list)s, by the filters that were chosen") % {"list": self.label}

    def url(self, topic: str) -> str:
        address = reverse(get_register(self.key).list_view)
        return f"{address}?{topic}" if topic else address

    def fingerprints(self, topic: str) -> Mapping[str, str]:
        view = self._view_of(topic)
        self._check_length(view)
        return {
            view.get_object_key(record): "\x1f".join(map(str, self._fingerprint(record)))
            for record in self._records(view, view.rows())
        }

    def items(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        view = self._view_of(topic)
        return self._items(view, view.rows(), keys)

    def departed(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        view = self._view_of(topic)
        present = self._items(view, view.rows(), keys)
        rows: Any = view.get_queryset()
        if hasattr(rows, "with_state"):
            rows = rows.with_state(view.today)
        return self._items(view, rows.order_by("pk"), [key for key in keys if key not in present])

    def _items(self, view: Any, rows: Any, keys: Collection[str]) -> dict[str, AlertItem]:
        wanted = list(keys)
        found: dict[str, AlertItem] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = rows.filter(public_id__in=wanted[start : start + _AT_ONCE])
            for record in self._records(view, some):
                found[view.get_object_key(record)] = self._item(view, record)
        return found

    def _item(self, view: Any, record: Any) -> AlertItem:
        shown = cells(tuple(view.get_columns()), record)
        return AlertItem(
            title=str(shown[0].value),
            url=view.get_object_url(record),
            facts=tuple(
                (str(cell.column.header), str(cell.value))
                for cell in shown[1:]
                if cell.value not in (None, "")
            ),
            is_demo=view.is_demo(record),
        )

    def _records(self, view: Any, rows: Any) -> Iterator[Any]:
        records = rows.iterator(chunk_size=_AT_ONCE)
        while some := list(islice(records, _AT_ONCE)):
            view.complete(some)
            yield from some

    def _view_of(self, topic: str) -> Any:
        """Raises UnknownTopicError for a filter that the list no longer takes: it would find other rows than meant."""
        view = self._view(QueryDict(topic))
        if messages := view.filterset.messages():
            raise UnknownTopicError(" ".join(messages))
        if view.filterset.data.urlencode() != topic:
            raise UnknownTopicError(_("The list has changed, and this choice means nothing in it."))
        return view

    def _view(self, query: QueryDict) -> Any:
        """The list's view as if somebody had opened it, reading the database alone."""
        view: Any = self._view_class()
        view.setup(HttpRequest())
        view.may_use_memory, view.today, view.query = False, shanghai_today(), query
        view.filterset = view.get_filterset()
        return view

    def _check_length(self, view: Any) -> None:
        if has_more_than(view.rows(), setting("ALERTS_MAX_ROWS")):
            raise _too_long()


def _count(view: Any, version: int, may_use_memory: bool) -> int:
    """As quickly as the list's own page: anybody may ask for this one."""
    view.version, view.may_use_memory = version, may_use_memory
    view.__dict__.pop("finder", None)
    view.__dict__.pop("index", None)
    count: int = view.finder.count()
    return count


def _too_long() -> TooLongError:
    return TooLongError(
        _(
            "This choice finds more than %(most)d entries, too many to tell of each. "
            "Choose further filters, and subscribe then."
        )
        % {"most": setting("ALERTS_MAX_ROWS")}
    )


def _approval(line: Any) -> Sequence[Any]:
    return line.status, line.quota, line.effective_from


def _certificate(certificate: Any) -> Iterable[Any]:
    yield certificate.name
    yield certificate.organization_id
    for filing in certificate.published:
        yield from (filing.levels, filing.school_levels, filing.fee, filing.revoked_on)


def _school(school: Any) -> Sequence[Any]:
    totals = school.totals
    return school.name, school.level, school.region_id, totals.certificates, totals.quota


def _organization(organization: Any) -> Iterable[Any]:
    yield organization.name
    yield from sorted(one.public_id for one in organization.public_certificates)


def sources() -> list[AlertSource]:
    """What the ``register_xcms_alert_sources`` hook gives."""
    return [
        ListAlertSource(ApprovalListView, _approval),
        ListAlertSource(CertificateListView, _certificate),
        ListAlertSource(SchoolListView, _school),
        ListAlertSource(OrganizationListView, _organization),
    ]
