"""What schools made of the batches before one: the figures of the control rule, and completion rates in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from registry.models import Batch, Completion
from registry.rules.findings import Source
from registry.rules.terms import plain
from registry.rules.words import percent_of
from registry.services.lines_in_force import MOST_KEYS

#: So many sources of one sum are named.
_MOST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Completed:
    """A school's persons over all batches before one, with where the figures are from."""

    planned: int
    trained: int
    certified: int
    source: Source


def completed_before(batch: Batch, schools: Sequence[int]) -> dict[int, Completed]:
    """By the keys of the schools that have any figures. One query; the sums are the database's, in whole numbers."""
    rows = Completion.objects.before(batch).order_by()
    if len(schools) <= MOST_KEYS:
        rows = rows.filter(school__in=schools)
    found: dict[int, list[tuple[tuple[int, int, int], tuple[str, date | None]]]] = {}
    for school, source, on, *figures in (
        rows.values_list("school", "source", "figures_on")
        .annotate(Sum("planned"), Sum("trained"), Sum("certified"))
        .order_by("school", "source", "figures_on")
    ):
        planned, trained, certified = figures
        found.setdefault(school, []).append(((planned, trained, certified), (source, on)))
    return {
        school: Completed(
            planned=sum(figures[0] for figures, _origin in parts),
            trained=sum(figures[1] for figures, _origin in parts),
            certified=sum(figures[2] for figures, _origin in parts),
            source=_source([origin for _figures, origin in parts]),
        )
        for school, parts in found.items()
    }


def completion_rate(completion: Completion) -> str:
    """“75%”, “≈ 33.33%”: certified of planned; “—” where nothing was planned."""
    return rate(completion.certified, completion.planned)


def rate(part: int, whole: int) -> str:
    if not whole:
        return "—"
    share, is_exact = percent_of(part, whole)
    return f"{'' if is_exact else '≈ '}{plain(share)}%"


def _source(origins: Iterable[tuple[str, date | None]]) -> Source:
    """One source and day as they are; of several the days stand with their sources."""
    ledger = _("the office's figures of earlier batches")
    named = [(text or ledger, on) for text, on in origins]
    if len(named) == 1:
        return Source(*named[0])
    texts = [f"{text}（{on.isoformat()}）" if on else text for text, on in named]
    shown = "、".join(texts[:_MOST_SOURCES])
    if len(texts) > _MOST_SOURCES:
        shown = _("%(sources)s and %(count)d more") % {
            "sources": shown,
            "count": len(texts) - _MOST_SOURCES,
        }
    return Source(shown)
