"""From an approvals sheet to its lines: one per level where levels are columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from registry.enums import CertificateLevel, MajorLevel, SchoolLevel
from registry.importers.options import EFFECTIVE_ON, ROUND_OPTION
from registry.importers.rounds import round_of_row
from registry.importers.tables import (
    certificate_table,
    find_certificate,
    find_school,
    major_table,
    school_table,
)
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from registry.models import Certificate, Major, Round, School
from xcms.importing.options import Naming
from xcms.importing.parsed import UNREADABLE, ParsedSheet, ValueColumn
from xcms.importing.rows import ParsedRow, Problems

Numbers = npt.NDArray[np.int64]

#: A level's number in arrays; 0 is the unspecified one.
LEVELS = ("", *CertificateLevel.values)
LEVEL_COLUMNS = {f"quota_{level.value}": level.value for level in CertificateLevel}
_MAJOR_LEVELS = {
    SchoolLevel.SECONDARY: MajorLevel.SECONDARY,
    SchoolLevel.HIGHER_VOCATIONAL: MajorLevel.HIGHER_VOCATIONAL,
    SchoolLevel.APPLIED_UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
    SchoolLevel.UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the options of the import say; each goes before what the row says, but for the round."""

    round: Round | None
    effective_on: date | None
    basis: str
    #: How messages name an option.
    called: Naming


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLines:
    """What a sheet says, line by line, as columns.

    ``index`` is the line's row in the sheet and ``numbers`` its number there, ``column`` the key of the
    column with its quota. ``level`` counts in ``LEVELS``; days are ordinals, 0 for none.
    """

    sheet: ParsedSheet
    index: Numbers
    numbers: Numbers
    column: ValueColumn
    school: ValueColumn
    certificate: ValueColumn
    level: Numbers
    major: ValueColumn
    quota: Numbers
    effective_from: Numbers
    effective_to: Numbers
    round: ValueColumn
    basis: ValueColumn
    is_demo: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.index)

    def label(self, line: int) -> str:
        parts = (
            self.school.at(line).name,
            self.certificate.at(line).name,
            CERTIFICATE_LEVELS.label(LEVELS[self.level[line]]),
            self.major.at(line).name,
        )
        return " · ".join(part for part in parts if part)

    def row(self, line: int) -> ParsedRow:
        return self.sheet.row(int(self.index[line]))


