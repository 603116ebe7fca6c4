"""Files of tests/files/ whose point is what the register makes of the cells."""

from datetime import date
from pathlib import Path

import pytest

from registry.models import ApprovalDecision
from tests import factories
from tests.registry.importers.approval_sheets import ROUND, make_register
from tests.registry.importers.running import counts, importing, sentences
from xcms.importing.report import ImportReport, Outcome

pytestmark = pytest.mark.django_db

FILES = Path(__file__).resolve().parents[2] / "files"


@pytest.fixture(autouse=True)
def _register() -> None:
    make_register()
    for number in range(1, 12):
        factories.MajorFactory(code=str(630903 + number))


def judged(name: str, *, dry_run: bool = True) -> ImportReport:
    return importing("approvals", (FILES / name).read_bytes(), dry_run=dry_run, **ROUND)


def new_rows(report: ImportReport) -> list[int | None]:
    return [outcome.row for outcome in report.outcomes if outcome.outcome is Outcome.NEW]


def test_days_in_every_form() -> None:
    report = judged("dates_every_form.xlsx", dry_run=False)

    assert sentences(report) == []
    assert counts(report) == {"rows": 9, "new": 9}
    days = ApprovalDecision.objects.values_list("effective_from", flat=True)
    assert list(days) == [date(2020, 6, 12)] * 9


def test_days_that_are_none() -> None:
    assert sentences(judged("dates_unusable.csv")) == [
        f"第 {row} 行“生效日期”：需要日期（如 2020-06-12），读到“{text}”。"
        for row, text in enumerate(["2020年6月", "昨天", "2020-02-30", "#N/A"], start=2)
    ]


def test_numbers_of_persons_in_every_form() -> None:
    report = judged("quotas_every_form.csv")

    assert new_rows(report) == [2, 3, 4, 5, 6, 7]
    assert [(error.row, error.column, error.value) for error in report.errors] == [
        (8, "试点规模（人）", "-60"),
        (9, "试点规模（人）", "六十"),
        (10, "试点规模（人）", "60.5"),
        (11, "试点规模（人）", "约60"),
    ]


def test_levels_as_columns_below_a_merged_group() -> None:
    report = judged("levels_as_columns.xlsx")

    assert new_rows(report) == [5, 5, 7]
    assert [(error.row, error.column, error.value) for error in report.errors] == [
        (6, "证书 名称", "不在册证书")
    ]
