"""Decisions by the hundred thousand, as an import records them: the rules are checked before, by columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Approval, ApprovalDecision
from xcms.bulk import allocate_keys, chunks, insert_columns
from xcms.models import new_public_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLines:
    """Lines to make, as columns of one length."""

    school_id: Sequence[int]
    certificate_id: Sequence[int]
    level: Sequence[str]
    major_id: Sequence[int]
    is_demo: Sequence[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecisions:
    """Decisions to record, as columns of one length.

    ``line`` is the key of the line, or -1 - i for the i-th of the new lines. ``corrects_id`` is the decision
    that this one replaces, which becomes void.
    """

    line: Sequence[int]
    kind: Sequence[str]
    quota: Sequence[int]
    effective_from: Sequence[date]
    effective_to: Sequence[date | None]
    round_id: Sequence[int | None]
    basis: Sequence[str]
    clause: Sequence[str]
    reason: Sequence[str]
    source: Sequence[str]
    corrects_id: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class RecordedSet:
    """Keys of what was made."""

    lines: list[int]
    decisions: list[int]


def record_decision_set(
    lines: NewLines,
    decisions: NewDecisions,
    *,
    synchronised: Sequence[int],
    today: date,
    acting_user: Any,
    version: int,
) -> RecordedSet:
    """Insert the lines and decisions inside the caller's register write of this version.

    New lines and the registered ones with these keys (``synchronised``) now agree with the platform's
    figures. About 5 statements and one more per 5,000 registered lines. Raises ValidationError when a
    decision to correct is void already; the constraints refuse what breaks a rule.
    """
    line_keys = allocate_keys(Approval, len(lines.school_id))
    count = len(line_keys)
    insert_columns(
        Approval,
        {
            "id": line_keys,
            "recorded_version": [version] * count,
            "is_demo": lines.is_demo,
            "public_id": new_public_ids(count),
            "school_id": lines.school_id,
            "certificate_id": lines.certificate_id,
            "level": lines.level,
            "major_id": lines.major_id,
            "synchronised_on": [today] * count,
        },
    )
    _void([key for key in decisions.corrects_id if key], version)
    decision_keys = _insert_decisions(decisions, line_keys, acting_user, version)
    _touch({line for line in decisions.line if line >= 0}, synchronised, today, version)
    return RecordedSet(line_keys, decision_keys)


def _insert_decisions(
    decisions: NewDecisions, line_keys: Sequence[int], acting_user: Any, version: int
) -> list[int]:
    count = len(decisions.line)
    keys = allocate_keys(ApprovalDecision, count)
    insert_columns(
        ApprovalDecision,
        {
            "id": keys,
            "approval_id": [line if line >= 0 else line_keys[-1 - line] for line in decisions.line],
            "kind": decisions.kind,
            "quota": decisions.quota,
            "effective_from": decisions.effective_from,
            "effective_to": decisions.effective_to,
            "round_id": decisions.round_id,
            "basis": decisions.basis,
            "clause": decisions.clause,
            "reason": decisions.reason,
            "source": decisions.source,
            "corrects_id": decisions.corrects_id,
            "decided_at": [timezone.now()] * count,
            "decided_by_id": [acting_user.pk if acting_user else None] * count,
            "recorded_version": [version] * count,
            "voided_version": [None] * count,
        },
    )
    return keys


def _void(keys: Sequence[int], version: int) -> None:
    voided = sum(
        ApprovalDecision.objects.filter(pk__in=chunk).void(version) for chunk in chunks(keys)
    )
    if voided != len(keys):
        raise ValidationError(_("This decision is no longer valid; look at the line again."))


def _touch(decided: set[int], synchronised: Sequence[int], today: date, version: int) -> None:
    for chunk in chunks(sorted(decided.union(synchronised))):
        Approval.objects.filter(pk__in=chunk).update(recorded_version=version)
    for chunk in chunks(synchronised):
        Approval.objects.filter(
            Q(synchronised_on__isnull=True) | Q(synchronised_on__lt=today), pk__in=chunk
        ).update(synchronised_on=today)
