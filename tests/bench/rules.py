"""What is measured of the rules: reading the lines of a whole batch, and checking them."""

from decimal import Decimal

from registry.enums import MEASURED_RULES, RuleKind
from registry.models import Batch, Certificate, Completion, Major, MajorTeam, Rule, School
from registry.rules.columns import Lines
from registry.services.assessments import BatchAssessment, assess_lines
from registry.services.lines_in_force import lines_in_force
from tests.bench import bare, data
from tests.bench.data import EFFECTIVE
from tests.bench.measuring import Clock
from xcms.versions import register_write


def prepare(clock: Clock, *, rows: int) -> None:
    data.prepare(clock)
    bare.raw(clock, rows=rows)
    batch = Batch.objects.get()
    schools = list(School.objects.values_list("pk", flat=True))
    majors = list(Major.objects.exclude(name="").values_list("pk", flat=True))
    certificates = list(Certificate.objects.values_list("pk", flat=True))[:5]
    with register_write():
        earlier = Batch.objects.create(year=batch.year - 1, number=1, title="前一批")
        Completion.objects.bulk_create(
            Completion(
                school_id=school,
                certificate_id=certificate,
                batch=earlier,
                planned=100,
                trained=90,
                certified=school % 90,
            )
            for school in schools
            for certificate in certificates
        )
        for kind in RuleKind:
            percent = Decimal(40) if kind in MEASURED_RULES else None
            Rule.objects.create(batch=batch, kind=kind, percent=percent, clause=str(kind))
        MajorTeam.objects.bulk_create(
            MajorTeam(
                school_id=school,
                major_id=major,
                year=batch.year,
                dual_qualified_ratio=Decimal(school % 10) / 10,
                industry_expert_ratio=Decimal(major % 10) / 10,
            )
            for number, school in enumerate(schools)
            for major in majors[number % 7 :: 7]
        )


def check(clock: Clock) -> None:
    """Every rule on every line, once as what is in force and once as applied for."""
    batch = Batch.objects.latest("year")
    with clock.part("read"):
        lines = lines_in_force(EFFECTIVE).lines
    with clock.part("in force"):
        found = assess_lines(batch, EFFECTIVE, lines, Lines.of([]))
    _count(clock, "in force", found)
    with clock.part("applied for"):
        found = assess_lines(batch, EFFECTIVE, Lines.of([]), lines)
    _count(clock, "applied for", found)
    with clock.part("words"):
        clock.counts["not met"] = len(found.found())
    clock.counts["lines"] = len(lines)


def _count(clock: Clock, name: str, found: BatchAssessment) -> None:
    clock.counts[name] = sum(sum(counts.values()) for counts in found.counts().values())
