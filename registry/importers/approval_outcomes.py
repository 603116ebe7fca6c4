"""What becomes of each line, told when somebody looks."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from registry.importers.approval_plan import ApprovalPlan, Comparison
from xcms.importing.report import Change, Outcome, Outcomes, RowOutcome, kind_code


def outcomes_of(plan: ApprovalPlan) -> Outcomes:
    comparison = plan.comparison
    kinds = np.full(len(comparison.lines), kind_code(Outcome.UNCHANGED), np.int8)
    kinds[plan.decided] = kind_code(Outcome.UPDATED)
    kinds[plan.corrected] = kind_code(Outcome.UPDATED)
    kinds[comparison.is_new] = kind_code(Outcome.NEW)
    of_lines = Outcomes(kinds, lambda line: _outcome(plan, kinds, line), comparison.lines.numbers)
    withdrawn = [RowOutcome(None, Outcome.WITHDRAWN, line.label) for line in plan.withdrawn]
    return of_lines.followed_by(withdrawn)


def _outcome(plan: ApprovalPlan, kinds: npt.NDArray[np.int8], line: int) -> RowOutcome:
    lines = plan.comparison.lines
    outcome = tuple(Outcome)[kinds[line]]
    changes = () if outcome is Outcome.UNCHANGED else tuple(_changes(plan.comparison, line))
    return RowOutcome(int(lines.numbers[line]), outcome, lines.label(line), changes)


def _changes(comparison: Comparison, line: int) -> Iterator[Change]:
    lines = comparison.lines
    if not comparison.equal[line]:
        before = str(comparison.quota[line]) if comparison.in_force[line] else "0"
        yield Change(_("quota"), before, str(lines.quota[line]))
    if comparison.other_end[line]:
        yield Change(
            _("effective until (exclusive)"),
            _day(int(comparison.until[line])),
            _day(int(lines.effective_to[line])),
        )


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""
