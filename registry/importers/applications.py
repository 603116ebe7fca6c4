"""试点申报"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from registry.enums import ApplicationState
from registry.importers.application_sheet import COLUMNS
from registry.importers.line_columns import LEVEL_COLUMNS
from registry.importers.line_rows import (
    LEVELS,
    LineSheetReader,
    SheetLines,
    key_of,
    refuse_repeated,
)
from registry.importers.options import HANDED_IN, LATE_REASON, ROUND_OPTION
from registry.importers.rounds import needed_round, round_of_option
from registry.importers.tables import round_table
from registry.models import Application, ApplicationEvent, ApplicationLine
from registry.services.applications.sheets import (
    LineKey,
    SheetApplication,
    Verdict,
    applications_of_rounds,
    forget_moves,
    is_late,
    judge,
    late,
    take_in,
)
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import Importer, Plan, Written
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import contradicts
from xcms.importing.parsed import ParsedSheet, combined
from xcms.importing.parsers import shown
from xcms.importing.report import Change, Outcome, Outcomes, RowOutcome, kind_code
from xcms.importing.rows import Problems
from xcms.importing.undo import undo_records
from xcms.importing.undo_refusals import named, record_refusals

_EVENTS = ApplicationEvent._meta.label
_OF_APPLICATION = ("platform_number", "is_handed_in", "submitted_on")


@dataclass(slots=True)
class ApplicationPlan(Plan):
    entries: list[SheetApplication] = field(default_factory=list)


class ApplicationImporter(Importer[ApplicationPlan]):
    """The platform's sheet of a round: applications are entered, changed and submitted as a clerk would.

    What a reviewer has taken up is never changed by a file: reconciliation compares figures there. 10,000 rows cost
    a few look-ups for each distinct cell and a fixed number of queries per 500 applications.
    """

    columns = COLUMNS
    one_of = (("school_code", "school_name"), ("quota", *LEVEL_COLUMNS))
    accepts = (ROUND_OPTION, HANDED_IN, LATE_REASON)

    def check_options(self) -> None:
        super().check_options()
        round_of_option(self.options.extra.get("round", ""))
        state = self.options.extra.get(HANDED_IN.name, "")
        if state not in ("", ApplicationState.DRAFT, ApplicationState.SUBMITTED):
            raise ImportFileError(
                _("%(option)s is “draft” or “submitted”, not “%(text)s”.")
                % {"option": self.options.called(HANDED_IN), "text": shown(state)}
            )

    def lookups(self) -> Mapping[str, LookupTable]:
        return {"rounds": round_table()}

    def diff(self, sheet: ParsedSheet, problems: Problems) -> ApplicationPlan:
        chosen = round_of_option(self.options.extra.get("round", ""))
        reader = LineSheetReader(
            lambda row, own: needed_round(row, chosen, self.options.called, own),
            demo=self.options.demo,
        )
        lines = reader.lines(sheet, reader.named(sheet, problems), problems)
        self._refuse_empty(lines, problems)
        rounds = lines.round.map(key_of)
        numbers, _first = combined([*lines.identity(), rounds], len(lines))
        refuse_repeated(lines, numbers, [], problems)
        school, certificate, _level, _major = lines.identity()
        codes, first = combined([school, certificate, rounds], len(lines))
        entries = self._entries(lines, codes, first, problems)
        judge(entries)
        self._tell(lines, first, entries, problems)
        return ApplicationPlan(
            outcomes=_Outcomes(lines, codes, entries).all(),
            is_empty=not any(entry.has_work for entry in entries),
            entries=entries,
        )

    def _refuse_empty(self, lines: SheetLines, problems: Problems) -> None:
        for line in np.flatnonzero(lines.quota < 1).tolist():
            problems.error(
                lines.row(line), lines.column.at(line), _("a line is for at least one student.")
            )

    def _entries(
        self,
        lines: SheetLines,
        codes: npt.NDArray[np.int32],
        first: npt.NDArray[np.int32],
        problems: Problems,
    ) -> list[SheetApplication]:
        known = applications_of_rounds({key_of(round_) for round_ in _used(lines)})
        found: list[SheetApplication] = []
        for line in first.tolist():
            school, certificate = lines.school.at(line), lines.certificate.at(line)
            round_ = lines.round.at(line)
            application, present = known.get(
                (school.pk, certificate.pk, round_.pk),
                (
                    Application(
                        school=school,
                        certificate=certificate,
                        round=round_,
                        is_demo=bool(lines.is_demo[line]),
                    ),
                    {},
                ),
            )
            cells = lines.row(line)
            handed_in = cells.values.get("is_handed_in")
            found.append(
                SheetApplication(
                    application,
                    {},
                    present,
                    platform_number=cells.given("platform_number") or "",
                    wants_submitted=self._wants_submitted if handed_in is None else handed_in,
                    submitted_on=cells.given("submitted_on"),
                )
            )
        for line, code in enumerate(codes.tolist()):
            entry = found[code]
            key = _line_key(lines, line)
            entry.lines.setdefault(
                key,
                ApplicationLine(
                    level=key[0],
                    major=lines.major.at(line),
                    students=int(lines.quota[line]),
                    is_demo=entry.application.is_demo,
                ),
            )
            if line != first[code]:
                _refuse_contradiction(lines, line, int(first[code]), problems)
        return found

    @property
    def _wants_submitted(self) -> bool:
        return self.options.extra.get(HANDED_IN.name) != ApplicationState.DRAFT

    def _tell(
        self,
        lines: SheetLines,
        first: npt.NDArray[np.int32],
        entries: list[SheetApplication],
        problems: Problems,
    ) -> None:
        reason = self.options.extra.get("reason", "")
        for line, entry in zip(first.tolist(), entries, strict=True):
            row = lines.row(line)
            if is_late(entry, self.options.today) and not reason:
                key = "submitted_on" if row.has("submitted_on") else None
                problems.error(row, key, late(entry, self.options.today))
            for sentence in _warnings(entry, says_state=row.values.get("is_handed_in") is not None):
                problems.warn(row, None, sentence)

    def write(self, plan: ApplicationPlan, version: int) -> Written:
        done = take_in(
            plan.entries,
            late_reason=self.options.extra.get("reason", ""),
            acting_user=self.options.acting_user,
            today=self.options.today,
        )
        return Written(
            created={
                Application._meta.label: [one.pk for one in done.applications],
                ApplicationLine._meta.label: [line.pk for line in done.lines],
                _EVENTS: [event.pk for event in done.events],
            },
            former={
                Application._meta.label: done.former_applications,
                ApplicationLine._meta.label: done.former_lines,
            },
        )

    def undo_refusals(self, written: Written, *, written_version: int) -> list[str]:
        return named(record_refusals(written, written_version))

    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        staying = [key for key, _values in written.former.get(Application._meta.label, ())]
        forget_moves(written.created.get(_EVENTS, ()), staying, acting_user=acting_user)
        records = {label: keys for label, keys in written.created.items() if label != _EVENTS}
        undo_records(Written(created=records, former=written.former), version)


def _used(lines: SheetLines) -> Iterator[Any]:
    for code in np.unique(lines.round.codes).tolist():
        yield lines.round.values[code]


def _line_key(lines: SheetLines, line: int) -> LineKey:
    return LEVELS[lines.level[line]], lines.major.at(line).pk


def _refuse_contradiction(lines: SheetLines, line: int, first: int, problems: Problems) -> None:
    """What belongs to the application as a whole is the same in each of its rows, or blank."""
    row, other = lines.row(line), lines.row(first)
    for key in _OF_APPLICATION:
        if (value := row.values.get(key)) in (None, "") or value == other.values.get(key):
            continue
        problems.error(row, key, contradicts(other.number))


def _warnings(entry: SheetApplication, *, says_state: bool) -> Iterator[str]:
    application = entry.application
    values = {"state": application.get_state_display()}
    for line in entry.lacking:
        yield _("the ledger also has the line %(line)s, which the sheet lacks; it stays.") % {
            "line": line
        }
    if entry.verdict is Verdict.BEYOND:
        yield (
            _("was not changed, since it is in the state: %(state)s. Differs: %(changes)s.")
            % {**values, "changes": "；".join(_differences(entry))}
            + _("Figures that were approved are compared by reconciliation.")
        )
    elif entry.is_held_back and not says_state:
        yield (
            _("is in the state: %(state)s. The sheet brings nothing new, so it was not submitted.")
            % values
        )
    for problem in entry.problems:
        yield _("can't be submitted as it is: %(problem)s") % {"problem": problem}


def _differences(entry: SheetApplication) -> Iterator[str]:
    for line in entry.changed:
        before = entry.present[line.level, line.major_id]
        yield f"{before} → {line.students}"
    for line in entry.added:
        yield f"+ {line}"
    if entry.has_new_number:
        yield f"{entry.former_number or '—'} → {entry.platform_number}"


class _Outcomes:
    """What becomes of each line; a move stands with the first line of its application."""

    def __init__(
        self, lines: SheetLines, codes: npt.NDArray[np.int32], entries: list[SheetApplication]
    ) -> None:
        self._lines, self._codes, self._entries = lines, codes, entries

    def all(self) -> Outcomes:
        kinds = np.full(len(self._lines), kind_code(Outcome.UNCHANGED), np.int8)
        self._first: set[int] = set()
        seen: set[int] = set()
        for line, code in enumerate(self._codes.tolist()):
            entry = self._entries[code]
            if code not in seen:
                seen.add(code)
                self._first.add(line)
            kinds[line] = kind_code(self._kind(entry, line))
        return Outcomes(kinds, lambda line: self._told(kinds, line), self._lines.numbers)

    def _kind(self, entry: SheetApplication, line: int) -> Outcome:
        key = _line_key(self._lines, line)
        if entry.verdict is Verdict.BEYOND:
            return Outcome.UNCHANGED
        present = entry.present.get(key)
        if present is None:
            return Outcome.NEW
        changed = present.students != entry.lines[key].students
        moved = line in self._first and (bool(entry.moves) or entry.has_new_number)
        return Outcome.UPDATED if changed or moved else Outcome.UNCHANGED

    def _told(self, kinds: npt.NDArray[np.int8], line: int) -> RowOutcome:
        outcome = tuple(Outcome)[kinds[line]]
        entry = self._entries[int(self._codes[line])]
        changes = () if outcome is Outcome.UNCHANGED else tuple(self._changes(entry, line))
        return RowOutcome(int(self._lines.numbers[line]), outcome, self._lines.label(line), changes)

    def _changes(self, entry: SheetApplication, line: int) -> Iterator[Change]:
        key = _line_key(self._lines, line)
        present, wanted = entry.present.get(key), entry.lines[key]
        if present is None or present.students != wanted.students:
            before = str(present.students) if present else ""
            yield Change(_("students applied for"), before, str(wanted.students))
        if line not in self._first:
            return
        if entry.has_new_number:
            yield Change(
                _("number on the platform"),
                entry.former_number,
                entry.platform_number,
            )
        if entry.moves:
            states = (entry.moves[0].source.label, *(step.target.label for step in entry.moves))
            for before_label, after in pairwise(states):
                yield Change(_("state"), str(before_label), str(after))
