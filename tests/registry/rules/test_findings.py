"""What the engine found in words: the arithmetic, what is missing, and where each figure is from."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import RuleBasis, RuleKind, RuleOutcome, RuleSeverity
from registry.rules.cases import FilingScope
from registry.rules.columns import OUT_OF_SCOPE, SCHOOL_LEVELS, UNKNOWN
from registry.rules.evaluating import evaluate
from registry.rules.findings import Finding, Origins, SchoolOrigin, Source, findings
from registry.rules.terms import Terms
from tests.registry.rules.random_cases import School, Situation, Team, rules, situations

CERTIFICATES = Terms(RuleKind.CERTIFICATES, Decimal(40), clause="第三条")
ENROLMENT = Terms(RuleKind.ENROLMENT, Decimal("30.00"))
MAJORS = Terms(RuleKind.CERTIFICATES, Decimal(40), RuleBasis.MAJORS)
DUAL = Terms(RuleKind.DUAL_QUALIFIED, Decimal(50))


def found(rule: Terms, situation: Situation, origins: Origins | None = None) -> Finding:
    cases = situation.cases()
    ((_school, finding),) = findings(evaluate([rule], cases), cases, origins or Origins())
    return finding


def running(certificates: int, persons: int = 0, majors: int = 1) -> Situation:
    rows = [
        (0, number + 1, 0, number % majors + 1, persons if number == 0 else 0)
        for number in range(max(certificates, majors))
    ]
    return Situation([School(majors=20, enrolment=8000)], rows)


@pytest.mark.parametrize(
    ("rule", "situation", "sentence"),
    [
        (CERTIFICATES, running(9), "证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）"),
        (CERTIFICATES, running(8), "证书 8 / 专业 20 = 40%（上限 40%，还可增加 0 个）"),
        (CERTIFICATES, running(6), "证书 6 / 专业 20 = 30%（上限 40%，还可增加 2 个）"),
        (ENROLMENT, running(9, 2400), "规模 2400 / 在校生 8000 = 30%（上限 30%，还可增加 0 人）"),
        (ENROLMENT, running(9, 2401), "规模 2401 / 在校生 8000 ≈ 30.01%（上限 30%，超出 1 人）"),
        (
            MAJORS,
            running(9, majors=9),
            "参与试点的专业 9 / 专业 20 = 45%（上限 40%，超出 1 个）",
        ),
        (
            CERTIFICATES,
            Situation([School(majors=0)], [(0, 1, 0, 1, 5)]),
            "证书 1 / 专业 0（上限 40%，超出 1 个）",
        ),
        (
            Terms(RuleKind.CERTIFICATES),
            running(6),
            "证书 6，专业 20。门槛待定，暂不核对。",
        ),
        (
            CERTIFICATES,
            Situation([School()], [(0, 1, 0, 1, 5)]),
            "证书 1；缺少专业总数，无法按上限 40% 核对",
        ),
        (Terms(RuleKind.COMPLETION), Situation([School()]), "门槛待定，暂不核对。"),
        (
            Terms(RuleKind.COMPLETION, Decimal(80)),
            Situation([School(completion=(79, 100, True))]),
            "取证 79 / 计划 100 = 79%（下限 80%，还差 1 人）",
        ),
        (
            Terms(RuleKind.COMPLETION, Decimal(80), RuleBasis.TRAINED),
            Situation([School(completion=(79, 100, True), training=(80, 100, True))]),
            "培训 80 / 计划 100 = 80%（下限 80%）",
        ),
        (
            Terms(RuleKind.COMPLETION),
            Situation([School(completion=(79, 100, True))]),
            "取证 79，计划 100。门槛待定，暂不核对。",
        ),
        (
            Terms(RuleKind.COMPLETION, Decimal(80)),
            Situation([School()]),
            "缺少此前批次完成率，无法按下限 80% 核对",
        ),
    ],
)
def test_the_sentence_shows_the_arithmetic(
    rule: Terms, situation: Situation, sentence: str
) -> None:
    assert found(rule, situation).sentence == sentence


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        ((10, 20, True), "双师型教师 10 / 本专业教师 20 = 50%（下限 50%）"),
        ((8, 20, True), "双师型教师 8 / 本专业教师 20 = 40%（下限 50%，还差 2 人）"),
        ((4550, 10_000, False), "双师型教师占比 45.5%（下限 50%，低 4.5 个百分点）"),
        ((5000, 10_000, False), "双师型教师占比 50%（下限 50%）"),
        ((UNKNOWN, UNKNOWN, False), "缺少双师型教师占比，无法按下限 50% 核对"),
    ],
)
def test_shares_of_teachers_are_at_least_so_much(
    share: tuple[int, int, bool], sentence: str
) -> None:
    situation = Situation([School()], [], [(0, 1, 0, 5, 30)], [Team(0, 5, share)])

    finding = found(DUAL, situation, Origins(majors={5: "护理"}))

    assert (finding.sentence, finding.subject) == (sentence, "护理")


def test_a_line_without_a_major_says_so() -> None:
    finding = found(DUAL, Situation([School()], [], [(0, 1, 0, 0, 30)]))

    assert finding.outcome == RuleOutcome.OPEN
    assert finding.sentence == "未写明专业，无法按下限 50% 核对"


def test_a_share_just_over_the_cap_is_never_written_as_the_cap() -> None:
    def share(persons: int) -> str:
        school = School(enrolment=1_000_000)
        return found(ENROLMENT, Situation([school], [(0, 1, 0, 1, persons)])).sentence

    assert "≈ 30.01%（上限 30%，超出 1 人）" in share(300_001)
    assert "≈ 29.99%（上限 30%，还可增加 1 人）" in share(299_999)


@given(
    percent=st.decimals(0, 100, places=2), base=st.integers(1, 10**4), count=st.integers(0, 10**4)
)
def test_the_written_share_is_the_nearest_on_the_right_side(
    percent: Decimal, base: int, count: int
) -> None:
    finding = found(
        Terms(RuleKind.ENROLMENT, percent),
        Situation([School(enrolment=base)], [(0, 1, 0, 1, count)]),
    )
    sign, text = finding.sentence.split("（")[0].split()[-2:]
    written, exact = Fraction(text.removesuffix("%")) / 100, Fraction(count, base)

    # In units of the last written decimal.
    off = abs(written - exact) * 10_000
    assert off <= Fraction(1, 2) or (
        off < 1 and abs(exact * 100 - Fraction(percent)) * 100 < Fraction(1, 2)
    )
    assert (sign == "=") is (written == exact)
    assert (written <= Fraction(percent) / 100) is (finding.outcome == RuleOutcome.MET)


def test_every_figure_has_its_source_and_day() -> None:
    register = Source("省级登记簿", date(2020, 6, 1))
    platform = Source("2020年高职数据平台", date(2019, 12, 31))
    origins = Origins(schools=[SchoolOrigin(certificates=register, majors=platform)])

    finding = found(CERTIFICATES, running(9), origins)

    assert finding.as_data() == {
        "rule": "certificates",
        "label": "证书数上限（占专业总数）",
        "outcome": "not_met",
        "outcome_label": "不符合",
        "severity": "warning",
        "limit": "40",
        "subject": "",
        "sentence": "证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）",
        "clause": "第三条",
        "figures": [
            {"label": "证书", "value": "9", "source": "省级登记簿", "on": "2020-06-01"},
            {"label": "专业", "value": "20", "source": "2020年高职数据平台", "on": "2019-12-31"},
        ],
    }


def test_only_what_is_not_met_needs_an_override() -> None:
    assert [found(CERTIFICATES, running(n)).needs_override for n in (8, 9)] == [False, True]
    assert not found(Terms(RuleKind.OTHER, severity=RuleSeverity.ERROR), running(1)).needs_override


@pytest.mark.parametrize(
    ("school", "sentence"),
    [
        (School(), "高职，在试点院校范围内。"),
        (School(is_eligible=False), "高职；登记簿已注明该校不在试点院校范围内。"),
        (
            School(level=SCHOOL_LEVELS.index("undergraduate"), is_eligible=False),
            "其他本科院校须经省厅同意方可参与。",
        ),
        (School(level=OUT_OF_SCOPE), "技工学校不在试点院校范围内。"),
        (School(level=UNKNOWN), "未说明办学层次，无法核对。"),
    ],
)
def test_who_may_take_part_in_words(school: School, sentence: str) -> None:
    assert found(Terms(RuleKind.SCHOOL_LEVEL), Situation([school])).sentence == sentence


@pytest.mark.parametrize(
    ("level", "scopes", "sentence"),
    [
        (1, None, "本批次尚未公布备案证书名单。"),
        (1, {}, "该证书不在备案证书名单中。"),
        (1, {7: (["beginner"], ["higher_vocational"])}, "已按初级备案，面向本类院校。"),
        (0, {7: (["beginner"], ["higher_vocational"])}, "已备案，面向本类院校。"),
        (3, {7: (["beginner"], ["higher_vocational"])}, "该证书的备案不含高级。"),
        (1, {7: (["beginner"], ["secondary"])}, "该证书的备案不面向高职院校。"),
    ],
)
def test_what_is_filed_in_words(
    level: int, scopes: dict[int, tuple[list[str], list[str]]] | None, sentence: str
) -> None:
    filed = {
        key: [FilingScope(frozenset(levels), frozenset(schools))]
        for key, (levels, schools) in (scopes or {}).items()
    }
    situation = Situation(
        [School()], [], [(0, 7, level, 0, 5)], scopes=None if scopes is None else filed
    )
    finding = found(Terms(RuleKind.FILED), situation, Origins(certificates={7: "老年照护"}))

    assert (finding.sentence, finding.subject) == (sentence, "老年照护")


@given(rule=rules(), situation=situations())
def test_every_finding_has_words_and_plain_data(rule: Terms, situation: Situation) -> None:
    cases = situation.cases()

    for _school, finding in findings(evaluate([rule], cases), cases, Origins()):
        data = finding.as_data()
        assert data["sentence"]
        assert all(figure["value"] for figure in data["figures"])
