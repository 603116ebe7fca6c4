"""The lines of the file's rounds that it lacks: revoked where --replace asks for it (design rule 5)."""

import numpy as np

from registry.importers.approval_plan import Comparison, Withdrawal, taken
from registry.models import Approval
from xcms.bulk import chunks


def withdrawals(comparison: Comparison, rounds: list[int], first_day: int) -> list[Withdrawal]:
    """Registered lines of these rounds that are in force and not in the file, by key."""
    registered = comparison.registered
    last = registered.last_decision()
    # Not before its last decision: one that takes effect later would outrank the revocation.
    day = np.maximum(first_day, taken(registered.effective_from, last))
    is_lacking = registered.in_force(last, day)
    is_lacking[comparison.known[comparison.known >= 0]] = False
    of_rounds = np.isin(registered.round, rounds)
    round_of = np.zeros(len(registered.key), np.int64)
    # Later decisions overwrite earlier ones: the last one made in these rounds counts.
    round_of[registered.line[of_rounds]] = registered.round[of_rounds]
    lines = np.flatnonzero(is_lacking & (round_of > 0)).tolist()
    records = _records([int(registered.key[line]) for line in lines])
    return [
        Withdrawal(
            line=line,
            label=str(record := records[int(registered.key[line])]),
            day=int(day[line]),
            round=int(round_of[line]),
            is_demo=record.is_demo,
        )
        for line in lines
    ]


def _records(keys: list[int]) -> dict[int, Approval]:
    return {
        record.pk: record
        for chunk in chunks(keys)
        for record in Approval.objects.filter(pk__in=chunk).select_related(
            "school", "certificate", "major"
        )
    }
