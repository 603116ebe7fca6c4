"""From a sheet of lines – school × certificate × level × major, and persons – to columns of what it names.

One line per level where levels are columns. The sheets of approvals, of applications and of the platform's figures
are such.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from registry.enums import CertificateLevel, MajorLevel, SchoolLevel
from registry.importers.line_columns import LEVEL_COLUMNS
from registry.importers.tables import (
    certificate_table,
    find_certificate,
    find_school,
    major_table,
    school_table,
)
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from registry.models import Certificate, Major, School
from xcms.importing.model_importer import contradicts, repeats
from xcms.importing.parsed import UNREADABLE, ParsedSheet, ValueColumn, combined
from xcms.importing.rows import ParsedRow, Problems

Numbers = npt.NDArray[np.int64]

#: A level's number in arrays; 0 is the unspecified one.
LEVELS = ("", *CertificateLevel.values)
_MAJOR_LEVELS = {
    SchoolLevel.SECONDARY: MajorLevel.SECONDARY,
    SchoolLevel.HIGHER_VOCATIONAL: MajorLevel.HIGHER_VOCATIONAL,
    SchoolLevel.APPLIED_UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
    SchoolLevel.UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLines:
    """What a sheet says, line by line, as columns.

    ``index`` is the line's row in the sheet and ``numbers`` its number there, ``column`` the key of the
    column with its quota. ``level`` counts in ``LEVELS``.
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
    round: ValueColumn
    is_demo: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.index)

    def identity(self) -> list[Numbers]:
        """Keys of school, certificate and major, and the level, as one number each."""
        return [
            self.school.map(key_of),
            self.certificate.map(key_of),
            self.level,
            self.major.map(key_of),
        ]

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

    def of(self, column: ValueColumn) -> ValueColumn:
        """A column by rows of the sheet as one by lines."""
        return ValueColumn(column.values, column.codes[self.index])


@dataclass(frozen=True, slots=True)
class Named:
    """What each row of the sheet names."""

    school: ValueColumn
    certificate: ValueColumn
    major: ValueColumn
    round: ValueColumn


class LineSheetReader:
    """Looks up schools, certificates and majors once, then reads each distinct combination of cells once."""

    def __init__(self, read_round: Callable[[ParsedRow, Problems], Any], *, demo: bool) -> None:
        """``read_round`` tells the row's round by its own column and the import's option (``rounds``)."""
        self._read_round = read_round
        self._demo = demo
        self._schools = school_table()
        self._certificates = certificate_table()
        self._majors = major_table()
        self._unspecified = Major.objects.unspecified()

    def named(self, sheet: ParsedSheet, problems: Problems) -> Named:
        """Each row's school, certificate, major and round; ``UNREADABLE`` after an error."""
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
        round_ = sheet.distinct(("round",), self._read_round, problems)
        return Named(school, certificate, major, round_)

    def lines(self, sheet: ParsedSheet, named: Named, problems: Problems) -> SheetLines:
        """The lines of all rows without an error so far; none of a row where every level is blank."""
        quotas = list(_quotas(sheet, named.certificate, problems))
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
            school=of(named.school),
            certificate=of(named.certificate),
            level=gathered([quota.level for quota in quotas]),
            major=of(named.major),
            quota=gathered([quota.persons for quota in quotas]),
            round=of(named.round),
            is_demo=(demo | self._demo)[index],
        )

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


def key_of(record: Any) -> int:
    return getattr(record, "pk", None) or 0


def refuse_repeated(
    lines: SheetLines, numbers: npt.NDArray[Any], alike: Sequence[Numbers], problems: Problems
) -> None:
    """Lines of one number are about the same: an error for each but the first, in whose ``alike`` columns they
    agree or not."""
    codes, first = combined([numbers], len(lines))
    original = first[codes]
    for line in np.flatnonzero(original != np.arange(len(lines))).tolist():
        before = int(original[line])
        is_same = all(column[line] == column[before] for column in (lines.quota, *alike))
        number = int(lines.numbers[before])
        sentence = repeats(number) if is_same else contradicts(number)
        problems.error(lines.row(line), lines.column.at(line), sentence)
