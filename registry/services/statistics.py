"""Figures of the approvals: how many lines, schools, certificates and persons there are of each region, level, ….

``Figures`` are all that page, block and file ask. ``SqlFigures`` are the oracle; ``approval_index.figures`` has
the same from memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum

from registry.enums import CertificateLevel, SchoolLevel, StatisticsBy
from registry.models import ApprovalDecision, Batch, Region, Round


@dataclass(frozen=True, slots=True)
class Figure:
    """Of the lines that share a value: exact counts, distinct schools and certificates, the sum of the quotas.

    ``value`` is the one that the approvals list filters by; "" where a line names none.
    """

    value: str
    label: str
    lines: int
    schools: int
    certificates: int
    quota: int
    is_demo: bool

    def of(self, measure: str) -> int:
        """The figure of a ``Measure``."""
        number: int = getattr(self, measure)
        return number


class Figures(Protocol):
    """The figures of some lines, however they are counted."""

    def total(self) -> Figure:
        """All the lines together: each counts once, whatever it counts for in a table."""

    def by(self, by: StatisticsBy) -> list[Figure]:
        """In the order of the vocabulary, certificates by name.

        Regions and levels are complete, those without lines as zeros. A line decided in two rounds counts in
        both. Only public batches and rounds are named, and of these only the chosen ones where one is
        filtered by.
        """


@dataclass(frozen=True, slots=True)
class SqlFigures:
    """Of approvals with state. ``chosen`` are the values that the filters ask for.

    One query for the total, two at most for a table, whatever the number of lines.
    """

    lines: QuerySet[Any]
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def _plain(self) -> QuerySet[Any]:
        return self.lines.order_by()

    def total(self) -> Figure:
        return _figure("", "", self._plain.aggregate(**_SUMS))

    def by(self, by: StatisticsBy) -> list[Figure]:
        if by == StatisticsBy.CERTIFICATE:
            return _by_certificate(self._plain)
        if by == StatisticsBy.BATCH:
            batches = {batch.pk: batch for batch in Batch.objects.public()}
            return self._by_decision(by, "round__batch", batches)
        if by == StatisticsBy.ROUND:
            rounds = {one.pk: one for one in Round.objects.public().select_related("batch")}
            return self._by_decision(by, "round", rounds)
        path, labels = _vocabulary(by)
        rows = self._plain.values(by=F(path)).annotate(**_SUMS)
        sums = {row["by"]: row for row in rows}
        known = [_figure(value, label, sums.pop(value, {})) for value, label in labels]
        return known + [_figure("", "", row) for row in sums.values()]

    def _by_decision(
        self, by: StatisticsBy, path: str, named: dict[int, Batch] | dict[int, Round]
    ) -> list[Figure]:
        """``path`` leads from a decision to what the figures are of."""
        valid = ApprovalDecision.objects.public()
        # Of a line's decisions in one round the first alone is joined, so that its quota is summed once.
        earlier = valid.filter(approval=OuterRef("pk"), pk__lt=OuterRef("decided__pk")).filter(
            **{path: OuterRef(f"decided__{path}")}
        )
        rows = (
            self._plain.annotate(
                decided=FilteredRelation(
                    "decisions", condition=Q(decisions__voided_version__isnull=True)
                )
            )
            # One call, so that both conditions are about the same joined decision.
            .filter(~Exists(earlier), **{f"decided__{path}__in": list(named)})
            .values(by=F(f"decided__{path}"))
            .annotate(**_SUMS)
        )
        sums = {row["by"]: row for row in rows}
        # A line of a chosen round may have been decided in others too; the list can't be asked for "both".
        chosen = self.chosen.get(by) or ()
        return [
            _figure(one.key, str(one), sums[pk])
            for pk, one in named.items()
            if pk in sums and (not chosen or one.key in chosen)
        ]


#: Names other than the model's fields, which the counts are about.
_SUMS: dict[str, Any] = {
    "lines_": Count("pk"),
    "schools_": Count("school", distinct=True),
    "certificates_": Count("certificate", distinct=True),
    "quota_": Sum("quota"),
    "demo_": Count("pk", filter=Q(is_demo=True)),
}


def _figure(value: str, label: str, sums: dict[str, Any]) -> Figure:
    return Figure(
        value=value,
        label=label,
        lines=sums.get("lines_", 0),
        schools=sums.get("schools_", 0),
        certificates=sums.get("certificates_", 0),
        quota=sums.get("quota_") or 0,
        is_demo=bool(sums.get("demo_")),
    )


def _vocabulary(by: StatisticsBy) -> tuple[str, Sequence[tuple[str, str]]]:
    if by == StatisticsBy.REGION:
        return "school__region", list(Region.objects.values_list("code", "name"))
    if by == StatisticsBy.SCHOOL_LEVEL:
        return "school__level", [(value, str(label)) for value, label in SchoolLevel.choices]
    return "level", [(value, str(label)) for value, label in CertificateLevel.choices]


def _by_certificate(lines: QuerySet[Any]) -> list[Figure]:
    rows = (
        lines.values(key=F("certificate__public_id"), name=F("certificate__name"))
        .annotate(**_SUMS)
        .order_by("certificate__pinyin", "key")
    )
    return [_figure(row["key"], row["name"], row) for row in rows]
