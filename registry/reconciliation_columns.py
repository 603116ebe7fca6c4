"""The columns of a list of differences: for the office, and for whoever has to correct the platform."""

from operator import attrgetter
from typing import Any

from registry.importers.vocabularies import CERTIFICATE_LEVELS, DIFFERENCES, RECONCILIATIONS
from xcms.days import SHANGHAI
from xcms.exports.columns import ExportColumn


def _decided_on(item: Any) -> Any:
    return item.decided_at.astimezone(SHANGHAI).date() if item.decided_at else None


def _text(key: str, header: str, path: str, width: int = 16) -> ExportColumn:
    return ExportColumn(key, header, attrgetter(path), width=width)


def _number(key: str, header: str) -> ExportColumn:
    return ExportColumn(key, header, attrgetter(key), width=10, type="integer")


RECONCILIATION_COLUMNS = (
    _text("school_code", "学校标识码", "school.code", 14),
    _text("school", "学校名称", "school.name", 28),
    _text("region", "所在市州", "school.region.name"),
    _text("certificate", "证书名称", "certificate.name", 28),
    _text("organization", "培训评价组织", "certificate.organization.name", 36),
    ExportColumn("level", "证书等级", lambda item: CERTIFICATE_LEVELS.label(item.level), width=10),
    _text("major_code", "专业代码", "major.code", 10),
    _text("major", "专业名称", "major.name", 24),
    ExportColumn("kind", "差异", lambda item: DIFFERENCES.label(item.kind), width=12),
    _number("ledger", "台账人数"),
    _number("platform", "平台人数"),
    _number("row", "平台表行号"),
    ExportColumn("choice", "处理", lambda item: RECONCILIATIONS.label(item.choice), width=12),
    _text("reason", "理由", "reason", 36),
    ExportColumn("decided_on", "处理日期", _decided_on, type="date"),
)
