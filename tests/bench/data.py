"""A province's register and its approvals sheet, made up in realistic shape; the same for every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management import call_command

from registry.enums import FilingDecision, MajorLevel, SchoolLevel
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from registry.models import (
    Batch,
    Certificate,
    Filing,
    Major,
    Organization,
    Region,
    Round,
    School,
    SchoolYear,
)
from registry.registers import APPROVAL_COLUMNS
from tests.bench.measuring import Clock
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import csv_lines
from xcms.exports.workbooks import write_xlsx
from xcms.versions import register_write

SCHOOLS, CERTIFICATES, ORGANIZATIONS, MAJORS = 800, 125, 60, 300
LEVELS = ("beginner", "intermediate", "advanced")
ROUND = "2020-3-1"
EFFECTIVE = date(2020, 6, 12)
SCHOOL_LEVELS = (
    SchoolLevel.SECONDARY,
    SchoolLevel.HIGHER_VOCATIONAL,
    SchoolLevel.APPLIED_UNDERGRADUATE,
)
MAJOR_LEVELS = (MajorLevel.SECONDARY, MajorLevel.HIGHER_VOCATIONAL, MajorLevel.UNDERGRADUATE)


@dataclass(frozen=True, slots=True)
class Line:
    """One approval by the positions of its parts."""

    number: int
    school: int
    certificate: int
    level: int
    major: int
    quota: int


def lines(count: int, *, changed: bool = False) -> Iterator[Line]:
    """No identity twice. ``changed``: every tenth quota is another."""
    dice = random.Random(count)  # noqa: S311
    for number in range(count):
        school = number % SCHOOLS
        certificate, lap = number // SCHOOLS % CERTIFICATES, number // (SCHOOLS * CERTIFICATES)
        # Majors of the school's own level, another one in each lap.
        of_level = MAJORS // len(SCHOOL_LEVELS)
        major = (school * 7 + certificate + lap) % of_level * 3 + school % 3
        quota = dice.randrange(10, 200, 5)
        yield Line(
            number=number,
            school=school,
            certificate=certificate,
            level=(school + certificate) % 3,
            major=major,
            quota=quota + 5 if changed and number % 10 == 0 else quota,
        )


def prepare(clock: Clock) -> None:
    """Tables, and everything that the sheet names."""
    call_command("migrate", verbosity=0)
    with register_write():
        _make_schools()
        _make_majors()
        _make_certificates()


def _make_schools() -> None:
    regions = list(Region.objects.order_by("code"))
    schools = [
        School(
            code=school_code(number),
            name=school_name(number),
            level=SCHOOL_LEVELS[number % 3],
            region=regions[number % len(regions)],
        )
        for number in range(SCHOOLS)
    ]
    for school in schools:
        school.derive()
    made = School.objects.bulk_create(schools)
    SchoolYear.objects.bulk_create(
        SchoolYear(school=school, year=2020, majors_count=400, enrolment=100_000) for school in made
    )


def _make_majors() -> None:
    majors = [
        Major(
            catalogue_year=2015,
            level=MAJOR_LEVELS[number % 3],
            code=major_code(number),
            name=major_name(number),
        )
        for number in range(MAJORS)
    ]
    for major in majors:
        major.derive()
    Major.objects.bulk_create(majors)


def _make_certificates() -> None:
    organizations = [Organization(name=organization_name(n)) for n in range(ORGANIZATIONS)]
    for organization in organizations:
        organization.derive()
    Organization.objects.bulk_create(organizations)
    certificates = [
        Certificate(
            name=certificate_name(number),
            organization=organizations[number % ORGANIZATIONS],
            national_batch=1 + number % 4,
            levels=LEVELS,
        )
        for number in range(CERTIFICATES)
    ]
    for certificate in certificates:
        certificate.derive()
    Certificate.objects.bulk_create(certificates)
    batch = Batch.objects.create(year=2020, number=3, title="2020年第三批")
    round_ = Round.objects.create(
        batch=batch, number=1, filing_deadline=date(2020, 5, 29), application_deadline=EFFECTIVE
    )
    Filing.objects.bulk_create(
        Filing(
            certificate=certificate,
            round=round_,
            levels=LEVELS,
            school_levels=tuple(level.value for level in SchoolLevel),
            decision=FilingDecision.AGREED,
        )
        for certificate in certificates
    )


def school_code(number: int) -> str:
    return f"{4143000000 + number}"


def school_name(number: int) -> str:
    return f"湖南第{number}职业技术学院"


def major_code(number: int) -> str:
    return f"{610000 + number}"


def major_name(number: int) -> str:
    return f"第{number}号应用技术"


def organization_name(number: int) -> str:
    return f"第{number}培训评价组织有限公司"


def certificate_name(number: int) -> str:
    return f"第{number}号职业技能等级证书"


def basis(line: Line) -> str:
    return f"湘教通〔2020〕{line.certificate % 7 + 1}号"


def make_sheet(clock: Clock, *, path: str, rows: int, changed: bool = False) -> None:
    """The sheet that an office would send of these approvals: CSV or XLSX by its name."""
    records = map(_cells, lines(rows, changed=changed))
    with Path(path).open("wb") as file:
        if path.endswith(".csv"):
            file.writelines(csv_lines(COLUMNS, records))
        else:
            write_xlsx(COLUMNS, records, file)


def _cells(line: Line) -> dict[str, str | int | date]:
    return {
        "school_code": school_code(line.school),
        "school": school_name(line.school),
        "certificate": certificate_name(line.certificate),
        "organization": organization_name(line.certificate % ORGANIZATIONS),
        "level": CERTIFICATE_LEVELS.label(LEVELS[line.level]),
        "major_code": major_code(line.major),
        "major": major_name(line.major),
        "quota": line.quota,
        "effective_from": EFFECTIVE,
        "round": ROUND,
        "basis": basis(line),
    }


def _column(column: ExportColumn) -> ExportColumn:
    return ExportColumn(
        column.key, column.header, lambda cells: cells.get(column.key), width=column.width
    )


#: What an office fills in; the export's other columns are there to be read by people.
_FILLED_IN = frozenset(
    (
        *("school_code", "school", "certificate", "organization", "level", "major_code", "major"),
        *("quota", "round", "effective_from", "effective_to", "basis"),
    )
)
COLUMNS = [_column(column) for column in APPROVAL_COLUMNS if column.key in _FILLED_IN]
