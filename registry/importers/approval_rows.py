"""From a row of an approvals sheet to register rows: one per level where levels are columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from registry.enums import CertificateLevel, MajorLevel, SchoolLevel
from registry.importers.approval_states import Identity
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
from xcms.importing.rows import ParsedRow, Problems

LEVEL_COLUMNS = {f"quota_{level.value}": level.value for level in CertificateLevel}
_MAJOR_LEVELS = {
    SchoolLevel.SECONDARY: MajorLevel.SECONDARY,
    SchoolLevel.HIGHER_VOCATIONAL: MajorLevel.HIGHER_VOCATIONAL,
    SchoolLevel.APPLIED_UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
    SchoolLevel.UNDERGRADUATE: MajorLevel.UNDERGRADUATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    """What a sheet says of one line. ``effective_to`` None: the sheet doesn't say, or until further notice."""

    row: ParsedRow
    column: str
    school: School
    certificate: Certificate
    level: str
    major: Major
    quota: int
    effective_from: date
    effective_to: date | None
    round: Round | None
    basis: str

    @property
    def identity(self) -> Identity:
        return self.school.pk, self.certificate.pk, self.level, self.major.pk

    @property
    def label(self) -> str:
        parts = (
            self.school.name,
            self.certificate.name,
            CERTIFICATE_LEVELS.label(self.level),
            self.major.name,
        )
        return " · ".join(part for part in parts if part)

    @property
    def content(self) -> tuple[Any, ...]:
        """What two rows of one line may not differ in."""
        return self.quota, self.effective_from, self.effective_to, self.round and self.round.pk


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the options of the import say; each goes before what the row says, but for the round."""

    round: Round | None
    effective_on: date | None
    basis: str


class ApprovalRowReader:
    """Looks up schools, certificates and majors once, then reads row by row."""

    def __init__(self, defaults: Defaults) -> None:
        self._defaults = defaults
        self._schools = school_table()
        self._certificates = certificate_table()
        self._majors = major_table()
        self._unspecified = Major.objects.unspecified()

    def read(self, row: ParsedRow, problems: Problems) -> Iterator[ApprovalRow]:
        """The register rows of a sheet row; none after noting errors, or where every level is blank."""
        school = find_school(row, self._schools, problems)
        certificate = find_certificate(row, self._certificates, problems)
        major = self._major(row, school, problems)
        round_ = round_of_row(row, self._defaults.round, problems)
        if row.number in problems.bad_rows:
            return
        day = self._effective_from(row, round_, problems)
        basis = self._defaults.basis or row.given("basis") or _platform_basis(round_)
        until = row.given("effective_to")
        if day and until and until <= day:
            problems.error(
                row,
                "effective_to",
                _("must be later than the day of effect, %(day)s.") % {"day": day.isoformat()},
            )
        quotas = list(_quotas(row, certificate, problems))
        if row.number in problems.bad_rows:
            return
        for column, level, quota in quotas:
            yield ApprovalRow(
                row=row,
                column=column,
                school=school,
                certificate=certificate,
                level=level,
                major=major,
                quota=quota,
                effective_from=day,
                effective_to=until,
                round=round_,
                basis=basis,
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
                    "from which day? Fill in the column 生效日期 or 轮次, or give --effective-on or --round."
                ),
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
    def _preferences(row: ParsedRow, school: School | None) -> Iterator[Any]:
        if year := row.given("major_year"):
            yield lambda major: major.catalogue_year == year
        if school is not None:
            level = _MAJOR_LEVELS[SchoolLevel(school.level)]
            yield lambda major: major.level == level


def _platform_basis(round_: Round | None) -> str:
    """Where neither the sheet nor the option names a text, the decision rests on the platform's own record."""
    if round_ is None:
        return _("National platform's record")
    return _("National platform's record of %(round)s") % {"round": round_}


def _quotas(
    row: ParsedRow, certificate: Certificate, problems: Problems
) -> Iterator[tuple[str, str, int]]:
    """(column, level, persons) for each line of the row."""
    level_columns = [key for key in LEVEL_COLUMNS if row.has(key)]
    if level_columns:
        given = [(key, LEVEL_COLUMNS[key], row.given(key)) for key in level_columns]
    else:
        level = row.given("level") or ""
        given = [("quota", level, row.values.get("quota"))]
        if given[0][2] is None:
            problems.error(row, "quota", _("must not be blank."))
    for key, level, quota in given:
        if quota is None:
            continue
        if level and level not in certificate.levels:
            problems.error(
                row,
                key if level_columns else "level",
                _("“%(certificate)s” is offered only at: %(levels)s.")
                % {
                    "certificate": certificate.name,
                    "levels": CERTIFICATE_LEVELS.labels(certificate.levels),
                },
            )
        else:
            yield key, level, quota
