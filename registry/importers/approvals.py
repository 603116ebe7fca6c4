"""试点资格"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from registry.enums import DecisionKind, DecisionSource
from registry.importers.approval_rows import LEVEL_COLUMNS, ApprovalRow, ApprovalRowReader, Defaults
from registry.importers.approval_sheet import COLUMNS
from registry.importers.approval_states import (
    Identity,
    Line,
    lines_of_rounds,
    lines_of_schools,
)
from registry.importers.rounds import round_of_option
from registry.importers.tables import round_table
from registry.models import ApprovalDecision, Filing
from registry.services.approvals import DecisionDraft, correct, record_decisions
from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.importers import Importer, Plan
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import contradicts, repeats
from xcms.importing.parsers import day
from xcms.importing.report import Change, Outcome, RowOutcome
from xcms.importing.rows import ParsedRow, Problems

_LONGEST_BASIS = 300


@dataclass(slots=True)
class ApprovalPlan(Plan):
    drafts: list[DecisionDraft] = field(default_factory=list)
    corrections: list[tuple[ApprovalDecision, ApprovalRow]] = field(default_factory=list)


class ApprovalImporter(Importer[ApprovalPlan]):
    """Approvals are never edited: a different quota is a new decision, an equal one only renews
    "last synchronised" (design rule 5). What is in force on a row's own day of effect counts, so that an
    old sheet imported again changes nothing.
    """

    columns = COLUMNS
    one_of = (("school_code", "school_name"), ("quota", *LEVEL_COLUMNS))
    accepts = frozenset({"round", "effective_on", "basis", "reason", "correct"})
    can_replace = True

    def check_options(self) -> None:
        super().check_options()
        extra = self.options.extra
        self._defaults()
        if extra.get("correct") and not extra.get("reason"):
            raise ImportFileError(_("A correction needs a reason: give --reason."))
        if self.options.replace and not (extra.get("reason") and extra.get("basis")):
            raise ImportFileError(
                _(
                    "--replace revokes what the file lacks: give --reason and, as basis and clause, --basis."
                )
            )

    def _defaults(self) -> Defaults:
        extra = self.options.extra
        basis = extra.get("basis", "")
        if len(basis) > _LONGEST_BASIS:
            raise ImportFileError(
                _("--basis is too long: at most %(limit)s characters fit.")
                % {"limit": _LONGEST_BASIS}
            )
        return Defaults(
            round=round_of_option(extra.get("round", "")),
            effective_on=_day_of_option(extra.get("effective_on", "")),
            basis=basis,
        )

    def lookups(self) -> Mapping[str, LookupTable]:
        return {"rounds": round_table()}

    def diff(self, rows: Sequence[ParsedRow], problems: Problems) -> ApprovalPlan:
        plan = ApprovalPlan()
        reader = ApprovalRowReader(self._defaults())
        found = list(self._distinct(reader, rows, problems))
        lines = lines_of_schools(sorted({row.school.pk for row in found}))
        self._warn_of_unfiled(found, problems)
        for row in found:
            self._judge(row, lines.get(row.identity), plan, problems)
        if self.options.replace:
            self._withdraw(found, plan)
        plan.is_empty = not (plan.drafts or plan.corrections)
        return plan

    def _distinct(
        self, reader: ApprovalRowReader, rows: Sequence[ParsedRow], problems: Problems
    ) -> Iterator[ApprovalRow]:
        first: dict[Identity, ApprovalRow] = {}
        for sheet_row in rows:
            for row in reader.read(sheet_row, problems):
                known = first.setdefault(row.identity, row)
                if known is row:
                    yield row
                elif known.content == row.content:
                    problems.error(sheet_row, row.column, repeats(known.row.number))
                else:
                    problems.error(sheet_row, row.column, contradicts(known.row.number))

    def _warn_of_unfiled(self, rows: Sequence[ApprovalRow], problems: Problems) -> None:
        """Only a warning: scopes reach over batches."""
        rounds = {row.round.pk for row in rows if row.round}
        filed = set(
            Filing.objects.agreed()
            .filter(round__in=rounds)
            .values_list("round_id", "certificate_id")
        )
        for row in rows:
            if row.round and (row.round.pk, row.certificate.pk) not in filed:
                problems.warn(
                    row.row,
                    "certificate",
                    _("“%(certificate)s” is not filed in %(round)s.")
                    % {"certificate": row.certificate.name, "round": row.round.key},
                )

    def _judge(
        self, row: ApprovalRow, line: Line | None, plan: ApprovalPlan, problems: Problems
    ) -> None:
        ruling = line.in_force(row.effective_from) if line else None
        if line is not None and ruling is not None and ruling.quota == row.quota:
            self._judge_equal(row, line, ruling, plan, problems)
        elif ruling is not None:
            changes: tuple[Change, ...] = (Change(_("quota"), str(ruling.quota), str(row.quota)),)
            plan.outcomes.append(RowOutcome(row.row.number, Outcome.UPDATED, row.label, changes))
            if self.options.extra.get("correct"):
                plan.corrections.append((ruling, row))
            else:
                plan.drafts.append(self._draft(row, None if row.quota else DecisionKind.CUT))
        elif row.quota:
            is_new = line is None or not line.decisions
            outcome = Outcome.NEW if is_new else Outcome.UPDATED
            granted = Change(_("quota"), "0", str(row.quota))
            plan.outcomes.append(
                RowOutcome(row.row.number, outcome, row.label, () if is_new else (granted,))
            )
            plan.drafts.append(self._draft(row, None))
        elif line is not None and line.ruling(row.effective_from) is not None:
            plan.outcomes.append(RowOutcome(row.row.number, Outcome.UNCHANGED, row.label))
        else:
            problems.error(row.row, row.column, _("a new approval is for more than 0 persons."))

    def _judge_equal(
        self,
        row: ApprovalRow,
        line: Line,
        ruling: ApprovalDecision,
        plan: ApprovalPlan,
        problems: Problems,
    ) -> None:
        if row.row.given("effective_to") and row.effective_to != ruling.effective_to:
            if self.options.extra.get("correct"):
                change = Change(
                    _("effective until (exclusive)"),
                    str(ruling.effective_to or ""),
                    str(row.effective_to),
                )
                plan.outcomes.append(
                    RowOutcome(row.row.number, Outcome.UPDATED, row.label, (change,))
                )
                plan.corrections.append((ruling, row))
                return
            problems.warn(
                row.row,
                "effective_to",
                _(
                    "differs from the registered day and was not taken over; use --correct for that."
                ),
            )
        plan.outcomes.append(RowOutcome(row.row.number, Outcome.UNCHANGED, row.label))
        synchronised = line.approval.synchronised_on
        if synchronised is None or synchronised < self.options.today:
            plan.drafts.append(self._draft(row, None))

    def _draft(self, row: ApprovalRow, kind: DecisionKind | None) -> DecisionDraft:
        is_demo = self.options.demo or bool(row.row.given("is_demo"))
        return DecisionDraft(
            school=row.school,
            certificate=row.certificate,
            level=row.level,
            major=row.major,
            kind=kind,
            quota=row.quota,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            round=row.round,
            basis=row.basis,
            reason=self.options.extra.get("reason", ""),
            source=DecisionSource.DEMO if is_demo else DecisionSource.PLATFORM,
            is_demo=is_demo,
        )

    def _withdraw(self, rows: Sequence[ApprovalRow], plan: ApprovalPlan) -> None:
        """Revoke the lines of the file's rounds that it lacks."""
        rounds = {row.round.pk: row.round for row in rows if row.round}
        chosen = self._defaults()
        if chosen.round:
            rounds = {chosen.round.pk: chosen.round}
        if not rounds:
            raise ImportFileError(
                _("--replace works within a round: give --round or fill in the column 轮次.")
            )
        named = {row.identity for row in rows}
        from_day = chosen.effective_on or self.options.today
        for identity, line in lines_of_rounds(sorted(rounds)).items():
            # Not before its last decision: one that takes effect later would outrank the revocation.
            day_of_effect = max(from_day, line.last_day)
            if identity in named or line.in_force(day_of_effect) is None:
                continue
            approval = line.approval
            plan.outcomes.append(RowOutcome(None, Outcome.WITHDRAWN, str(approval)))
            plan.drafts.append(
                DecisionDraft(
                    school=approval.school,
                    certificate=approval.certificate,
                    level=approval.level,
                    major=approval.major,
                    kind=DecisionKind.REVOKE,
                    quota=0,
                    effective_from=day_of_effect,
                    round=next(
                        (d.round for d in reversed(line.decisions) if d.round_id in rounds), None
                    ),
                    basis=chosen.basis,
                    clause=chosen.basis,
                    reason=self.options.extra["reason"],
                    source=DecisionSource.DEMO if approval.is_demo else DecisionSource.PLATFORM,
                    is_demo=approval.is_demo,
                )
            )

    def write(self, plan: ApprovalPlan, version: int) -> None:
        user = self.options.acting_user
        for decision, row in plan.corrections:
            correct(
                decision,
                quota=row.quota,
                effective_from=row.effective_from,
                effective_to=row.effective_to,
                basis=row.basis,
                reason=self.options.extra["reason"],
                acting_user=user,
            )
        record_decisions(plan.drafts, acting_user=user, today=self.options.today)


def _day_of_option(text: str) -> date | None:
    if not text:
        return None
    try:
        return day(text)
    except CellError as error:
        raise ImportFileError(f"--effective-on：{error}") from error
