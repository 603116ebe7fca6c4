"""From an approvals sheet to its lines: what any sheet of lines says, with days and bases."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from registry.importers.line_rows import LineSheetReader, Numbers, SheetLines
from registry.importers.options import EFFECTIVE_ON, ROUND_OPTION
from registry.importers.rounds import round_of_row
from registry.models import Round
from xcms.importing.options import Naming
from xcms.importing.parsed import ParsedSheet, ValueColumn
from xcms.importing.rows import ParsedRow, Problems


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the options of the import say; each goes before what the row says, but for the round."""

    round: Round | None
    effective_on: date | None
    basis: str
    #: How messages name an option.
    called: Naming


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLines(SheetLines):
    """Days are ordinals, 0 for none."""

    effective_from: Numbers
    effective_to: Numbers
    basis: ValueColumn


class ApprovalSheetReader:
    """Reads each distinct combination of cells once."""

    def __init__(self, defaults: Defaults, *, demo: bool) -> None:
        self._defaults = defaults
        self._reader = LineSheetReader(
            lambda row, own: round_of_row(row, defaults.round, own), demo=demo
        )

    def read(self, sheet: ParsedSheet, problems: Problems) -> ApprovalLines:
        """The lines of all rows without an error; none of a row where every level is blank."""
        named = self._reader.named(sheet, problems)
        round_ = named.round
        day = sheet.distinct(
            ("effective_from",),
            lambda row, own: self._effective_from(row, round_.at(row.index), own),
            problems,
            also=[round_],
        )
        until = sheet.distinct(
            ("effective_to",),
            lambda row, own: _effective_to(row, day.at(row.index), own),
            problems,
            also=[day],
        )
        basis = sheet.distinct(
            ("basis",),
            lambda row, _own: (
                self._defaults.basis or row.given("basis") or _platform_basis(round_.at(row.index))
            ),
            problems,
            also=[round_],
        )
        lines = self._reader.lines(sheet, named, problems)
        of_any_sheet: dict[str, Any] = {
            field.name: getattr(lines, field.name) for field in fields(lines)
        }
        return ApprovalLines(
            **of_any_sheet,
            effective_from=day.map(_ordinal)[lines.index],
            effective_to=until.map(_ordinal)[lines.index],
            basis=lines.of(basis),
        )

    def _effective_from(self, row: ParsedRow, round_: Round | None, problems: Problems) -> Any:
        day = self._defaults.effective_on or row.given("effective_from")
        if day is None and round_ is not None:
            day = round_.application_deadline
        if day is None:
            problems.error(
                row,
                "effective_from",
                _(
                    "from which day? Fill in the column 生效日期 or 轮次, or give %(day)s or %(round)s."
                )
                % {
                    "day": self._defaults.called(EFFECTIVE_ON),
                    "round": self._defaults.called(ROUND_OPTION),
                },
            )
        return day


def _ordinal(day: Any) -> int:
    return day.toordinal() if isinstance(day, date) else 0


def _effective_to(row: ParsedRow, day: date, problems: Problems) -> date | None:
    until: date | None = row.given("effective_to")
    if until and until <= day:
        problems.error(
            row,
            "effective_to",
            _("must be later than the day of effect, %(day)s.") % {"day": day.isoformat()},
        )
    return until


def _platform_basis(round_: Round | None) -> str:
    """Where neither the sheet nor the option names a text, the decision rests on the platform's own record."""
    if round_ is None:
        return _("National platform's record")
    return _("National platform's record of %(round)s") % {"round": round_}
