"""The what-if checker: each rule with its arithmetic and clause, from what is public, and nothing stored."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.enums import RuleBasis, RuleKind
from registry.forms.check import CheckForm
from registry.models import Batch, Certificate, ListEdition, MajorTeam, Rule, School, SchoolYear
from tests import factories
from tests.registry.publication import list_page, public_filing, publish
from tests.registry.rules_of_notice import add_rules
from xcms.versions import current_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_root")]

ADDRESS = "/registry/check/"


@pytest.fixture
def certificate() -> Certificate:
    found: Certificate = public_filing(school_levels=("higher_vocational",)).certificate
    return found


@pytest.fixture
def batch(certificate: Certificate) -> Batch:
    """The batch of the certificate's list, with the rules of the notice."""
    batch = Batch.objects.get()
    add_rules(batch, clause="第三条 ")
    return batch


@pytest.fixture
def school() -> School:
    made = factories.SchoolFactory(code="4143088888", name="示例职业技术学院")
    SchoolYear.objects.create(
        school=made,
        year=2020,
        majors_count=10,
        enrolment=1000,
        source="数据平台",
        figures_on=date(2019, 12, 31),
    )
    for _number in range(3):
        factories.grant(50, school=made)
    return made


def answer(client: Client, **query: Any) -> dict[str, Any]:
    response = client.get(f"{ADDRESS}?{urlencode({**query, 'format': 'json'}, doseq=True)}")
    assert response.status_code == 200, response.content.decode()
    found: dict[str, Any] = response.json()
    return found


def sentences(client: Client, **query: Any) -> dict[str, tuple[str, str]]:
    found = answer(client, **query)["results"]
    return {one["rule"]: (one["outcome"], one["sentence"]) for one in found}


def page(client: Client, **query: Any) -> str:
    response = client.get(f"{ADDRESS}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_typed_figures_are_held_against_every_rule(client: Client, batch: Batch) -> None:
    found = sentences(
        client,
        school_level="higher_vocational",
        majors=20,
        enrolment=8000,
        running=2,
        certificates=4,
        persons=2401,
        dual="9/20",
        experts="２０％",
        team="national",
    )

    assert found == {
        "certificates": ("met", "证书 6 / 专业 20 = 30%（上限 40%，还可增加 2 个）"),
        "enrolment": ("not_met", "规模 2401 / 在校生 8000 ≈ 30.01%（上限 30%，超出 1 人）"),
        "dual_qualified": ("not_met", "双师型教师 9 / 本专业教师 20 = 45%（下限 50%，还差 1 人）"),
        "industry_experts": ("met", "行业企业专家占比 20%（下限 20%）"),
        "completion": ("open", "门槛待定，暂不核对。"),
        "school_level": ("met", "高职，在试点院校范围内。"),
        "preferred_team": ("met", "国家级教师教学创新团队，同等条件下优先。"),
        "no_outsourcing": ("judgement", "此项没有可核对的数据，由审核人员依据学校材料判断。"),
    }


def test_what_stays_empty_is_open(client: Client, batch: Batch) -> None:
    found = sentences(client, majors=20)

    assert found["certificates"] == ("open", "专业 20；未填写计划数，无法按上限 40% 核对")
    assert found["enrolment"] == ("open", "未填写计划数，无法按上限 30% 核对")
    assert found["dual_qualified"] == ("open", "缺少双师型教师占比，无法按下限 50% 核对")
    assert found["school_level"] == ("open", "未说明办学层次，无法核对。")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("450/600", ("not_met", "取证 450 / 计划 600 = 75%（下限 80%，还差 30 人）")),
        ("480／600", ("met", "取证 480 / 计划 600 = 80%（下限 80%）")),
        ("630/600", ("met", "取证 630 / 计划 600 = 105%（下限 80%）")),
        ("79.99%", ("not_met", "此前批次完成率 79.99%（下限 80%，低 0.01 个百分点）")),
        ("0/0", None),
    ],
)
def test_what_was_planned_and_achieved_is_typed(
    client: Client, batch: Batch, typed: str, expected: tuple[str, str] | None
) -> None:
    Rule.objects.filter(kind=RuleKind.COMPLETION).update(percent=80)

    if expected is None:
        assert client.get(ADDRESS, {"completion": typed, "format": "json"}).status_code == 400
    else:
        assert sentences(client, completion=typed)["completion"] == expected


