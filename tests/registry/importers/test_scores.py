"""A sheet of points: one row for each school, one column for each indicator."""

import io
from decimal import Decimal
from typing import Any

import pytest

from registry.evaluation_columns import result_columns
from registry.importers.scores import score_importer
from registry.importers.shared_columns import SCHOOL_CODE, SCHOOL_NAME, SERIAL
from registry.models import EvaluationScheme, EvaluationScore, School
from registry.services.evaluations.headers import RESERVED_HEADERS
from registry.services.evaluations.results import not_scored, results_of
from tests import factories
from tests.registry.importers.running import TODAY, counts, sentences
from tests.sheets import csv_bytes
from xcms.exports.formats import csv_lines
from xcms.exports.workbooks import write_xlsx
from xcms.importing.engine import run_import
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import ImportOptions, Written
from xcms.importing.report import ImportReport
from xcms.versions import current_version, register_write

pytestmark = pytest.mark.django_db

HEADER = ["学校标识码", "学校名称", "师资", "取证"]


@pytest.fixture
def scheme() -> EvaluationScheme:
    factories.SchoolFactory(code="4143020001", name="甲学院")
    factories.SchoolFactory(code="4143020002", name="乙学院")
    return factories.evaluation()


def taking_in(scheme: EvaluationScheme, data: bytes, **options: Any) -> ImportReport:
    return run_import(
        "scores",
        score_importer(scheme),
        data,
        filename="得分.csv",
        options=ImportOptions(today=TODAY, **options),
    )


def rows(scheme: EvaluationScheme, *cells: list[Any], **options: Any) -> ImportReport:
    return taking_in(scheme, csv_bytes(HEADER, *cells), **options)


def points() -> dict[tuple[str, str], str]:
    return {
        (score.school.name, score.indicator.name): f"{score.points.normalize():f}"
        for score in EvaluationScore.objects.select_related("school", "indicator")
    }


def test_points_of_many_schools_come_in_at_once(scheme: EvaluationScheme) -> None:
    before = current_version()

    report = rows(
        scheme, ["4143020001", "", "88.5分", "40"], ["", "乙学院", "90", ""], dry_run=False
    )

    assert counts(report) == {"rows": 2, "new": 2}
    assert points() == {
        ("甲学院", "师资"): "88.5",
        ("甲学院", "取证"): "40",
        ("乙学院", "师资"): "90",
    }
    assert current_version() == before + 1


def test_a_blank_cell_leaves_the_points_and_the_same_sheet_changes_nothing(
    scheme: EvaluationScheme,
) -> None:
    rows(scheme, ["", "甲学院", "80", "40"])
    EvaluationScore.objects.filter(indicator__name="师资").update(remark="复核后")

    report = rows(scheme, ["", "甲学院", "", "41"])
    again = rows(scheme, ["", "甲学院", "80", "41"])

    assert counts(report) == {"rows": 1, "updated": 1}
    assert counts(again) == {"rows": 1, "unchanged": 1}
    assert points() == {("甲学院", "师资"): "80", ("甲学院", "取证"): "41"}
    assert EvaluationScore.objects.get(indicator__name="师资").remark == "复核后"


def test_every_error_is_a_sentence_with_its_place_and_nothing_is_written(
    scheme: EvaluationScheme,
) -> None:
    report = rows(
        scheme,
        ["", "甲学院", "很好", "50.5"],
        ["", "丙学院", "1", "1"],
        ["", "乙学院", "-1", "1.005"],
    )

    assert sentences(report) == [
        "第 2 行“师资”：需要 0 至 100 分、最多两位小数，读到“很好”。",
        "第 2 行“取证”：需要 0 至 50 分、最多两位小数，读到“50.5”。",
        "第 3 行“学校名称”：没有登记院校“丙学院”。",
        "第 4 行“师资”：需要 0 至 100 分、最多两位小数，读到“-1”。",
        "第 4 行“取证”：需要 0 至 50 分、最多两位小数，读到“1.005”。",
    ]
    assert not points()


