"""Importing approvals: a different quota is a new decision, an equal one is none."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from registry.enums import (
    ApprovalStatus,
    DecisionKind,
    DecisionSource,
)
from registry.importers import approval_writing
from registry.importers.approval_states import lines_of
from registry.models import (
    Approval,
    ApprovalDecision,
)
from tests import factories
from tests.registry.importers.approval_sheets import (
    HEADER,
    ONE,
    ROUND,
    make_register,
    quotas,
    sheet,
)
from tests.registry.importers.running import TODAY, counts, importing, sentences
from tests.sheets import csv_bytes, xlsx_bytes
from xcms.importing.errors import ImportFileError
from xcms.importing.rows import AliasOffer
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    make_register()


def test_schools_by_code_name_and_alias_with_and_without_level_and_major() -> None:
    report = importing(
        "approvals",
        sheet(
            ["4143011111", "", "物流管理职业技能等级证书", "中级", "物流管理", "60人"],
            ["", "甲院", "物流管理", "", "630903", "40.0"],
            ["", "乙中专", "物流管理", "初级", "物流管理", "３０"],
        ),
        **ROUND,
    )

    assert sentences(report) == []
    assert counts(report) == {"rows": 3, "new": 3}
    assert not report.warnings
    assert quotas() == {
        ("甲学院", "intermediate", "630903"): 60,
        ("甲学院", "", "630903"): 40,
        ("乙中专", "beginner", "120500"): 30,
    }
    decision = ApprovalDecision.objects.filter(quota=60).get()
    assert (decision.kind, decision.source, decision.effective_from, decision.basis) == (
        DecisionKind.GRANT,
        DecisionSource.PLATFORM,
        date(2020, 6, 12),
        "2020年第三批第一轮",
    )
    assert decision.approval.synchronised_on == TODAY


def test_level_columns_give_a_row_for_each_level_with_persons() -> None:
    report = importing(
        "approvals",
        xlsx_bytes(
            ["附件2"],
            ["学校名称", "证书名称", "初级", "中级", "高级"],
            ["甲学院", "物流管理", 20, 60, "/"],
            ["乙中专", "物流管理", "", 0, None],
        ),
        **ROUND,
    )

    assert counts(report) == {"rows": 2, "new": 2}
    assert quotas() == {("甲学院", "beginner", ""): 20, ("甲学院", "intermediate", ""): 60}


def test_the_same_file_again_changes_nothing_and_leaves_the_version() -> None:
    importing("approvals", sheet(ONE), **ROUND)
    version = current_version()

    report = importing("approvals", sheet(ONE), **ROUND)

    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert not report.written
    assert current_version() == version


def test_the_same_file_another_day_only_renews_the_day_of_synchronisation() -> None:
    importing("approvals", sheet(ONE), **ROUND)

    report = importing("approvals", sheet(ONE), today=TODAY + timedelta(days=1), **ROUND)

    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert Approval.objects.get().synchronised_on == TODAY + timedelta(days=1)
    assert ApprovalDecision.objects.count() == 1


def test_another_quota_is_a_decision_of_its_own() -> None:
    importing("approvals", sheet(ONE), **ROUND)

    more = importing("approvals", sheet([*ONE[:5], "80"]), effective_on="2020-06-20", basis="追加")
    less = importing("approvals", sheet([*ONE[:5], "30"]), effective_on="2020.6.30", basis="核减")
    none = importing("approvals", sheet([*ONE[:5], "0"]), effective_on="2020-07-01", basis="暂停")

    assert [counts(report) for report in (more, less, none)] == [{"rows": 1, "updated": 1}] * 3
    assert list(
        ApprovalDecision.objects.order_by("pk").values_list("kind", "quota", "effective_from__day")
    ) == [("grant", 60, 12), ("enlarge", 80, 20), ("cut", 30, 30), ("cut", 0, 1)]
    again = importing("approvals", sheet(ONE), **ROUND)
    assert counts(again) == {"rows": 1, "unchanged": 1}


def test_a_correction_replaces_the_decision_and_needs_a_reason() -> None:
    importing("approvals", sheet(ONE), **ROUND)
    corrected = sheet([*ONE[:5], "66"])

    with pytest.raises(ImportFileError, match="更正须说明原因"):
        importing("approvals", corrected, correct="yes", **ROUND)
    report = importing("approvals", corrected, correct="yes", reason="录入有误", **ROUND)

    assert counts(report) == {"rows": 1, "updated": 1}
    assert list(ApprovalDecision.objects.valid().values_list("kind", "quota")) == [("correct", 66)]
    again = importing("approvals", corrected, correct="yes", reason="录入有误", **ROUND)
    assert counts(again) == {"rows": 1, "unchanged": 1}


def test_replace_revokes_what_the_file_lacks_within_its_round_only() -> None:
    other_round = factories.RoundFactory(number=2, application_deadline=date(2020, 6, 19))
    certificate = factories.CertificateFactory(name="老年照护")
    factories.FilingFactory(certificate=certificate, round=other_round)
    importing("approvals", sheet(ONE, ["", "乙中专", "物流管理", "初级", "", "30"]), **ROUND)
    importing(
        "approvals", sheet(["", "甲学院", "老年照护", "", "", "10"]), round="2020-3-2", basis="二轮"
    )
    values = {**ROUND, "reason": "院校退出", "effective_on": "2020-07-01"}

    report = importing("approvals", sheet(ONE), replace=True, **values)
    again = importing("approvals", sheet(ONE), replace=True, **values)

    assert counts(report) == {"rows": 1, "unchanged": 1, "withdrawn": 1}
    assert counts(again) == {"rows": 1, "unchanged": 1}
    assert set(quotas()) == {("甲学院", "intermediate", ""), ("甲学院", "", "")}
    revocation = ApprovalDecision.objects.get(kind=DecisionKind.REVOKE)
    assert (revocation.clause, revocation.reason) == ("2020年第三批第一轮", "院校退出")
    assert revocation.approval.school.name == "乙中专"


@pytest.mark.parametrize("missing", ["reason", "basis"])
def test_replace_needs_a_reason_and_a_clause(missing: str) -> None:
    values = {**ROUND, "reason": "院校退出"}
    del values[missing]

    with pytest.raises(ImportFileError, match="--replace 将撤销"):
        importing("approvals", sheet(ONE), replace=True, **values)


def test_replace_needs_a_round() -> None:
    with pytest.raises(ImportFileError, match="--replace 只在一个轮次之内进行"):
        importing(
            "approvals",
            sheet(ONE),
            replace=True,
            basis="依据",
            reason="原因",
            effective_on="2020-07-01",
        )


def test_every_error_is_found_at_once() -> None:
    report = importing(
        "approvals",
        sheet(
            [*ONE[:5], "若干"],
            [*ONE[:5], "-5"],
            ["", "甲学元", "物流管理", "", "", "1"],
            ["", "甲学院", "物流", "", "", "1"],
            ["", "甲学院", "物流管理", "高级", "", "1"],
            ["", "甲学院", "物流管理", "", "烹饪", "1"],
            ["", "", "物流管理", "", "", "1"],
            ["", "甲学院", "物流管理", "", "", ""],
            ["", "甲学院", "物流管理", "", "", "0"],
            ["", "乙中专", "物流管理", "", "", "7"],
            ["", "乙中专", "物流管理", "", "", "7"],
            ["", "乙中专", "物流管理", "", "", "8"],
        ),
        **ROUND,
    )

    assert sentences(report) == [
        "第 2 行“试点规模(人)”：需要非负整数，读到“若干”。",
        "第 3 行“试点规模(人)”：需要非负整数，读到“-5”。",
        "第 4 行“学校名称”：没有登记院校“甲学元”。",
        "第 5 行“证书名称”：没有登记职业技能等级证书“物流”，是否指“物流管理”？",
        "第 6 行“等级”：证书“物流管理”只设初级、中级。",
        "第 7 行“专业名称”：没有登记专业“烹饪”。",
        "第 8 行“学校名称”：不能为空。",
        "第 9 行“试点规模(人)”：不能为空。",
        "第 10 行“试点规模(人)”：新的试点资格人数须大于 0。",
        "第 12 行“试点规模(人)”：与第 11 行重复。",
        "第 13 行“试点规模(人)”：与第 11 行矛盾：两行指同一条记录，内容却不同。",
    ]
    assert not Approval.objects.exists()


def test_a_school_s_name_that_nearly_fits_is_offered_as_its_alias() -> None:
    school = factories.SchoolFactory(code="4143011113", name="长沙民政职业技术学院")

    report = importing(
        "approvals", sheet(["", "长沙民政职业学院", "物流管理", "", "", "1"]), **ROUND
    )

    (error,) = report.errors
    assert "是否指“长沙民政职业技术学院”" in error.sentence
    assert error.alias == AliasOffer("长沙民政职业学院", school.pk, "长沙民政职业技术学院")


def test_an_unknown_school_is_one_error_and_a_column_without_header_a_warning() -> None:
    report = importing(
        "approvals",
        csv_bytes(
            ["学校名称", "", "证书名称", "专业名称", "试点规模"],
            ["无此学院", "改为40人", "物流管理", "物流管理", "1"],
        ),
        **ROUND,
    )

    assert sentences(report) == ["第 2 行“学校名称”：没有登记院校“无此学院”。"]
    assert [warning.message for warning in report.warnings] == [
        "第 2 列没有表头，其中的内容未读取。"
    ]


def test_the_sentence_names_the_column_as_the_sheet_does() -> None:
    report = importing(
        "approvals",
        csv_bytes(["学校名称", "证书名称", "试点规模"], *[["甲学院", "物流管理", "若干"]] * 1),
        **ROUND,
    )

    (error,) = report.as_json()["errors"]
    assert error == {
        "row": 2,
        "column": "试点规模",
        "value": "若干",
        "message": "第 2 行“试点规模”：需要非负整数，读到“若干”。",
    }


def test_without_a_text_the_decision_rests_on_the_platform_s_record_of_the_round() -> None:
    assert importing("approvals", sheet(ONE), round="2020-3-1").written

    assert ApprovalDecision.objects.get().basis == "国家平台数据（2020年第三批第1轮）"


def test_day_and_basis_come_from_options_columns_or_the_round() -> None:
    no_day = importing("approvals", sheet(ONE), basis="依据")
    columns = importing(
        "approvals",
        csv_bytes(
            [*HEADER, "生效日期", "失效日期", "依据"],
            [*ONE, "2020年7月1日", "2021-07-01", "文件一"],
        ),
    )

    assert sentences(no_day)[0].startswith("第 2 行：缺少生效日期：")
    assert columns.written
    assert list(
        ApprovalDecision.objects.values_list("effective_from", "effective_to", "basis", "round")
    ) == [(date(2020, 7, 1), date(2021, 7, 1), "文件一", None)]


def test_a_revoked_line_that_comes_again_is_granted_anew() -> None:
    importing("approvals", sheet(ONE), **ROUND)
    factories.decide(
        Approval.objects.get(),
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 6, 20),
        clause="第六条",
        reason="退出",
    )

    report = importing("approvals", sheet(ONE), effective_on="2020-07-01", basis="恢复")

    assert counts(report) == {"rows": 1, "updated": 1}
    assert quotas() == {("甲学院", "intermediate", ""): 60}


def test_demo_decisions_are_marked() -> None:
    importing("approvals", sheet(ONE), demo=True, **ROUND)

    assert Approval.objects.get().is_demo
    assert ApprovalDecision.objects.get().source == DecisionSource.DEMO


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (["学校名称", "试点规模"], "缺少必需的列：证书名称。表中现有的列：学校名称、试点规模。"),
        (["证书名称", "试点规模"], "缺少必需的列：学校标识码或学校名称。"),
        (["学校名称", "证书名称"], r"缺少必需的列：试点规模\(人\)或初级或中级或高级。"),
        (["学校名称", "院校名称", "证书名称"], "表头“学校名称”和“院校名称”是同一列"),
    ],
)
def test_missing_and_repeated_columns(header: list[str], sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence):
        importing("approvals", csv_bytes(header, ["x"] * len(header)), **ROUND)


def test_states_read_in_bulk_agree_with_the_queryset() -> None:
    line = factories.grant(60, decision={"effective_from": date(2020, 6, 1)})
    for quota, number in ((80, 5), (40, 5), (20, 25)):
        factories.decide(line, quota=quota, effective_from=date(2020, 6, number))
    factories.decide(
        line,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 6, 28),
        clause="第六条",
        reason="退出",
    )
    ended = factories.grant(5, school=line.school, decision={"effective_to": date(2020, 6, 20)})
    found = lines_of(schools=[line.school_id])
    positions = np.arange(len(found.key))

    for offset in range(35):
        day = date(2020, 5, 30) + timedelta(days=offset)
        days = np.full(len(positions), day.toordinal())
        ruling = found.ruling(positions, days)
        in_force = found.in_force(ruling, days)
        for approval in Approval.objects.with_state(day).filter(pk__in=[line.pk, ended.pk]):
            position = found.key.tolist().index(approval.pk)
            decision = int(found.decision[ruling[position]]) if ruling[position] >= 0 else None
            assert approval.ruling == decision
            assert (approval.status == ApprovalStatus.IN_FORCE) == in_force[position]


def test_written_in_pieces_or_at_once_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approval_writing, "_PIECE", 2)
    majors = [factories.MajorFactory() for _ in range(7)]
    lines = [["", "甲学院", "物流管理", "中级", major.code, 60] for major in majors]
    importing("approvals", sheet(*lines[:5]), **ROUND)
    changed = [[*line[:5], 80 if number % 2 else 60] for number, line in enumerate(lines)]

    report = importing(
        "approvals",
        sheet(*changed[1:]),
        replace=True,
        correct="yes",
        reason="更正",
        today=TODAY + timedelta(days=1),
        **ROUND,
    )

    assert counts(report) == {"rows": 6, "new": 2, "updated": 2, "unchanged": 2, "withdrawn": 1}
    assert quotas(TODAY + timedelta(days=1)) == {
        ("甲学院", "intermediate", line[4]): line[5] for line in changed[1:]
    }
    assert Approval.objects.filter(synchronised_on=TODAY + timedelta(days=1)).count() == 6


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    majors = [factories.MajorFactory() for _ in range(310)]

    def rows(first: int, count: int) -> bytes:
        return sheet(
            *[
                ["", "甲学院", "物流管理", "中级", major.code, 60]
                for major in majors[first : first + count]
            ]
        )

    with django_assert_max_num_queries(40) as few:
        importing("approvals", rows(0, 10), **ROUND)
    with django_assert_max_num_queries(60) as many:
        importing("approvals", rows(10, 300), **ROUND)

    def selects(captured: Any) -> int:
        return sum(1 for query in captured.captured_queries if query["sql"].startswith("SELECT"))

    assert selects(many) <= selects(few) + 1