def test_the_office_s_own_figures_of_completion_fill_nothing_in(
    client: Client, batch: Batch
) -> None:
    Rule.objects.filter(kind=RuleKind.COMPLETION).update(percent=80)
    row = factories.CompletionFactory()

    found = sentences(client, school=row.school.code)

    assert found["completion"] == ("open", "缺少此前批次完成率，无法按下限 80% 核对")


@pytest.mark.parametrize(
    ("level", "outcome"),
    [("secondary", "met"), ("undergraduate", "not_met"), ("technician", "not_met")],
)
def test_levels_outside_the_pilot_are_told(
    client: Client, batch: Batch, level: str, outcome: str
) -> None:
    assert sentences(client, school_level=level)["school_level"][0] == outcome


@pytest.mark.parametrize("called", ["4143088888", "示例职业技术学院", " 示例职业技术学院 "])
def test_a_school_fills_in_what_is_public_of_it(
    client: Client, batch: Batch, school: School, certificate: Certificate, called: str
) -> None:
    MajorTeam.objects.create(
        school=school,
        major=factories.MajorFactory(),
        year=2020,
        dual_qualified_ratio=Decimal("0.1"),
    )
    found = answer(client, school=called, certificate=certificate.public_id, persons=151)
    results = {one["rule"]: one for one in found["results"]}

    assert found["school"]["name"] == "示例职业技术学院"
    assert (
        results["certificates"]["sentence"] == "证书 4 / 专业 10 = 40%（上限 40%，还可增加 0 个）"
    )
    assert results["certificates"]["figures"] == [
        {
            "label": "证书",
            "value": "4",
            "source": "省级登记簿，加本页填写的 1",
            "on": found["as_of"],
        },
        {"label": "专业", "value": "10", "source": "数据平台", "on": "2019-12-31"},
    ]
    assert results["enrolment"]["sentence"].endswith("（上限 30%，超出 1 人）")
    assert results["filed"]["subject"] == certificate.name
    assert results["filed"]["outcome"] == "met"
    # The office's own records of teams are not public.
    assert results["dual_qualified"]["outcome"] == "open"


def test_what_is_typed_goes_before_the_register(
    client: Client, batch: Batch, school: School
) -> None:
    found = sentences(client, school=school.code, majors=100, running=30, certificates=11)

    assert found["certificates"] == ("not_met", "证书 41 / 专业 100 = 41%（上限 40%，超出 1 个）")


def test_a_certificate_that_the_school_runs_counts_once(
    client: Client, batch: Batch, school: School, certificate: Certificate
) -> None:
    factories.grant(1, school=school, certificate=certificate)

    found = sentences(client, school=school.code, certificate=certificate.public_id)

    assert found["certificates"][1].startswith("证书 4 / 专业 10")


def test_filed_means_in_a_published_list_of_the_batch(
    client: Client, batch: Batch, certificate: Certificate
) -> None:
    other = factories.BatchFactory(year=2021, number=1, title="2021年第一批")
    Rule.objects.create(batch=other, kind=RuleKind.FILED)
    wanted = {"certificate": certificate.public_id}

    assert sentences(client, **wanted, batch="2020-3", school_level="secondary")["filed"] == (
        "not_met",
        "该证书的备案不面向中职院校。",
    )
    assert sentences(client, **wanted, batch="2021-1")["filed"] == (
        "open",
        "本批次尚未公布备案证书名单。",
    )
    round_ = factories.RoundFactory(batch=other)
    factories.FilingFactory(round=round_)
    publish(round_, list_page("later"))
    assert sentences(client, **wanted, batch="2021-1")["filed"] == (
        "not_met",
        "该证书不在备案证书名单中。",
    )


def test_only_public_certificates_and_batches_can_be_chosen(client: Client, batch: Batch) -> None:
    hidden = factories.FilingFactory().certificate
    factories.BatchFactory(year=2021, number=1, title="2021年第一批", is_listed=False)

    for query in (f"certificate={hidden.public_id}", "batch=2021-1"):
        assert client.get(f"{ADDRESS}?{query}&format=json").status_code == 400
    assert hidden.name not in page(client, majors=1)
    assert "2021年第一批" not in page(client, majors=1)


@pytest.mark.parametrize("is_public", [True, False])
def test_the_clause_leads_to_its_page_where_the_public_may_read_it(
    client: Client, batch: Batch, is_public: bool
) -> None:
    notice = list_page("clause")
    if not is_public:
        notice.unpublish()
    Rule.objects.update(notice=notice)

    shown = page(client, majors=20)
    urls = {one["clause_url"] for one in answer(client, majors=20)["results"]}

    assert "第三条 certificates" in shown
    assert (urls == {None}) is not is_public
    assert (f'href="{notice.url}' in shown) is is_public