class ApprovalSheetReader:
    """Looks up schools, certificates and majors once, then reads each distinct combination of cells once."""

    def __init__(self, defaults: Defaults, *, demo: bool) -> None:
        self._defaults = defaults
        self._demo = demo
        self._schools = school_table()
        self._certificates = certificate_table()
        self._majors = major_table()
        self._unspecified = Major.objects.unspecified()

    def read(self, sheet: ParsedSheet, problems: Problems) -> SheetLines:
        """The lines of all rows without an error; none of a row where every level is blank."""
        school = sheet.distinct(
            ("school_code", "school_name"),
            lambda row, own: find_school(row, self._schools, own),
            problems,
        )
        certificate = sheet.distinct(
            ("certificate", "organization"),
            lambda row, own: find_certificate(row, self._certificates, own),
            problems,
        )
        major = sheet.distinct(
            ("major_code", "major_name", "major_year"),
            lambda row, own: self._major(row, _readable(school.at(row.index)), own),
            problems,
            also=[_levels_of(school)],
        )
        round_ = sheet.distinct(
            ("round",), lambda row, own: round_of_row(row, self._defaults.round, own), problems
        )
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
        quotas = list(_quotas(sheet, certificate, problems))
        good = sheet.good(problems)
        rows = [np.flatnonzero(good & quota.is_line) for quota in quotas]
        which = np.repeat(np.arange(len(quotas)), [len(found) for found in rows])
        index = np.concatenate(rows)
        order = np.lexsort((which, index))
        index = index[order]
        demo = sheet.column("is_demo", default=False).where(lambda value: value is True)

        def of(column: ValueColumn) -> ValueColumn:
            return ValueColumn(column.values, column.codes[index])

        def gathered(values: Sequence[Numbers]) -> Numbers:
            return np.concatenate([v[found] for v, found in zip(values, rows, strict=True)])[order]

        return SheetLines(
            sheet=sheet,
            index=index,
            numbers=sheet.numbers[index].astype(np.int64),
            column=ValueColumn([quota.key for quota in quotas], which[order].astype(np.int32)),
            school=of(school),
            certificate=of(certificate),
            level=gathered([quota.level for quota in quotas]),
            major=of(major),
            quota=gathered([quota.persons for quota in quotas]),
            effective_from=day.map(_ordinal)[index],
            effective_to=until.map(_ordinal)[index],
            round=of(round_),
            basis=of(basis),
            is_demo=(demo | self._demo)[index],
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

    def _major(self, row: ParsedRow, school: School | None, problems: Problems) -> Any:
        """The major by code, name or both; the unspecified one where the row names none."""
        texts = {key: row.given(key) for key in ("major_code", "major_name") if row.given(key)}
        if not texts:
            return self._unspecified
        found: dict[int, Major] | None = None
        for text in texts.values():
            named = {major.pk: major for major in self._majors.candidates(text)}
            found = named if found is None else {pk: m for pk, m in found.items() if pk in named}
        majors = list((found or {}).values())
        key = next(reversed(texts))
        for fits in self._preferences(row, school):
            majors = [major for major in majors if fits(major)] if len(majors) > 1 else majors
        if len(majors) == 1:
            return majors[0]
        if majors and school is None:
            # Which of them is meant depends on the school, which has an error of its own.
            return None
        if majors:
            problems.error(
                row, key, _("several majors fit; fill in the columns 专业代码 and 目录年份.")
            )
        elif len(texts) == 2 and self._majors.candidates(texts["major_code"]):
            problems.error(row, key, _("is not the major of this code."))
        else:
            problems.error(row, key, self._majors.unknown(texts[key]))
        return None

    @staticmethod
    def _preferences(row: ParsedRow, school: School | None) -> Iterator[Callable[[Major], bool]]:
        if year := row.given("major_year"):
            yield lambda major: major.catalogue_year == year
        if school is not None:
            level = _MAJOR_LEVELS[SchoolLevel(school.level)]
            yield lambda major: major.level == level


def _readable(value: Any) -> Any:
    return None if value is UNREADABLE else value


def _levels_of(school: ValueColumn) -> ValueColumn:
    """The schools' levels: what the choice among majors of one name depends on."""
    levels = [None if found is UNREADABLE else found.level for found in school.values]
    codes = {level: code for code, level in enumerate(dict.fromkeys(levels))}
    numbers = np.array([codes[level] for level in levels], np.int32)
    return ValueColumn(tuple(codes), numbers[school.codes])


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


@dataclass(frozen=True, slots=True)
class _Quota:
    """A column of quotas: its key, and for each row the level's number, persons and whether it has a line."""

    key: str
    level: Numbers
    persons: Numbers
    is_line: npt.NDArray[np.bool_]


def _quotas(sheet: ParsedSheet, certificate: ValueColumn, problems: Problems) -> Iterator[_Quota]:
    level_columns = [key for key in LEVEL_COLUMNS if sheet.has(key)]
    for key in level_columns:
        level = LEVEL_COLUMNS[key]
        quota = sheet.column(key).map(_persons)
        # A blank, 0 or "/" below a level is no line.
        is_line = quota > 0
        sheet.distinct(
            (),
            _offered_at(key, _always(level), certificate),
            problems,
            also=[certificate, ValueColumn((UNREADABLE, level), is_line.astype(np.int32))],
        )
        yield _Quota(key, np.full(len(sheet), LEVELS.index(level)), quota, is_line)
    if not level_columns:
        sheet.distinct(("quota",), _require_quota, problems)
        sheet.distinct(
            ("level",),
            _offered_at("level", lambda row: row.given("level") or "", certificate),
            problems,
            also=[certificate],
        )
        yield _Quota(
            "quota",
            sheet.column("level").map(lambda value: LEVELS.index(_readable(value) or "")),
            sheet.column("quota").map(_persons),
            np.ones(len(sheet), np.bool_),
        )


def _always(level: str) -> Callable[[ParsedRow], str]:
    return lambda _row: level


def _persons(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _require_quota(row: ParsedRow, problems: Problems) -> None:
    if row.values["quota"] is None:
        problems.error(row, "quota", _("must not be blank."))


def _offered_at(
    key: str, level_of: Callable[[ParsedRow], str], certificates: ValueColumn
) -> Callable[[ParsedRow, Problems], None]:
    def check(row: ParsedRow, problems: Problems) -> None:
        certificate: Certificate = certificates.at(row.index)
        level = level_of(row)
        if level and level not in certificate.levels:
            problems.error(
                row,
                key,
                _("“%(certificate)s” is offered only at: %(levels)s.")
                % {
                    "certificate": certificate.name,
                    "levels": CERTIFICATE_LEVELS.labels(certificate.levels),
                },
            )

    return check