@pytest.mark.parametrize("text", ["NaN", "1e400", "Infinity", "1E-999999", "０x", "=1+1"])
def test_no_text_is_a_traceback(scheme: EvaluationScheme, text: str) -> None:
    report = rows(scheme, ["", "甲学院", text, ""])

    assert len(report.errors) == 1
    assert "需要 0 至 100 分" in sentences(report)[0]


def test_a_school_twice_is_an_error(scheme: EvaluationScheme) -> None:
    report = rows(scheme, ["", "甲学院", "1", ""], ["4143020001", "", "2", ""])

    assert sentences(report) == ["第 3 行：与第 2 行重复。"]


def test_where_nothing_is_entered_the_register_s_proposal_is_taken(
    scheme: EvaluationScheme,
) -> None:
    indicator = scheme.indicators.get(name="取证")
    indicator.measure, indicator.full_at = "completion", 100
    indicator.save()
    school = School.objects.get(name="甲学院")
    factories.CompletionFactory(school=school)

    rows(scheme, ["", "甲学院", "80", ""], ["", "乙学院", "80", ""])

    assert points() == {
        ("甲学院", "师资"): "80",
        ("甲学院", "取证"): "39.5",
        ("乙学院", "师资"): "80",
    }


def test_refused_while_the_weights_are_not_100_or_it_is_public(scheme: EvaluationScheme) -> None:
    scheme.indicators.filter(name="师资").update(weight=59)
    with pytest.raises(ImportFileError, match="权重合计 99"):
        rows(scheme, ["", "甲学院", "1", "1"])


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_of_results_comes_in_again_unchanged(
    scheme: EvaluationScheme, file_format: str
) -> None:
    rows(scheme, ["", "甲学院", "80.25", "40"], ["", "乙学院", "90", ""])
    factories.grant()
    lines = [*results_of(scheme), *not_scored(scheme, TODAY)]
    assert len(lines) == 3
    target = io.BytesIO()
    if file_format == "csv":
        target.write(b"".join(csv_lines(result_columns(scheme), lines)))
    else:
        write_xlsx(result_columns(scheme), lines, target)

    report = taking_in(scheme, target.getvalue())

    assert counts(report) == {"rows": 3, "unchanged": 3}
    assert not report.warnings


def test_taking_a_sheet_back_gives_the_former_points(scheme: EvaluationScheme) -> None:
    rows(scheme, ["", "甲学院", "80", ""])
    before = points()
    kept: list[Written] = []
    importer = score_importer(scheme)
    options = ImportOptions(today=TODAY)
    run_import(
        "scores",
        importer,
        csv_bytes(HEADER, ["", "甲学院", "81.5", "3"]),
        filename="得分.csv",
        options=options,
        also=lambda _version, written: kept.append(written),
    )
    written_version = current_version()

    assert importer(options).undo_refusals(kept[0], written_version=written_version) == []
    with register_write() as version:
        importer(options).undo(
            kept[0], written_version=written_version, version=version, acting_user=None
        )

    assert points() == before


def test_the_reserved_headers_are_those_of_the_columns(scheme: EvaluationScheme) -> None:
    indicators = {indicator.name for indicator in scheme.indicators.all()}
    headers = {
        text
        for column in (*score_importer(scheme).columns, SCHOOL_CODE, SCHOOL_NAME, SERIAL)
        for text in (column.header, *column.synonyms)
    }
    assert headers - indicators == RESERVED_HEADERS
    assert {str(column.header) for column in result_columns(scheme)} - indicators <= headers


def test_whole_points_are_numbers_in_a_sheet_and_others_their_digits(
    scheme: EvaluationScheme,
) -> None:
    factories.scored(scheme, "80.00", "40.50")
    (result,) = results_of(scheme)

    cells = {str(column.header): column.value(result) for column in result_columns(scheme)}

    assert (cells["师资"], cells["取证"], cells["总分"]) == (80, "40.5", "80.4")
    assert Decimal("0.6") * 80 + Decimal("0.4") * Decimal("81") == Decimal("80.4")
