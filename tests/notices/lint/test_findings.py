"""What a finding says and offers: the place, the words, the repairs with their reasons."""

from datetime import date
from typing import Any

import pytest
from wagtail import hooks

from notices.lint.checks import HOOK, lint
from notices.lint.findings import Finding, Severity
from notices.lint.texts import Deadline, Kind, Passage, Text
from tests.notices.lint.corpus import findings, passages


def only(*texts: str, **values: Any) -> Finding:
    found = findings(*texts, **values)
    assert len(found) == 1, [one.told for one in found]
    return found[0]


def readings(*texts: str, **values: Any) -> list[str]:
    return [repair.words for repair in only(*texts, **values).repairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("备案截止时间为529日。", ["5月29日"]),
        ("备案截止时间为65日。", ["6月5日"]),
        ("申报截止时间为612日。", ["6月12日"]),
        ("申报截止时间为2020年619日。", ["2020年6月19日"]),
        ("系统2020612日关闭。", ["2020年6月12日"]),
        ("检查定于1225日开始。", ["12月25日"]),
        ("请于20205月29日前备案。", ["2020年5月29日"]),
    ],
)
def test_a_glued_date_is_read_apart(text: str, expected: list[str]) -> None:
    assert readings(text) == expected


def test_of_several_readings_the_likely_one_comes_first() -> None:
    # After the document, and near the day beside it.
    assert readings("报名时间为111日至11月5日。") == ["11月1日", "1月11日"]
    assert readings("1月5日动员，111日结束。", dated=date(2020, 1, 2)) == ["1月11日", "11月1日"]


def test_a_day_that_only_a_leap_year_has_is_read_in_such_a_year_alone() -> None:
    assert readings("229日截止。", dated=date(2020, 1, 2)) == ["2月29日"]
    assert readings("229日截止。", dated=date(2021, 1, 2)) == []


def test_an_offices_phone_is_kept_and_the_mobile_left_out() -> None:
    finding = only("办公电话：0731-8888000013900000000。")

    assert [repair.words for repair in finding.repairs] == [
        "0731-88880000",
        "0731-88880000、13900000000",
    ]
    assert "个人手机号不公开" in finding.repairs[0].reason


def test_a_wrong_weekday_offers_the_right_one_and_the_near_day() -> None:
    assert readings("院校申报于2020年6月12日（星期四）截止。") == [
        "2020年6月12日（星期五）",
        "2020年6月11日（星期四）",
    ]


def test_a_weekday_may_tell_the_right_year() -> None:
    assert readings("定于2021年6月12日（星期五）召开会议。")[0] == "2020年6月12日（星期五）"


def test_a_finding_names_place_and_words_and_every_repair_its_reason() -> None:
    finding = only("逾期不予受理。", "第二轮备案截止时间为65日。")

    assert finding.told.startswith("正文第2段：")
    assert "“65日”" in finding.told
    assert finding.original == "65日"
    assert finding.sentence == "第二轮备案截止时间为65日"
    assert all(repair.reason for repair in finding.repairs)


def test_a_joined_mobile_goes_with_the_sign_that_joins_it() -> None:
    finding = only("电话：0731-84500001、13900000000。")

    assert finding.original == "、13900000000"
    assert readings("电话：0731-84500001、13900000000。") == [""]


def test_a_lost_noun_offers_what_it_may_have_been() -> None:
    assert readings("证书数不超过本校总数的40%。") == ["校专业总数", "校在校生总数"]


def test_an_area_code_or_a_unit_makes_it_no_mobile() -> None:
    assert findings("实训基地投入13900000000元。") == []
    assert only("电话：0731-13900000000。").code == "phone-length"
    assert only("电话：0731-84500001-13900000000。").code == "personal-mobile"


def test_a_fingerprint_outlives_changes_elsewhere_and_not_in_its_sentence() -> None:
    before = only("请按时备案。第二轮备案截止时间为65日。").fingerprint

    assert only("请各单位务必按时备案。第二轮备案截止时间为65日。").fingerprint == before
    assert only("请按时备案。第二轮的备案截止时间为65日。").fingerprint != before


def test_the_same_fault_twice_is_two_findings() -> None:
    found = findings("备案截止65日。", "备案截止65日。")

    assert len(found) == 2
    assert len({one.fingerprint for one in found}) == 2


def test_a_recorded_promise_is_not_found_again() -> None:
    text = "同意备案的证书名单另行发布。"

    assert only(text).promise == "同意备案的证书名单"
    assert findings(text, promised=["同意备案的证书名单另行发布"]) == []


def test_deadlines_given_as_data_are_judged_as_well() -> None:
    early = Deadline("时间安排", "第一轮备案", date(2020, 5, 1))
    late = Deadline("时间安排", "第二轮备案", date(2020, 6, 5))
    first = Deadline("时间安排", "第一轮备案", date(2020, 6, 12))

    assert only(deadlines=[early]).code == "past-deadline"
    assert only(deadlines=[first, late]).code == "deadline-order"
    assert findings(deadlines=[late]) == []


def test_rounds_in_the_rows_of_a_table_keep_their_order() -> None:
    def table(*rows: tuple[str, str]) -> list[Passage]:
        return [
            Passage("t", f"第{r}行", cell, Kind.CELL, row=r, column=c)
            for r, row in enumerate(rows, start=1)
            for c, cell in enumerate(row, start=1)
        ]

    right = Text(table(("第一轮", "6月5日"), ("第二轮", "6月12日")), dated=date(2020, 5, 21))
    wrong = Text(table(("第一轮", "6月12日"), ("第二轮", "6月5日")), dated=date(2020, 5, 21))

    assert lint(right) == []
    assert [one.code for one in lint(wrong)] == ["deadline-order"]


def test_without_a_date_the_year_comes_from_the_number_or_the_title() -> None:
    title = Passage("title", "标题", "关于2021年试点工作的通知", Kind.TITLE)
    day = passages("会议于6月11日（星期四）召开。")

    assert [one.code for one in lint(Text([title, *day]))] == ["wrong-weekday"]
    assert lint(Text(day)) == []
    assert lint(Text(day, document_number="湘教通〔2020〕1号")) == []


def test_a_host_adds_its_own_check() -> None:
    """The example of the hook ``register_xcms_lint_checks``."""

    def old_name(text: Text) -> list[Finding]:
        return [
            Finding("host-old-name", Severity.HINT, passage, at, at + 5, "机构已更名")
            for passage in text.passages
            if (at := passage.text.find("原教育部门")) >= 0
        ]

    with hooks.register_temporarily(HOOK, lambda: [old_name]):
        assert only("由原教育部门负责。").code == "host-old-name"
    assert findings("由原教育部门负责。") == []


@pytest.mark.parametrize(
    "text", ["", "\x00", "（" * 3000 + "】" * 3000, "1" * 10_000, "另行发布" * 1000, "😀𠮷" * 500]
)
def test_no_text_breaks_it(text: str) -> None:
    for finding in findings(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.told
