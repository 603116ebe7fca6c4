"""A batch's rules on an application, a school and everything, from the register's own figures."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.enums import DecisionKind, RuleKind, RuleOutcome, RuleSeverity, TeamFlag
from registry.models import (
    Approval,
    ApprovalDecision,
    Batch,
    Certificate,
    Major,
    MajorTeam,
    Round,
    Rule,
    School,
    SchoolYear,
)
from registry.rules.columns import LEVELS, NO_MAJOR, Lines
from registry.rules.findings import Finding
from registry.services.assessments import (
    AppliedLine,
    assess_application,
    assess_batch,
    assess_school,
)
from registry.services.lines_in_force import lines_in_force
from tests import factories
from tests.registry.rules_of_notice import add_rules
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 20)


@pytest.fixture
def batch() -> Batch:
    """With every rule of the notice; the threshold of completion is not known."""
    batch = factories.BatchFactory()
    add_rules(batch, clause="关于")
    return batch


@pytest.fixture
def school() -> School:
    made = factories.SchoolFactory()
    SchoolYear.objects.create(
        school=made,
        year=2020,
        majors_count=5,
        enrolment=1000,
        source="2020年高职数据平台",
        figures_on=date(2019, 12, 31),
    )
    return made


def filed(**values: Any) -> Certificate:
    return factories.FilingFactory(round=factories.RoundFactory(), **values).certificate


def applied(
    school: School, certificate: Certificate, *lines: AppliedLine, today: date = TODAY
) -> dict[RuleKind, Finding]:
    found = assess_application(school, certificate, lines, factories.RoundFactory(), today)
    return {finding.kind: finding for finding in found}


def test_an_application_meets_every_rule_of_its_batch(batch: Batch, school: School) -> None:
    major = factories.MajorFactory(name="护理")
    MajorTeam.objects.create(
        school=school,
        major=major,
        year=2020,
        dual_qualified_ratio=Decimal("0.5"),
        industry_expert_ratio=Decimal("0.1999"),
        flag=TeamFlag.PROVINCIAL,
        source="学校申报材料",
    )

    found = applied(school, filed(), ("beginner", major, 300))

    assert {str(kind): (str(f.outcome), f.sentence) for kind, f in found.items()} == {
        "certificates": ("met", "证书 1 / 专业 5 = 20%（上限 40%，还可增加 1 个）"),
        "enrolment": ("met", "规模 300 / 在校生 1000 = 30%（上限 30%，还可增加 0 人）"),
        "dual_qualified": ("met", "双师型教师占比 50%（下限 50%）"),
        "industry_experts": ("not_met", "行业企业专家占比 19.99%（下限 20%，低 0.01 个百分点）"),
        "completion": ("open", "门槛待定，暂不核对。"),
        "school_level": ("met", "高职，在试点院校范围内。"),
        "filed": ("met", "已按初级备案，面向本类院校。"),
        "preferred_team": ("met", "省级专业教学团队，同等条件下优先。"),
        "no_outsourcing": (
            "judgement",
            "此项没有可核对的数据，由审核人员依据学校材料判断。",
        ),
    }
    assert found[RuleKind.CERTIFICATES].clause == "关于certificates"
    assert found[RuleKind.DUAL_QUALIFIED].subject == "护理"
    assert found[RuleKind.ENROLMENT].as_data()["figures"] == [
        {"label": "规模", "value": "300", "source": "省级登记簿", "on": "2020-06-20"},
        {"label": "在校生", "value": "1000", "source": "2020年高职数据平台", "on": "2019-12-31"},
    ]
    assert found[RuleKind.DUAL_QUALIFIED].as_data()["figures"][0]["source"] == "学校申报材料"


def test_caps_count_what_the_school_has_in_force_over_all_batches(
    batch: Batch, school: School
) -> None:
    one, two, three = (filed() for _number in range(3))
    factories.grant(100, school=school, certificate=one)
    factories.grant(100, school=school, certificate=one, level="advanced")
    factories.grant(90, school=school, certificate=two)
    ended = factories.grant(500, school=school, certificate=filed())
    factories.decide(
        ended,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 6, 15),
        reason="违规",
        clause="第五条",
    )
    factories.grant(
        700, school=school, certificate=filed(), decision={"effective_from": date(2020, 9, 1)}
    )
    factories.grant(900, certificate=three)

    again = applied(school, one, ("beginner", None, 10))
    more = applied(school, three, ("beginner", None, 11))

    assert again[RuleKind.CERTIFICATES].sentence.startswith("证书 2 / 专业 5 = 40%")
    assert again[RuleKind.ENROLMENT].sentence.startswith("规模 300 / 在校生 1000")
    assert again[RuleKind.ENROLMENT].outcome == RuleOutcome.MET
    assert more[RuleKind.CERTIFICATES].sentence.endswith("（上限 40%，超出 1 个）")
    assert more[RuleKind.ENROLMENT].sentence.endswith("（上限 30%，超出 1 人）")


@pytest.mark.parametrize(("approved", "persons"), [(200, 250), (250, 250), (280, 280)])
def test_what_an_application_has_brought_itself_counts_once(
    batch: Batch, school: School, approved: int, persons: int
) -> None:
    certificate = filed()
    factories.grant(
        approved,
        school=school,
        certificate=certificate,
        level="beginner",
        decision={"round": factories.RoundFactory()},
    )

    found = applied(school, certificate, ("beginner", None, 250))

    assert found[RuleKind.ENROLMENT].sentence.startswith(f"规模 {persons} /")


def test_an_earlier_round_of_the_same_certificate_adds_up(batch: Batch, school: School) -> None:
    certificate = filed()
    factories.grant(
        100,
        school=school,
        certificate=certificate,
        decision={"round": factories.RoundFactory(number=2)},
    )

    found = applied(school, certificate, ("beginner", None, 250))

    assert found[RuleKind.ENROLMENT].sentence.startswith("规模 350 /")


def test_figures_of_another_year_are_no_figures(batch: Batch, school: School) -> None:
    SchoolYear.objects.update(year=2019)
    MajorTeam.objects.create(
        school=school, major=factories.MajorFactory(), year=2019, dual_qualified_ratio=1
    )

    found = applied(school, filed(), ("beginner", Major.objects.get(name__gt=""), 10))

    for kind in (RuleKind.CERTIFICATES, RuleKind.ENROLMENT, RuleKind.DUAL_QUALIFIED):
        assert found[kind].outcome == RuleOutcome.OPEN
    assert found[RuleKind.CERTIFICATES].sentence == "证书 1；缺少专业总数，无法按上限 40% 核对"


def test_a_certificate_counts_as_filed_in_the_round_it_is_applied_for_in(
    batch: Batch, school: School
) -> None:
    later = factories.FilingFactory(round=factories.RoundFactory(number=2)).certificate
    pending = filed(pending=True)

    for certificate in (later, pending):
        found = applied(school, certificate, ("beginner", None, 10))
        assert found[RuleKind.FILED].outcome == RuleOutcome.NOT_MET


def test_an_application_without_lines_yet_is_judged_as_far_as_it_goes(
    batch: Batch, school: School
) -> None:
    found = applied(school, filed())

    assert found[RuleKind.CERTIFICATES].sentence.startswith("证书 1 /")
    assert found[RuleKind.FILED].outcome == RuleOutcome.MET
    assert found[RuleKind.DUAL_QUALIFIED].sentence == "未写明专业，无法按下限 50% 核对"


def test_a_school_is_judged_by_what_it_has_in_force(batch: Batch, school: School) -> None:
    major = factories.MajorFactory(name="护理")
    factories.grant(301, school=school, major=major)

    found = {finding.kind: finding for finding in assess_school(school, batch, TODAY)}

    assert found[RuleKind.ENROLMENT].sentence.endswith("（上限 30%，超出 1 人）")
    assert found[RuleKind.DUAL_QUALIFIED].subject == "护理"
    assert RuleKind.FILED not in found


def test_a_whole_batch_says_who_breaks_what(batch: Batch, school: School) -> None:
    Rule.objects.filter(kind=RuleKind.ENROLMENT).update(severity=RuleSeverity.ERROR)
    factories.grant(301, school=school)
    factories.grant(5)

    found = assess_batch(batch, TODAY)

    ((broken, finding),) = found.found()
    assert (broken, finding.kind, finding.severity) == (
        school.pk,
        RuleKind.ENROLMENT,
        RuleSeverity.ERROR,
    )
    counts = {terms.kind: counted for terms, counted in found.counts().items()}
    assert counts[RuleKind.ENROLMENT] == {
        RuleOutcome.NOT_MET: 1,
        RuleOutcome.OPEN: 1,
        RuleOutcome.JUDGEMENT: 0,
        RuleOutcome.MET: 0,
    }


def test_applications_of_a_whole_batch_count_beside_what_is_in_force(
    batch: Batch, school: School
) -> None:
    factories.grant(290, school=school)
    certificate = filed()
    level = LEVELS.index("advanced")
    lines = Lines.of([(school.pk, certificate.pk, level, NO_MAJOR, 11)])

    found = assess_batch(batch, TODAY, lines).found()

    assert [(f.kind, f.subject, f.sentence) for _school, f in found] == [
        (
            RuleKind.ENROLMENT,
            "",
            "规模 301 / 在校生 1000 = 30.1%（上限 30%，超出 1 人）",
        ),
        (RuleKind.FILED, certificate.name, "该证书的备案不含高级。"),
    ]


def test_the_rules_of_another_batch_do_not_apply(batch: Batch, school: School) -> None:
    other = factories.BatchFactory(number=4, title="2020年第四批")

    assert assess_school(school, other, TODAY) == []


@pytest.mark.parametrize("count", [1, 20])
def test_more_of_everything_costs_no_more_queries(
    batch: Batch, school: School, count: int, django_assert_num_queries: Any
) -> None:
    majors = [factories.MajorFactory() for _number in range(count)]
    one = factories.CertificateFactory()
    for major in majors:
        factories.grant(1, school=school, certificate=one, major=major)
        SchoolYear.objects.create(school=factories.grant(5).school, year=2020, enrolment=10)
    certificate = filed()
    round_ = Round.objects.select_related("batch").get()
    lines = [("beginner", major, 5) for major in majors]

    with django_assert_num_queries(10):
        assess_application(school, certificate, lines, round_, TODAY)
    with django_assert_num_queries(9):
        assess_school(school, batch, TODAY)
    with django_assert_num_queries(9):
        assert len(assess_batch(batch, TODAY).found()) == count


def test_more_schools_than_a_query_bears(
    batch: Batch, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lines_in_force", "school_figures", "completions", "assessments"):
        monkeypatch.setattr(f"registry.services.{module}.MOST_KEYS", 0)
    factories.grant(301, school=school)
    factories.grant(5)

    assert [key for key, _finding in assess_batch(batch, TODAY).found()] == [school.pk]


def test_what_is_in_force_is_read_as_the_list_of_approvals_reads_it(batch: Batch) -> None:
    for number in range(12):
        line = factories.grant(10 + number, major=factories.MajorFactory())
        if number % 3 == 1:
            factories.decide(line, kind="cut", quota=3, effective_from=date(2020, 6, 12 + number))
        if number % 4 == 2:
            factories.decide(
                line,
                kind=DecisionKind.REVOKE,
                quota=0,
                effective_from=date(2020, 6, 14),
                reason="违规",
                clause="第五条",
            )
        if number % 5 == 3:
            factories.decide(
                line, quota=8, effective_from=date(2020, 6, 13), effective_to=date(2020, 6, 18)
            )
    ApprovalDecision.objects.filter(approval=line).void(current_version() + 1)
    for day in (date(2020, 6, 11), date(2020, 6, 13), TODAY):
        expected = {
            (a.school_id, a.certificate_id, LEVELS.index(a.level), a.major_id, a.quota)
            for a in Approval.objects.public().effective_on(day)
        }
        lines = lines_in_force(day).lines
        columns = (getattr(lines, name).tolist() for name in Lines.__slots__)
        assert set(zip(*columns, strict=True)) == expected
