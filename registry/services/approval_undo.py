"""Taking decisions back as if they had never been made, which append-only rows allow: void them, and record
anew what their corrections replaced."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Approval, ApprovalDecision

_BATCH = 500
_CONTENT = (
    "kind",
    "quota",
    "effective_from",
    "effective_to",
    "round_id",
    "basis",
    "clause",
    "reason",
    "source",
)


@dataclass(frozen=True, slots=True)
class _History:
    """All decisions on a line, void ones too, and which of them are to be taken back."""

    decisions: Mapping[int, ApprovalDecision]
    chosen: frozenset[int]

    def valid(self) -> Iterator[ApprovalDecision]:
        return (d for d in self.decisions.values() if d.voided_version is None)

    def root(self, decision: ApprovalDecision) -> ApprovalDecision:
        """The decision that this one only records anew, else itself."""
        while self._is_anew(decision):
            decision = self.decisions[decision.corrects_id]  # type: ignore[index]
        return decision

    def _is_anew(self, decision: ApprovalDecision) -> bool:
        """A correction has a content of its own."""
        corrected = self.decisions.get(decision.corrects_id or 0)
        return corrected is not None and _content(corrected) == _content(decision)

    def standing(self) -> list[ApprovalDecision]:
        """What is valid of the chosen decisions, be it recorded anew."""
        return [d for d in self.valid() if self.root(d).pk in self.chosen]

    def corrections(self) -> list[ApprovalDecision]:
        return [
            self.decisions[pk]
            for pk in sorted(self.chosen)
            if self.decisions[pk].corrects_id and not self._is_anew(self.decisions[pk])
        ]


def _content(decision: ApprovalDecision) -> tuple[Any, ...]:
    return tuple(getattr(decision, name) for name in _CONTENT)


def later_decisions(keys: Sequence[int], written_version: int) -> Iterator[str]:
    """A sentence for each decision or voiding, after that version, on the lines of these decisions."""
    for history in _histories(keys):
        for decision in history.valid():
            root = history.root(decision)
            if root.pk not in history.chosen and root.recorded_version > written_version:
                yield _("“%(line)s”: there is a later decision, “%(decision)s”.") % {
                    "line": _line(decision),
                    "decision": decision,
                }
        standing = {history.root(decision).pk for decision in history.standing()}
        for correction in history.corrections():
            if correction.pk not in standing:
                yield _("“%(line)s”: the decision “%(decision)s” has been voided since.") % {
                    "line": _line(correction),
                    "decision": correction,
                }


def _line(decision: ApprovalDecision) -> Approval:
    return Approval.objects.select_related("school", "certificate", "major").get(
        pk=decision.approval_id
    )


def take_back(keys: Sequence[int], *, version: int, acting_user: Any) -> None:
    """Void these decisions; what the corrections among them replaced is recorded anew.

    Runs inside ``register_write()``, after ``later_decisions`` had nothing to say in there: then every
    line reads on every day as it did before. A fixed number of queries per 500 lines.
    """
    now = timezone.now()
    for histories in _in_batches(_histories(keys)):
        standing = [decision for history in histories for decision in history.standing()]
        for batch in _sliced([decision.pk for decision in standing]):
            ApprovalDecision.objects.filter(pk__in=batch).void(version)
        ApprovalDecision.objects.bulk_create(
            [
                _anew(history.decisions[correction.corrects_id], version, now, acting_user)  # type: ignore[index]
                for history in histories
                for correction in history.corrections()
            ],
            batch_size=_BATCH,
        )
        Approval.objects.filter(pk__in={d.approval_id for d in standing}).update(
            recorded_version=version
        )


def _anew(
    decision: ApprovalDecision, version: int, now: datetime, acting_user: Any
) -> ApprovalDecision:
    """It ruled on its day when it was corrected, so that being the latest there again changes nothing."""
    return ApprovalDecision(
        approval_id=decision.approval_id,
        corrects=decision,
        decided_at=now,
        decided_by=acting_user,
        recorded_version=version,
        **{name: getattr(decision, name) for name in _CONTENT},
    )


def restore_synchronised(
    former: Iterable[tuple[int, date | None]], *, synchronised_on: date, version: int
) -> None:
    """Give lines back their former "last synchronised", where ``synchronised_on`` still is the last one."""
    lines_of: defaultdict[date | None, list[int]] = defaultdict(list)
    for key, day in former:
        lines_of[day].append(key)
    for day, keys in lines_of.items():
        set_by_it = max(day or synchronised_on, synchronised_on)
        for batch in _sliced(keys):
            Approval.objects.filter(pk__in=batch, synchronised_on=set_by_it).update(
                synchronised_on=day, recorded_version=version
            )


def _histories(keys: Sequence[int]) -> Iterator[_History]:
    chosen = frozenset(keys)
    lines: set[int] = set()
    for batch in _sliced(list(keys)):
        lines.update(
            ApprovalDecision.objects.filter(pk__in=batch).values_list("approval_id", flat=True)
        )
    for batch in _sliced(sorted(lines)):
        of_line: defaultdict[int, dict[int, ApprovalDecision]] = defaultdict(dict)
        for decision in ApprovalDecision.objects.filter(approval__in=batch).order_by("pk"):
            of_line[decision.approval_id][decision.pk] = decision
        for decisions in of_line.values():
            # Not "chosen & keys", which would walk through all that are chosen for each line.
            yield _History(decisions, chosen.intersection(decisions))


def _in_batches(histories: Iterator[_History]) -> Iterator[list[_History]]:
    batch: list[_History] = []
    for history in histories:
        batch.append(history)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _sliced(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = list(keys)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]
