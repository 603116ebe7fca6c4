"""The log as rows: one for each field that a change touched, oldest first."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry

from xcms.days import SHANGHAI
from xcms.importing.report import Outcome, RowOutcome
from xcms.imports import blocks
from xcms.models import ImportRun
from xcms.registers import UnknownRegisterError, get_register

#: Of the log, and of an import's rows, in memory at a time.
_AT_ONCE = 500
_WRITTEN = (Outcome.NEW, Outcome.UPDATED, Outcome.WITHDRAWN)
_REASONS = ("reason", "comment", "override", "undone_reason")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """``old`` and ``new`` where a field is named; otherwise ``details`` say in words what was done."""

    at: datetime
    who: str
    kind: str
    record: str
    action: str
    field: str = ""
    old: str = ""
    new: str = ""
    details: str = ""
    reason: str = ""
    basis: str = ""
    source: str = ""
    version: int | None = None


def audit_rows(first: date, last: date) -> Iterator[AuditRow]:
    """What was done from the one day to the other, both included, as Shanghai counts them.

    Streams: a constant number of rows in memory, and three queries for the log and two for each 500 rows of an import.
    """
    begins = datetime.combine(first, time.min, SHANGHAI)
    ends = datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)
    yield from heapq.merge(
        _logged(ModelLogEntry, begins, ends),
        _logged(PageLogEntry, begins, ends),
        _imported(begins, ends),
        key=lambda row: row.at,
    )


def _logged(model: Any, begins: datetime, ends: datetime) -> Iterator[AuditRow]:
    entries = (
        model.objects.filter(timestamp__gte=begins, timestamp__lt=ends)
        .select_related("user", "content_type")
        .order_by("timestamp", "pk")
    )
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        yield from _rows_of(entry)


def _rows_of(entry: Any) -> Iterator[AuditRow]:
    data = entry.data if isinstance(entry.data, dict) else {}
    said = {
        "at": entry.timestamp,
        "who": _person(entry.user, entry.user_id),
        "kind": str(entry.content_type.name) if entry.content_type else "",
        "record": entry.label,
        "action": str(entry.formatter.label) if entry.formatter else entry.action,
        "reason": next((str(data[key]) for key in _REASONS if data.get(key)), ""),
        "basis": " ".join(str(data[key]) for key in ("basis", "clause") if data.get(key)),
    }
    changes = data.get("changes")
    if not isinstance(changes, list) or not changes:
        yield AuditRow(**said, details=str(entry.message))
        return
    for change in changes:
        yield AuditRow(
            **said,
            field=str(change.get("label", "")),
            old=str(change.get("old", "")),
            new=str(change.get("new", "")),
            details=_("values are not kept") if "withheld" in change else "",
        )


def _imported(begins: datetime, ends: datetime) -> Iterator[AuditRow]:
    """Of imports that were written, also of those undone since; their undoing is an entry of the log."""
    runs = ImportRun.objects.kept().filter(finished_at__gte=begins, finished_at__lt=ends)
    for run in runs.select_related("user").order_by("finished_at", "pk"):
        said = {
            "at": run.finished_at,
            "who": _person(run.user, run.user_id),
            "kind": _register_label(run.register),
            "reason": str(run.options.get("reason") or ""),
            "basis": str(run.options.get("basis") or ""),
            "version": run.written_version,
        }
        for outcome in _WRITTEN:
            for start in range(0, run.counts.get(outcome, 0), _AT_ONCE):
                for row in blocks.outcomes(run, outcome, start, _AT_ONCE):
                    yield from _rows_of_import(run, row, said)


def _rows_of_import(run: ImportRun, row: RowOutcome, said: dict[str, Any]) -> Iterator[AuditRow]:
    action = {
        Outcome.NEW: _("Import: new"),
        Outcome.UPDATED: _("Import: updated"),
        Outcome.WITHDRAWN: _("Import: withdrawn"),
    }[row.outcome]
    source = _("%(file)s, row %(row)s") % {"file": run.file_name, "row": row.row or "—"}
    told = {**said, "record": row.label, "action": action, "source": source}
    if not row.changes:
        yield AuditRow(**told)
    for change in row.changes:
        yield AuditRow(**told, field=change.field, old=change.old, new=change.new)


def _register_label(name: str) -> str:
    try:
        return str(get_register(name).label)
    except UnknownRegisterError:
        return name


def _person(user: Model | None, key: Any) -> str:
    """A log-in that is gone keeps its number."""
    if user is not None:
        return str(user)
    return "" if key is None else f"#{key}"
