"""Approvals as raw values: what their columns share is read once, not joined to each of a million rows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from registry.models import Approval, ApprovalDecision, Certificate, Major, Round, School
from xcms.exports.rows import CodedRows
from xcms.models import Tombstone

_ROWS_AT_ONCE = 2000
_FIELDS = (
    *("public_id", "school_id", "certificate_id", "level", "major_id"),
    *("synchronised_on", "is_demo", "pk", "ruling", "status"),
)


class State(NamedTuple):
    """What the decision that rules says, as ``with_state()`` and ``ruling_decision()`` put it."""

    status: str
    quota: int
    effective_from: date
    effective_to: date | None
    round: int | None
    basis: str


def coded_approvals(rows: QuerySet[Any]) -> CodedRows:
    """Lines with their state annotated, in their order. Five queries, and one or two for 2,000 lines."""
    schools = School.objects.select_related("region").in_bulk()
    certificates = Certificate.objects.select_related("organization").in_bulk()
    majors = Major.objects.in_bulk()
    rounds = Round.objects.select_related("batch").in_bulk()

    def state(raw: State) -> Any:
        round_ = rounds[raw.round] if raw.round is not None else None
        decision = SimpleNamespace(pk=0, round=round_, basis=raw.basis)
        return SimpleNamespace(
            status=raw.status,
            quota=raw.quota,
            effective_from=raw.effective_from,
            effective_to=raw.effective_to,
            ruling=0,
            valid_decisions=[decision],
        )

    return CodedRows(
        parts={
            "public_id": _as("public_id"),
            "school": lambda key: SimpleNamespace(school=schools[key]),
            "certificate": lambda key: SimpleNamespace(certificate=certificates[key]),
            "level": _as("level"),
            "major": lambda key: SimpleNamespace(major=majors[key]),
            "synchronised_on": _as("synchronised_on"),
            "is_demo": _as("is_demo"),
            "state": state,
        },
        tuples=_tuples(rows),
    )


def _as(name: str) -> Callable[[Any], Any]:
    return lambda raw: SimpleNamespace(**{name: raw})


def _tuples(rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    # What the page joins and prefetches is not read here.
    lines = rows.select_related(None).prefetch_related(None).values_list(*_FIELDS)
    found = lines.iterator(chunk_size=_ROWS_AT_ONCE)
    while chunk := list(islice(found, _ROWS_AT_ONCE)):
        decisions = _ruling({line[-2] for line in chunk if line[-2] is not None})
        coming = _coming([line[-3] for line in chunk if line[-2] is None])
        for *values, key, ruling, status in chunk:
            says = coming[key] if ruling is None else decisions[ruling]
            yield (*values, State(status, *says))


_SAYS = ("quota", "effective_from", "effective_to", "round_id", "basis")


def _ruling(keys: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    decisions = ApprovalDecision.objects.filter(pk__in=keys)
    return {key: says for key, *says in decisions.values_list("pk", *_SAYS)}


def _coming(approvals: list[int]) -> dict[int, tuple[Any, ...]]:
    """For lines that no decision rules yet: the first that will."""
    if not approvals:
        return {}
    decisions = ApprovalDecision.objects.public().filter(approval__in=approvals)
    # The first one last, so that it stays.
    latest_first = decisions.order_by("-effective_from", "recorded_version", "pk")
    return {key: says for key, *says in latest_first.values_list("approval_id", *_SAYS)}


def approvals_hidden_since(version: int) -> bool:
    """Whether a line or a decision has been taken back since. Their visibility follows no page."""
    return (
        ApprovalDecision.objects.filter(voided_version__gt=version).exists()
        or Tombstone.objects.filter(
            model_label=Approval._meta.label, removed_version__gt=version
        ).exists()
    )
