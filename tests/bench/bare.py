"""The floors: what the file's own library needs to read it, and what the database needs to take the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from registry.enums import DecisionKind, DecisionSource
from registry.models import Approval, ApprovalDecision, Certificate, Major, Round, School
from tests.bench.data import EFFECTIVE, LEVELS, basis, lines
from tests.bench.measuring import Clock

_BATCH = 1000


def rest(clock: Clock) -> None:
    """What a process of the site holds before it does anything."""
    Approval.objects.count()


def calamine(clock: Clock, *, path: str) -> None:
    from python_calamine import CalamineWorkbook

    with clock.part("read"):
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python()
    clock.counts["rows"] = len(rows) - 1


def bulk_create(clock: Clock, *, rows: int) -> None:
    """Django's own bulk insert of instances that are ready before the clock starts."""
    approvals = list(_approvals(rows))
    decisions = list(_decisions(rows))
    with clock.part("write"), transaction.atomic():
        made = Approval.objects.bulk_create(approvals, batch_size=_BATCH)
        for approval, decision in zip(made, decisions, strict=True):
            decision.approval_id = approval.pk
        ApprovalDecision.objects.bulk_create(decisions, batch_size=_BATCH)
    _count(clock)


def raw(clock: Clock, *, rows: int) -> None:
    """The driver's fastest way, with keys that are known beforehand: executemany or COPY."""
    tables = []
    for instances in (list(_approvals(rows)), list(_decisions(rows))):
        for number, instance in enumerate(instances, start=1):
            instance.pk = number
            if isinstance(instance, ApprovalDecision):
                instance.approval_id = number
        tables.append(_table(instances))
    with clock.part("write"), transaction.atomic(), connection.cursor() as cursor:
        for table, columns, values in tables:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(values[0]))
                cursor.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
                    values,
                )
    _count(clock)


def _table(instances: Sequence[Any]) -> tuple[str, str, list[tuple[Any, ...]]]:
    meta = instances[0]._meta
    names = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
    values = [
        tuple(
            field.get_db_prep_save(getattr(instance, field.attname), connection)
            for field in meta.concrete_fields
        )
        for instance in instances
    ]
    return f'"{meta.db_table}"', names, values


def _count(clock: Clock) -> None:
    clock.counts["approvals"] = Approval.objects.count()
    clock.counts["decisions"] = ApprovalDecision.objects.count()


def _approvals(rows: int) -> list[Approval]:
    schools = list(School.objects.order_by("code").values_list("pk", flat=True))
    majors = list(Major.objects.exclude(name="").order_by("code").values_list("pk", flat=True))
    certificates = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))
    return [
        Approval(
            school_id=schools[line.school],
            certificate_id=certificates[line.certificate],
            level=LEVELS[line.level],
            major_id=majors[line.major],
            synchronised_on=EFFECTIVE,
            recorded_version=1,
        )
        for line in lines(rows)
    ]


def _decisions(rows: int) -> list[ApprovalDecision]:
    now: datetime = timezone.now()
    round_ = Round.objects.get()
    return [
        ApprovalDecision(
            kind=DecisionKind.GRANT,
            quota=line.quota,
            effective_from=EFFECTIVE,
            round=round_,
            basis=basis(line),
            source=DecisionSource.PLATFORM,
            decided_at=now,
            recorded_version=1,
        )
        for line in lines(rows)
    ]
