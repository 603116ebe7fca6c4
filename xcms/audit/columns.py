"""The columns of the file for an audit."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xcms.audit.rows import AuditRow
from xcms.days import SHANGHAI
from xcms.exports.columns import Cell, ExportColumn


def _of(name: str) -> Callable[[Any], Cell]:
    return lambda row: getattr(row, name)


def _time(row: AuditRow) -> str:
    return row.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


AUDIT_COLUMNS: Sequence[ExportColumn] = (
    ExportColumn("at", _("Time (Beijing)"), _time, width=20),
    ExportColumn("who", _("Who"), _of("who")),
    ExportColumn("kind", _("Kind of record"), _of("kind")),
    ExportColumn("record", pgettext_lazy("audit", "Record"), _of("record"), width=40),
    ExportColumn("action", _("Action"), _of("action"), width=20),
    ExportColumn("field", _("Field"), _of("field"), width=20),
    ExportColumn("old", pgettext_lazy("audit", "Before"), _of("old"), width=24),
    ExportColumn("new", pgettext_lazy("audit", "After"), _of("new"), width=24),
    ExportColumn("details", _("Details"), _of("details"), width=48),
    ExportColumn("reason", _("Reason"), _of("reason"), width=32),
    ExportColumn("basis", _("Basis"), _of("basis"), width=32),
    ExportColumn("source", _("File and row"), _of("source"), width=32),
    ExportColumn("version", _("Register version"), _of("version"), type="integer"),
)
