"""Importing filings, contacts and groups."""

from datetime import date

import pytest

from registry.enums import ContactKind, FilingDecision
from registry.models import (
    ContactPoint,
    Filing,
    QQGroup,
)
from tests import factories
from tests.registry.importers.running import counts, importing, sentences
from tests.sheets import csv_bytes, xlsx_bytes

pytestmark = pytest.mark.django_db

FILINGS = ["证书名称", "证书等级", "试点院校层次", "考证收费标准"]


def test_filings_of_the_round_that_the_option_names() -> None:
    factories.RoundFactory()
    factories.CertificateFactory(name="物流管理")

    report = importing(
        "filings",
        csv_bytes(FILINGS, ["物流管理职业技能等级证书", "初级、中级", "中职/高职", "200元/人"]),
        round="2020-3-1",
    )

    assert counts(report) == {"rows": 1, "new": 1}
    filing = Filing.objects.get()
    assert (filing.levels, filing.school_levels, filing.fee, filing.decision) == (
        ("beginner", "intermediate"),
        ("secondary", "higher_vocational"),
        "200元/人",
        FilingDecision.AGREED,
    )
    assert not Filing.objects.public().exists()


def test_a_filing_beyond_its_certificate_and_one_without_a_round() -> None:
    factories.RoundFactory()
    factories.CertificateFactory(name="物流管理", levels=("beginner", "intermediate"))

    beyond = importing(
        "filings", csv_bytes(FILINGS, ["物流管理", "高级", "中职", ""]), round="2020-3-1"
    )
    roundless = importing("filings", csv_bytes(FILINGS, ["物流管理", "初级", "中职", ""]))

    assert sentences(beyond)[0].startswith("第 2 行“证书等级”：")
    assert sentences(roundless) == ["第 2 行：缺少轮次：请填写“轮次”列，或指定 --round。"]


def test_a_round_in_the_sheet_that_is_not_the_chosen_one() -> None:
    factories.RoundFactory()
    factories.RoundFactory(number=2)
    factories.CertificateFactory(name="物流管理")

    report = importing(
        "filings",
        csv_bytes(["轮次", *FILINGS], ["2020年第三批第二轮", "物流管理", "初级", "中职", ""]),
        round="2020-3-1",
    )

    assert sentences(report) == ["第 2 行“轮次”：为 2020-3-2，与指定导入的轮次 2020-3-1 不一致。"]


def test_two_certificates_of_one_name_need_the_organisation() -> None:
    factories.RoundFactory()
    for owner in ("甲中心", "乙公司"):
        factories.CertificateFactory(
            name="物流管理", organization=factories.OrganizationFactory(name=owner)
        )
    rows = [["物流管理", "初级", "中职", ""], ["物流管理", "初级", "中职", ""]]

    unclear = importing("filings", csv_bytes(FILINGS, rows[0]), round="2020-3-1")
    clear = importing(
        "filings",
        csv_bytes([*FILINGS, "培训评价组织"], [*rows[0], "甲中心"], [*rows[1], "乙公司"]),
        round="2020-3-1",
    )

    assert "有多个职业技能等级证书名为“物流管理”" in sentences(unclear)[0]
    assert counts(clear) == {"rows": 2, "new": 2}


CONTACTS = ["类别", "所在市州", "学校名称", "部门", "办公电话", "邮箱"]


def test_contacts_of_the_province_a_bureau_and_a_school() -> None:
    school = factories.SchoolFactory(name="甲学院")

    report = importing(
        "contacts",
        csv_bytes(
            CONTACTS,
            ["省级部门", "", "", "职成所", "0731-85149710", ""],
            ["市州", "株洲", "", "职成科", "", "office@example.org"],
            ["院校", "", "甲学院", "教务处", "0731-85149711", ""],
        ),
    )

    assert counts(report) == {"rows": 3, "new": 3}
    assert ContactPoint.objects.get(kind=ContactKind.SCHOOL).school == school
    assert ContactPoint.objects.get(kind=ContactKind.BUREAU).region_id == "430200"


def test_contacts_that_belong_to_nobody_or_cannot_be_reached() -> None:
    report = importing(
        "contacts",
        csv_bytes(
            CONTACTS,
            ["市州", "", "", "职成科", "", "office@example.org"],
            ["院校", "", "没有的学院", "教务处", "0731-85149710", ""],
            ["省级部门", "", "", "职成所", "", ""],
            ["省级部门", "", "", "办公室", "12", ""],
        ),
    )

    assert [s.partition("：")[0] for s in sentences(report)] == [
        "第 2 行“所在市州”",
        "第 3 行“学校名称”",
        "第 4 行“办公电话”",
        "第 5 行“办公电话”",
    ]


def test_a_sheet_without_persons_leaves_them_alone() -> None:
    contact = factories.ContactFactory(office="职成所", person="某同志", show_person=True)

    importing("contacts", csv_bytes(CONTACTS, ["省级部门", "", "", "职成所", "0731-85149711", ""]))

    contact.refresh_from_db()
    assert (contact.phone, contact.person, contact.show_person) == ("0731-85149711", "某同志", True)


def test_groups() -> None:
    factories.BatchFactory()

    report = importing(
        "groups",
        csv_bytes(
            ["群名称", "QQ群号", "批次"], ["工作群", "235468629", "2020-3"], ["坏群", "012", ""]
        ),
    )
    good = importing(
        "groups", csv_bytes(["群名称", "QQ群号", "批次"], ["工作群", "235468629", "2020-3"])
    )

    assert sentences(report)[0].startswith("第 3 行“QQ群号”：")
    assert counts(good) == {"rows": 1, "new": 1}
    assert QQGroup.objects.get().batch.key == "2020-3"


def test_dates_of_a_filing() -> None:
    factories.RoundFactory()
    factories.CertificateFactory(name="物流管理")

    importing(
        "filings",
        xlsx_bytes(
            [*FILINGS, "审核日期", "审核结论"],
            ["物流管理", "初级", "中职", "", date(2020, 6, 1), "同意"],
        ),
        round="2020-3-1",
    )

    assert Filing.objects.get().decided_on == date(2020, 6, 1)
