"""undo(import(file)) gives the former content, and importing again is like importing once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import SchoolNameKind
from registry.models import (
    Approval,
    ApprovalDecision,
    Certificate,
    Organization,
    School,
    SchoolName,
)
from tests import factories
from tests.registry.importers.odd_texts import few_examples, odd_text, rolled_back
from tests.registry.importers.running import counts, sentences
from tests.registry.importers.taking_back import Rows, bring_in
from tests.registry.publication import publish
from tests.registry.test_export_round_trip import exported
from xcms.models import RegisterRecord, Tombstone
from xcms.registers import register_names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_root")]

DAYS = [date(2020, 6, 1) + timedelta(days) for days in (0, 11, 20, 60, 120, 400)]
#: Keys differ from row to row and from import to import; these are what a person could tell apart.
_NOT_CONTENT = {"id", "recorded_version", "public_id"}


def content(*, with_ids: bool = False) -> dict[str, Any]:
    """What the registers hold, in every record and export, and what approvals say on several days."""
    skipped = _NOT_CONTENT - ({"public_id"} if with_ids else set())
    records = {
        model._meta.label: sorted(
            repr([(k, v) for k, v in row.items() if k not in skipped])
            for row in model._base_manager.values(*_columns(model))
        )
        for model in apps.get_models()
        if issubclass(model, RegisterRecord) and model is not Approval
    }
    exports = {name: _export(name) for name in register_names()} if with_ids else {}
    states = [
        sorted(
            Approval.objects.public()
            .with_state(day)
            .values_list(
                "public_id", "status", "quota", "effective_from", "effective_to", "synchronised_on"
            )
            if with_ids
            else Approval.objects.public()
            .with_state(day)
            .values_list("school__code", "level", "major__code", "status", "quota"),
            key=repr,
        )
        for day in DAYS
    ]
    return {**records, **exports, "approvals": states}


def _columns(model: Any) -> list[str]:
    """Links by what they are known by, since a record that comes back has another key."""
    known_by = {"school": "school__code", "organization": "organization__name"}
    known_by |= {"application": "application__certificate__name"}
    known_by |= {"certificate": "certificate__name", "major": "major__name"}
    return [known_by.get(field.name, field.attname) for field in model._meta.concrete_fields]


def _export(name: str) -> list[str]:
    return sorted(exported(name, "csv").decode("utf-8-sig").splitlines())


def rows_of(identities: list[dict[str, str]], **columns: st.SearchStrategy[str]) -> Any:
    """A file: some of the identities, each with its other cells filled at random."""
    filled = st.fixed_dictionaries(columns)
    return st.lists(
        st.sampled_from(range(len(identities))), unique=True, min_size=1, max_size=4
    ).flatmap(
        lambda chosen: st.tuples(*(filled for _ in chosen)).map(
            lambda cells: [
                {**identities[i], **values} for i, values in zip(chosen, cells, strict=True)
            ]
        )
    )


def one_of(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


_SCHOOLS = [{"学校标识码": f"000000000{i}"} for i in range(4)]
_LEVELS = one_of("初级", "中级", "初级、中级", "初、中、高级")
FILES: dict[str, st.SearchStrategy[Rows]] = {
    "schools": rows_of(
        [{**school, "学校名称": f"第{i}学院"} for i, school in enumerate(_SCHOOLS)],
        主管部门=odd_text,
        所在市州=one_of("长沙市", "株洲"),
        办学层次=one_of("中职", "高职", "本科"),
        备注=one_of("", "民办"),
        网址=one_of("", "https://example.org/"),
    ),
    "school-years": rows_of(
        [{"学校标识码": "4143020001", "年度": str(year)} for year in range(2019, 2023)],
        专业总数=one_of("", "0", "40个"),
        在校生总数=one_of("", "4000", "６０"),
        数据来源=odd_text,
    ),
    "completions": rows_of(
        [
            {"学校名称": "已有学院", "证书名称": name, "批次": "2020-3"}
            for name in ("已备案证书", "甲证书", "乙证书")
        ],
        计划人数=one_of("0", "60人", "1,200"),
        培训人数=one_of("40", "５０"),
        取证人数=one_of("0", "40"),
        数据来源=odd_text,
        统计日期=one_of("", "2020.4.30"),
    ),
    "applications": rows_of(
        [
            {
                "学校标识码": "4143020001",
                "证书名称": name,
                "证书等级": "初级",
                "专业代码": major,
                "轮次": "2020-3-1",
                "申报日期": "2020-06-05",
            }
            for name in ("已备案证书", "甲证书")
            for major in ("", "600000")
        ],
        申报人数=one_of("60人", "40", "1,200"),
    ),
    "majors": rows_of(
        [
            {"目录年份": "2015", "专业层次": "高职", "专业代码": code, "专业名称": name}
            for code, name in (("600001", "甲"), ("600001", "乙"), ("", "甲"), ("011", "丙"))
        ],
        数据性质=one_of("", "演示数据"),
    ),
    "organizations": rows_of(
        [{"培训评价组织": name} for name in ("北京甲公司", "上海乙中心", "广州丙协会")],
        网址=one_of("", "https://example.org/"),
        说明=odd_text,
    ),
    "certificates": rows_of(
        [
            {"证书名称": name, "培训评价组织": owner}
            for name in ("物流管理", "数控车铣加工", "母婴护理")
            for owner in ("北京甲公司", "上海乙中心")
        ],
        国家批次=one_of("第一批", "二"),
        证书等级=_LEVELS,
        证书说明=odd_text,
    ),
    "filings": rows_of(
        [{"轮次": "2020-3-1", "证书名称": name} for name in ("已备案证书", "甲证书", "乙证书")],
        证书等级=_LEVELS,
        试点院校层次=one_of("中职", "中职、高职"),
        考证收费标准=odd_text,
        说明=odd_text,
        收到日期=one_of("", "2020.5.20", "43971"),
    ),
    "contacts": rows_of(
        [
            {"类别": "省厅", "部门": "职成处", "办公电话": "0731-85149710"},
            {"类别": "市州", "部门": "职成科", "所在市州": "长沙", "电子邮箱": "a@example.org"},
            {"类别": "院校", "部门": "教务处", "学校名称": "已有学院", "地址": "一号"},
        ],
        邮政编码=one_of("", "410000"),
        核实日期=one_of("", "2020年6月1日"),
    ),
    "groups": rows_of(
        [{"QQ群号": str(235468629 + i)} for i in range(4)],
        群名称=odd_text.map(lambda text: f"群{text}"),
        用途=odd_text,
        批次=one_of("", "2020-3"),
    ),
    "approvals": rows_of(
        [
            {"学校标识码": "4143020001", "证书名称": name, "证书等级": level, "专业代码": major}
            for name in ("已备案证书", "甲证书")
            for level in ("初级", "")
            for major in ("", "600000")
        ],
        **{
            "试点规模": one_of("60人", "40", "1,200"),
            "生效日期": one_of("2020-06-12", "2020-06-21", "2020-08-01"),
            "依据": odd_text,
        },
    ),
}


@pytest.fixture
def _register(wagtail_root: Any) -> None:
    """What the files refer to, and some records that they change."""
    school = factories.SchoolFactory(code="4143020001", name="已有学院")
    major = factories.MajorFactory(code="600000")
    owner = factories.OrganizationFactory(name="已有组织", note="=旧")
    filed, *_others = (
        factories.CertificateFactory(name=name, organization=owner)
        for name in ("已备案证书", "甲证书", "乙证书")
    )
    round_ = factories.RoundFactory()
    factories.FilingFactory(certificate=filed, round=round_, note="旧\n说明")
    publish(round_)
    factories.grant(60, school=school, certificate=filed, level="beginner", major=major)
    factories.grant(30, school=school, certificate=filed, level="")
    factories.ContactFactory(office="职成处", person="某同志", show_person=True)
    factories.QQGroupFactory(number="235468629", purpose="旧用途")


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize("register", register_names())
@few_examples
@given(data=st.data())
def test_undo_gives_the_former_content(register: str, data: st.DataObject) -> None:
    with rolled_back():
        first, second = data.draw(FILES[register]), data.draw(FILES[register])
        options = _options(register, data)
        assert sentences(bring_in(register, first).report) == []
        before = content(with_ids=True)

        done = bring_in(register, second, **options)
        assert sentences(done.report) == []
        after = content()
        ids = _public_ids()
        done.undo()
        assert content(with_ids=True) == before

        again = bring_in(register, second, **options)
        assert counts(again.report) == counts(done.report)
        assert content() == after
        assert _public_ids() == ids


def _options(register: str, data: st.DataObject) -> dict[str, Any]:
    if register != "approvals":
        return {}
    return data.draw(
        st.sampled_from(
            [
                {},
                {"correct": "yes", "reason": "抄错", "today": date(2020, 7, 9)},
                {"replace": True, "reason": "名单", "basis": "第六条", "round": "2020-3-1"},
            ]
        )
    )


def _public_ids() -> list[Any]:
    return [
        sorted(Certificate.objects.values_list("name", "organization__name", "public_id")),
        sorted(Organization.objects.values_list("name", "public_id")),
        sorted(
            Approval.objects.values_list("school__code", "certificate__name", "public_id", "pk")
        ),
    ]


# The single rules, by example


def test_names_that_an_import_added_go_and_are_not_found_any_more() -> None:
    school = factories.SchoolFactory(code="4143020001", name="甲学院")
    SchoolName.objects.create(school=school, name="老甲", kind=SchoolNameKind.FORMER)
    school.refresh_from_db()
    row = {"学校标识码": school.code, "学校名称": "甲学院", "所在市州": "长沙", "办学层次": "高职"}
    done = bring_in("schools", [{**row, "简称": "小甲"}])
    assert "小甲" in School.objects.get().search_text

    done.undo()

    found = School.objects.get()
    assert found.search_text == school.search_text
    assert [name.name for name in found.names.all()] == ["老甲"]
    assert Tombstone.objects.get().label == "小甲"


def test_refused_where_a_former_name_is_another_schools_alias_now() -> None:
    row = {"学校标识码": "4143029999", "所在市州": "长沙", "办学层次": "高职"}
    bring_in("schools", [{**row, "学校名称": "甲学院"}])
    done = bring_in("schools", [{**row, "学校名称": "甲大学"}])
    SchoolName.objects.create(school=factories.SchoolFactory(name="乙学院"), name="甲学院")

    assert done.refusals() == ["“甲大学”要恢复的“甲学院”现已为“乙学院”所用。"]


def test_refused_where_an_edition_shows_a_new_or_changed_filing() -> None:
    factories.CertificateFactory(name="甲证书")
    factories.CertificateFactory(name="乙证书")
    row = {"轮次": "2020-3-1", "证书等级": "初级", "试点院校层次": "中职"}
    round_ = factories.RoundFactory()
    bring_in("filings", [{**row, "证书名称": "甲证书"}])
    page = publish(round_)
    done = bring_in(
        "filings",
        [{**row, "证书名称": "甲证书", "收费标准": "1元"}, {**row, "证书名称": "乙证书"}],
    )
    assert done.refusals() == []

    publish(round_, page)

    assert sorted(done.refusals()) == sorted(
        f"名单行“{row}”引用了“{row.filing}”。" for row in round_.editions.get(number=2).rows.all()
    )


def test_refused_where_somebody_uses_a_level_that_came_with_the_import() -> None:
    certificate = factories.CertificateFactory(name="甲证书", levels=("beginner",))
    row = {"证书名称": "甲证书", "培训评价组织": certificate.organization.name}
    done = bring_in("certificates", [{**row, "国家批次": "一", "证书等级": "初级、高级"}])
    factories.grant(certificate=Certificate.objects.get(), level="beginner")
    assert done.refusals() == []

    line = factories.grant(certificate=Certificate.objects.get(), level="advanced")

    assert done.refusals() == [f"试点资格“{line}”引用了“甲证书”。"]


def test_refused_where_a_decision_came_after_the_import() -> None:
    line = factories.grant(school=factories.SchoolFactory(code="4143020001", name="甲学院"))
    row = {"学校标识码": "4143020001", "证书名称": line.certificate.name, "证书等级": "中级"}
    done = bring_in("approvals", [{**row, "试点规模": "90", "生效日期": "2020-09-01"}])
    later = factories.decide(line, quota=95, effective_from=date(2021, 1, 1))

    assert done.refusals() == [f"“{line}”在导入之后另有决定“{later}”。"]


def test_an_organisation_that_came_with_certificates_goes_with_them() -> None:
    row = {"证书名称": "甲证书", "培训评价组织": "甲组织", "国家批次": "一", "证书等级": "初级"}
    done = bring_in("certificates", [row])
    certificate = Certificate.objects.select_related("organization").get()

    done.undo()
    assert not Organization.objects.exists()
    assert {stone.public_id for stone in Tombstone.objects.all()} == {
        certificate.public_id,
        certificate.organization.public_id,
    }

    bring_in("certificates", [row])
    back = Certificate.objects.get()
    assert (back.public_id, back.organization.public_id) == (
        certificate.public_id,
        certificate.organization.public_id,
    )


def test_credit_codes_that_were_swapped_go_back() -> None:
    codes = "91110000802100433B", "91330106MA2CFC5M97"
    rows = [
        {"培训评价组织": name, "统一社会信用代码": code}
        for name, code in zip(("甲中心", "乙公司"), codes, strict=True)
    ]
    bring_in("organizations", rows)
    swapped = [
        {**row, "统一社会信用代码": code} for row, code in zip(rows, reversed(codes), strict=True)
    ]
    done = bring_in("organizations", swapped)
    assert done.report.written

    done.undo()

    assert dict(Organization.objects.values_list("name", "credit_code")) == dict(
        zip(("甲中心", "乙公司"), codes, strict=True)
    )


def test_nothing_of_an_approvals_import_is_deleted() -> None:
    factories.SchoolFactory(code="4143020001")
    factories.CertificateFactory(name="甲证书")
    row = {"学校标识码": "4143020001", "证书名称": "甲证书", "试点规模": "60"}
    done = bring_in("approvals", [{**row, "生效日期": "2020-06-12"}])

    version = done.undo()

    (decision,) = ApprovalDecision.objects.all()
    assert decision.voided_version == version
    line = Approval.objects.get()
    assert (line.recorded_version, line.synchronised_on) == (version, None)
    assert not Approval.objects.public().exists()
