"""试点资格"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from registry.importers.approval_outcomes import outcomes_of
from registry.importers.approval_plan import ApprovalPlan, Comparison
from registry.importers.approval_rows import ApprovalLines, ApprovalSheetReader, Defaults
from registry.importers.approval_rules import judge_schools, warn_of_filings
from registry.importers.approval_sheet import COLUMNS
from registry.importers.approval_states import lines_of, match_identities
from registry.importers.approval_undo import approval_refusals, undo_approvals
from registry.importers.approval_withdrawals import withdrawals
from registry.importers.approval_writing import write_plan
from registry.importers.basis import basis_of, basis_page_of
from registry.importers.line_rows import LEVEL_COLUMNS, key_of, refuse_repeated
from registry.importers.options import (
    BASIS,
    BASIS_PAGE,
    CORRECT,
    EFFECTIVE_ON,
    REASON,
    ROUND_OPTION,
)
from registry.importers.rounds import round_of_option
from registry.importers.tables import round_table
from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.importers import Importer, Written
from xcms.importing.lookups import LookupTable
from xcms.importing.options import REPLACE, Naming
from xcms.importing.parsed import ParsedSheet
from xcms.importing.parsers import day
from xcms.importing.rows import Problems
from xcms.importing.undo_refusals import named

_LONGEST_BASIS = 300


class ApprovalImporter(Importer[ApprovalPlan]):
    """Approvals are never edited: a different quota is a new decision, an equal one only renews
    "last synchronised" (design rule 5). What is in force on a row's own day of effect counts, so that an
    old sheet imported again changes nothing.

    Works by columns: 100,000 rows cost a few hundred look-ups and a few dozen array operations.
    """

    columns = COLUMNS
    one_of = (("school_code", "school_name"), ("quota", *LEVEL_COLUMNS))
    accepts = (ROUND_OPTION, EFFECTIVE_ON, BASIS, BASIS_PAGE, REASON, CORRECT)
    can_replace = True

    def check_options(self) -> None:
        super().check_options()
        extra, called = self.options.extra, self.options.called
        self._defaults()
        if extra.get("correct") and not extra.get("reason"):
            raise ImportFileError(
                _("A correction needs a reason: give %(reason)s.") % {"reason": called(REASON)}
            )
        if self.options.replace and not (extra.get("reason") and basis_of(self.options)):
            raise ImportFileError(
                _(
                    "%(replace)s revokes what the file lacks: give %(reason)s and, as basis and clause, "
                    "%(basis)s."
                )
                % {
                    "replace": called(REPLACE),
                    "reason": called(REASON),
                    "basis": called(BASIS),
                }
            )

    def _defaults(self) -> Defaults:
        extra = self.options.extra
        basis_page_of(self.options)
        basis = basis_of(self.options)
        if len(basis) > _LONGEST_BASIS:
            raise ImportFileError(
                _("%(basis)s is too long: at most %(limit)s characters fit.")
                % {"basis": self.options.called(BASIS), "limit": _LONGEST_BASIS}
            )
        return Defaults(
            round=round_of_option(extra.get("round", "")),
            effective_on=self._day_of_effect(),
            basis=basis,
            called=self.options.called,
        )

    def _day_of_effect(self) -> date | None:
        text = self.options.extra.get("effective_on", "")
        try:
            return day(text) if text else None
        except CellError as error:
            raise ImportFileError(f"{self.options.called(EFFECTIVE_ON)}：{error}") from error

    def lookups(self) -> Mapping[str, LookupTable]:
        return {"rounds": round_table()}

    def diff(self, sheet: ParsedSheet, problems: Problems) -> ApprovalPlan:
        defaults = self._defaults()
        lines = ApprovalSheetReader(defaults, demo=self.options.demo).read(sheet, problems)
        identity = lines.identity()
        rounds = self._rounds_to_complete(lines, defaults)
        registered = lines_of(schools=np.unique(identity[0]).tolist(), rounds=rounds)
        numbers, known = match_identities(identity, registered.identity())
        refuse_repeated(
            lines,
            numbers,
            [lines.effective_from, lines.effective_to, lines.round.map(key_of)],
            problems,
        )
        comparison = Comparison.of(lines, registered, known)
        self._refuse_empty_grants(comparison, problems)
        warn_of_filings(lines, problems)
        judge_schools(comparison, self.options.today.toordinal(), problems)
        return self._plan(comparison, rounds, problems)

    def _rounds_to_complete(self, lines: ApprovalLines, defaults: Defaults) -> list[int]:
        """The rounds whose lines the file is to have all of; none without --replace."""
        if not self.options.replace:
            return []
        if defaults.round:
            return [defaults.round.pk]
        found = sorted({int(key) for key in np.unique(lines.round.map(key_of)) if key})
        if not found:
            raise ImportFileError(
                _("%(replace)s works within a round: give %(round)s or fill in the column 轮次.")
                % {
                    "replace": self.options.called(REPLACE),
                    "round": self.options.called(ROUND_OPTION),
                }
            )
        return found

    def _refuse_empty_grants(self, comparison: Comparison, problems: Problems) -> None:
        lines = comparison.lines
        for line in np.flatnonzero(comparison.empty_grant).tolist():
            problems.error(
                lines.row(line),
                lines.column.at(line),
                _("a new approval is for more than 0 persons."),
            )

    def _plan(self, comparison: Comparison, rounds: list[int], problems: Problems) -> ApprovalPlan:
        today = self.options.today.toordinal()
        other_end, differs = comparison.other_end, comparison.differs
        if self.options.extra.get("correct"):
            corrected, decided = differs | other_end, comparison.granted
        else:
            corrected, decided = np.zeros_like(differs), differs | comparison.granted
            _warn_of_other_ends(comparison, problems, self.options.called)
        agreeing = comparison.equal & ~corrected & (comparison.synchronised_on < today)
        plan = ApprovalPlan(
            comparison=comparison,
            decided=np.flatnonzero(decided),
            corrected=np.flatnonzero(corrected),
            synchronised=np.flatnonzero(agreeing),
        )
        if self.options.replace:
            first_day = (self._defaults().effective_on or self.options.today).toordinal()
            plan.withdrawn = withdrawals(comparison, rounds, first_day)
        plan.outcomes = outcomes_of(plan)
        plan.is_empty = not (
            len(plan.decided) or len(plan.corrected) or len(plan.synchronised) or plan.withdrawn
        )
        return plan

    def write(self, plan: ApprovalPlan, version: int) -> Written:
        return write_plan(plan, self.options, version)

    def undo_refusals(self, written: Written, *, written_version: int) -> list[str]:
        return named(approval_refusals(written, written_version))

    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        undo_approvals(written, version=version, acting_user=acting_user)


def _warn_of_other_ends(comparison: Comparison, problems: Problems, called: Naming) -> None:
    for line in np.flatnonzero(comparison.other_end).tolist():
        problems.warn(
            comparison.lines.row(line),
            "effective_to",
            _("differs from the registered day and was not taken over; use %(correct)s for that.")
            % {"correct": called(CORRECT)},
        )
