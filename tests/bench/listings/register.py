"""The register of the listings' section, in its database: made once for each size."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from registry.enums import DecisionKind, DecisionSource, FilingDecision, SchoolLevel
from registry.models import (
    Approval,
    ApprovalDecision,
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
from tests.bench import data
from tests.bench.listings.histories import History, histories
from tests.bench.listings.peer_table import fill_peer_table
from tests.bench.listings.shapes import (
    UNSPECIFIED_LEVEL,
    Identities,
    Shape,
    identities,
    shape,
)
from tests.bench.measuring import Clock
from tests.page_tree import ensure_page_tree
from tests.registry.publication import publish
from xcms.bulk import allocate_keys, insert_columns
from xcms.exports.workbooks import write_xlsx
from xcms.versions import register_write

#: Lines beside the public ones that no page may show, so many in a hundred.
_HIDDEN = 1
_PIECE = 100_000
_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
_BASIS = "湘教通〔2020〕{}号"


def prepare(
    clock: Clock, *, rows: int, sheet: str, sheet_rows: int, small_sheet: str, small_rows: int
) -> None:
    """``rows`` public lines. The sheets become XLSX files of so many more that are not in the register."""
    with clock.part("tables"):
        call_command("migrate", verbosity=0)
        ensure_page_tree()
        call_command("xcms_install", verbosity=0)
    if not Path(settings.STATIC_ROOT).exists():
        with clock.part("static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
    of = shape(rows)
    hidden = rows * _HIDDEN // 100
    registered = rows + hidden
    all_lines = identities(of, registered + sheet_rows + small_rows)
    with clock.part("register"), register_write() as version:
        _make_named(of)
        _make_rounds(of)
        for start in range(0, registered, _PIECE):
            end = min(start + _PIECE, registered)
            _insert(
                all_lines.part(start, end),
                hidden=max(0, min(end - rows, end - start)),
                version=version,
            )
    for round_ in Round.objects.all():
        publish(round_)
    with clock.part("peers' table"):
        clock.counts["public"] = fill_peer_table()
    with clock.part("statistics"):
        _know_the_tables()
    with clock.part("sheets"):
        end = registered + sheet_rows
        _write_sheet(of, all_lines.part(registered, end), sheet)
        _write_sheet(of, all_lines.part(end, end + small_rows), small_sheet)


def _make_named(of: Shape) -> None:
    regions = list(Region.objects.order_by("code"))
    schools = [
        School(
            code=data.school_code(n),
            name=data.school_name(n),
            level=data.SCHOOL_LEVELS[n % 3],
            region=regions[n * 5 % 14 if n % 4 else 0],
        )
        for n in range(of.schools)
    ]
    majors = [
        Major(
            catalogue_year=2015,
            level=data.MAJOR_LEVELS[n % 3],
            code=data.major_code(n),
            name=data.major_name(n),
        )
        for n in range(of.majors)
    ]
    organizations = [
        Organization(name=data.organization_name(n), public_id=_public_id(n, "g"))
        for n in range(of.organizations)
    ]
    for record in (*schools, *majors, *organizations):
        record.derive()
    made = School.objects.bulk_create(schools)
    SchoolYear.objects.bulk_create(
        SchoolYear(school=school, year=2020, majors_count=40_000, enrolment=10_000_000)
        for school in made
    )
    Major.objects.bulk_create(majors)
    Organization.objects.bulk_create(organizations)
    certificates = [
        Certificate(
            name=data.certificate_name(n),
            public_id=_public_id(n, "c"),
            organization=organizations[n % of.organizations],
            national_batch=1 + n % 4,
            levels=data.LEVELS,
        )
        for n in range(of.certificates)
    ]
    for certificate in certificates:
        certificate.derive()
    Certificate.objects.bulk_create(certificates)


def _make_rounds(of: Shape) -> None:
    """Three batches of two rounds. Nine certificates in ten are filed, each in two rounds."""
    rounds = []
    for year, number in ((2019, 1), (2020, 2), (2020, 3)):
        batch = Batch.objects.create(year=year, number=number, title=f"{year}年第{number}批")
        for half in (1, 2):
            day = date(year, 2 * number - 1 + 5 * (half - 1), 12)
            rounds.append(
                Round.objects.create(
                    batch=batch, number=half, filing_deadline=day, application_deadline=day
                )
            )
    filed = [c for n, c in enumerate(Certificate.objects.order_by("pk")) if n % 10]
    Filing.objects.bulk_create(
        Filing(
            certificate=certificate,
            round=rounds[(n + step) % len(rounds)],
            levels=data.LEVELS,
            school_levels=tuple(level.value for level in SchoolLevel),
            decision=FilingDecision.AGREED,
        )
        for n, certificate in enumerate(filed)
        for step in (0, 3)
    )


def _insert(lines: Identities, *, hidden: int, version: int) -> None:
    schools, certificates = _keys(School), _keys(Certificate)
    majors = [*_keys(Major.objects.public()), Major.objects.unspecified().pk]
    levels = (*data.LEVELS, "")
    rounds = list(Round.objects.order_by("batch__year", "batch__number", "number"))
    count = len(lines)
    keys = allocate_keys(Approval, count)
    insert_columns(
        Approval,
        {
            "id": keys,
            "recorded_version": [version] * count,
            "is_demo": [False] * count,
            "public_id": [_public_id(key, "p") for key in keys],
            "school_id": [schools[n] for n in lines.school.tolist()],
            "certificate_id": [certificates[n] for n in lines.certificate.tolist()],
            "level": [levels[n] for n in lines.level.tolist()],
            "major_id": [majors[n] for n in lines.major.tolist()],
            "synchronised_on": [data.EFFECTIVE] * count,
        },
    )
    decided = histories(
        count - hidden, [round_.application_deadline for round_ in rounds], hidden=hidden
    )
    _insert_decisions(keys, list(decided), [round_.pk for round_ in rounds], version)


def _insert_decisions(
    lines: Sequence[int], decided: Sequence[History], rounds: Sequence[int], version: int
) -> None:
    rows = [
        (line, rounds[history.round], decision)
        for line, history in zip(lines, decided, strict=True)
        for decision in history.decisions
    ]
    decisions = [decision for _line, _round, decision in rows]
    count, is_revocation = len(rows), [d.kind is DecisionKind.REVOKE for d in decisions]
    insert_columns(
        ApprovalDecision,
        {
            "id": allocate_keys(ApprovalDecision, count),
            "approval_id": [line for line, _round, _decision in rows],
            "kind": [str(d.kind.value) for d in decisions],
            "quota": [d.quota for d in decisions],
            "effective_from": [d.effective_from for d in decisions],
            "effective_to": [d.effective_to for d in decisions],
            "round_id": [round_ for _line, round_, _decision in rows],
            "basis": [_BASIS.format(line % 7 + 1) for line, _round, _decision in rows],
            "clause": ["第三条" if revoked else "" for revoked in is_revocation],
            "reason": ["考核不合格" if revoked else "" for revoked in is_revocation],
            "source": [DecisionSource.PLATFORM.value] * count,
            "corrects_id": [None] * count,
            "decided_at": [timezone.now().replace(microsecond=0)] * count,
            "decided_by_id": [None] * count,
            "recorded_version": [version] * count,
            "voided_version": [version if d.is_void else None for d in decisions],
        },
    )


def _keys(records: Any) -> list[int]:
    rows = getattr(records, "objects", records)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _public_id(number: int, kind: str) -> str:
    """As the register's own, but the same in every run; consecutive numbers do not look alike."""
    rest = number * 7_368_787 % 30**8
    digits = ""
    for _position in range(8):
        rest, digit = divmod(rest, 30)
        digits += _ALPHABET[digit]
    return f"{kind}b{digits}"


def _know_the_tables() -> None:
    """PostgreSQL's own housekeeping, done at once. SQLite has none: only the peers' table gets statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE bench_line"
        )


def _write_sheet(of: Shape, lines: Identities, path: str) -> None:
    levels = ("beginner", "intermediate", "advanced", "")
    rows = zip(
        lines.school.tolist(),
        lines.certificate.tolist(),
        lines.level.tolist(),
        lines.major.tolist(),
        strict=True,
    )
    records = (
        {
            "school_code": data.school_code(school),
            "school": data.school_name(school),
            "certificate": data.certificate_name(certificate),
            "organization": data.organization_name(certificate % of.organizations),
            "level": data.CERTIFICATE_LEVELS.label(levels[level])
            if level < UNSPECIFIED_LEVEL
            else "",
            "major_code": data.major_code(major) if major >= 0 else "",
            "major": data.major_name(major) if major >= 0 else "",
            "quota": 5 + 5 * (number % 30),
            "effective_from": data.EFFECTIVE,
            "round": data.ROUND,
            "basis": _BASIS.format(school % 7 + 1),
        }
        for number, (school, certificate, level, major) in enumerate(rows)
    )
    with Path(path).open("wb") as file:
        write_xlsx(data.COLUMNS, records, file)