def test_the_page_shows_the_result_with_counts_and_says_that_it_decides_nothing(
    client: Client, batch: Batch, school: School
) -> None:
    shown = page(client, school=school.code, certificates=2, persons=10)

    assert '<a href="#not_met"><strong>1</strong> 不符合</a>' in shown
    assert "证书 5 / 专业 10 = 50%（上限 40%，超出 1 个）" in shown
    assert "不作任何认定" in shown
    assert "示例职业技术学院：2020年第三批申报计划" in shown


def test_before_anything_is_entered_the_rules_are_told(client: Client, batch: Batch) -> None:
    shown = page(client)

    assert "上限 40%" in shown
    assert "下限 50%" in shown
    assert 'id="not_met"' not in shown


def test_the_field_for_majors_taking_part_shows_where_the_cap_counts_them(
    client: Client, batch: Batch
) -> None:
    assert 'name="taking"' not in page(client)

    Rule.objects.filter(kind=RuleKind.CERTIFICATES).update(basis=RuleBasis.MAJORS)

    assert 'name="taking"' in page(client)
    assert sentences(client, majors=20, taking=9)["certificates"] == (
        "not_met",
        "参与试点的专业 9 / 专业 20 = 45%（上限 40%，超出 1 个）",
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("school=没有的学院", "登记簿中没有“没有的学院”"),
        ("majors=-1", "0"),
        ("majors=abc", "专业总数"),
        ("dual=120%25", "请填占比"),
        ("dual=21/20", "请填占比"),
        ("experts=0/0", "请填占比"),
        ("batch=1999-1", "1999-1"),
        ("school_level=x", "办学层次"),
        ("format=csv", "csv"),
    ],
)
def test_what_can_t_be_used_is_said(
    client: Client, batch: Batch, query: str, sentence: str
) -> None:
    shown = client.get(f"{ADDRESS}?{query}").content.decode()
    refused = client.get(
        f"{ADDRESS}?{query}&format=json" if "format" not in query else f"{ADDRESS}?{query}"
    )

    assert sentence in shown
    assert "以下内容有误，未作核对：" in shown
    if "format" not in query:
        assert refused.status_code == 400
        assert sentence in "".join(refused.json()["errors"])


def test_without_a_public_batch_there_is_nothing_to_check(client: Client) -> None:
    assert "尚未公布任何批次" in page(client)
    assert answer(client, majors=3)["results"] == []


def test_nothing_is_stored_and_shared_queries_stay_unindexed(
    client: Client, batch: Batch, school: School
) -> None:
    before = current_version()

    bare = client.get(ADDRESS)
    asked = client.get(f"{ADDRESS}?school={school.code}&majors=20")

    assert "X-Robots-Tag" not in bare.headers
    assert asked.headers["X-Robots-Tag"] == "noindex"
    assert asked.headers["Cache-Control"] == "private, no-store"
    assert not asked.cookies
    assert current_version() == before
    assert client.post(ADDRESS, {"majors": 20}).status_code == 405


def test_a_check_costs_as_many_queries_for_many_as_for_few(
    client: Client, batch: Batch, school: School, certificate: Certificate
) -> None:
    def queries() -> int:
        wanted = [one.public_id for one in Certificate.objects.public()]
        query = urlencode(
            {"school": school.code, "certificate": wanted, "format": "json"}, doseq=True
        )
        client.get(f"{ADDRESS}?{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ADDRESS}?{query}").status_code == 200
        return len(captured)

    few = queries()
    round_ = factories.RoundFactory()
    for _number in range(10):
        factories.FilingFactory(round=round_)
        factories.grant(5, school=school)
    publish(round_, ListEdition.objects.get().page)

    assert queries() == few == 13


KEYS = [*CheckForm.base_fields, "page", "q"]
MEANINGFUL = [
    *("", "0", "-1", "９", "9" * 40, "1e9", "52%", "13/25", "0/0", "²/³", "2020-3", "4143088888"),
    *("secondary", "technician", "national", "json", "html", "\x00", "\u202e", "示例职业技术学院"),
]
VALUES = st.sampled_from(MEANINGFUL) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=8))
def test_any_query_gets_an_answer(
    client: Client, bare_host: None, batch: Batch, school: School, query: list[tuple[str, str]]
) -> None:
    response = client.get(f"{ADDRESS}?{urlencode(query)}")

    assert response.status_code in {200, 400}
    if response.status_code == 400:
        assert response.json()["errors"]
