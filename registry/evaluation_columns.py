"""The results of an evaluation as a file: the office's with every point, and the public one."""

from collections.abc import Sequence
from decimal import Decimal

from registry.enums import SchoolLevel
from registry.importers.vocabularies import SCHOOL_LEVELS
from registry.models import EvaluationIndicator, EvaluationScheme
from registry.rules.terms import plain
from registry.services.evaluations.results import Result
from registry.sheet_columns import DEMO
from xcms.exports.columns import Cell, ExportColumn

_RANK = ExportColumn("rank", "名次", lambda result: result.rank, width=8, type="integer")
_TOTAL = ExportColumn("total", "总分", lambda result: result.total_text, width=10)
_GRADE = ExportColumn("grade", "等级", lambda result: result.grade.name if result.grade else "")
_SCHOOL = (
    ExportColumn("school_code", "学校标识码", lambda result: result.school.code, width=14),
    ExportColumn("school", "学校名称", lambda result: result.school.name, width=28),
    ExportColumn("region", "所在市州", lambda result: result.school.region.name),
    ExportColumn(
        "school_level",
        "办学层次",
        lambda result: SCHOOL_LEVELS.label(SchoolLevel(result.school.level)),
        lambda result: result.school.level,
        width=12,
    ),
)


def result_columns(scheme: EvaluationScheme) -> Sequence[ExportColumn]:
    """For the office: every point. The headers of indicators are their names, as ``importers.scores`` reads them."""
    points = [_points(indicator) for indicator in scheme.indicators.order_by("pk")]
    remarks = ExportColumn("remarks", "备注", _remarks, width=40)
    return (_RANK, *_SCHOOL, *points, _TOTAL, _GRADE, remarks, DEMO)


def public_columns(scheme: EvaluationScheme) -> Sequence[ExportColumn]:
    """What visitors see: grades, with totals and ranks where the office shows them."""
    shown = (_RANK, *_SCHOOL, _TOTAL, _GRADE) if scheme.shows_totals else (*_SCHOOL, _GRADE)
    return (*shown, DEMO)


def _points(indicator: EvaluationIndicator) -> ExportColumn:
    def cell(result: Result) -> Cell:
        score = result.scores.get(indicator.pk)
        return "" if score is None else _number(score.points)

    return ExportColumn(f"indicator_{indicator.pk}", indicator.name, cell, width=12)


def _number(points: Decimal) -> Cell:
    """A whole number as such; otherwise its digits, since a spreadsheet's own numbers are not exact."""
    return int(points) if points == int(points) else plain(points)


def _remarks(result: Result) -> Cell:
    return "；".join(score.remark for score in result.scores.values() if score.remark)
