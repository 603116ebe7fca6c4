"""One box finds notices, lists, pages and everything public of the register, each kind as its own list does."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from notices.models import NoticePage, RegisterCollectionPage
from registry.models import Organization, SchoolName
from registry.services.filings import revoke_filing
from tests.factories import (
    CertificateFactory,
    ContactFactory,
    FilingFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
)
from tests.notices.pages import draft_list, make_notice, publish, published_list
from tests.registry.publication import public_certificate
from tests.search.answers import counts, titles
from tests.search.conftest import Ask

pytestmark = pytest.mark.django_db


def paragraph(text: str) -> list[Any]:
    return [("paragraph", f"<p>{text}</p>")]


# Pages


def test_two_characters_find_a_notice_by_title_body_summary_and_number(
    ask: Ask, section: Any
) -> None:
    make_notice(section, title="关于做好试点申报的通知", slug="a")
    make_notice(section, title="甲", slug="b", body=paragraph("院校申报的材料"))
    make_notice(section, title="乙", slug="c", summary="申报要点")
    make_notice(section, title="丙", slug="d", document_number="湘申报〔2020〕1号")
    make_notice(section, title="不相干", slug="e")
    assert set(titles(ask("申报"))) == {"关于做好试点申报的通知", "甲", "乙", "丙"}


def test_a_name_comes_before_what_begins_so_before_titles_before_bodies(
    ask: Ask, section: Any
) -> None:
    make_notice(
        section, title="甲", slug="d", body=paragraph("其中的试点工作"), dated=date(2024, 1, 1)
    )
    make_notice(section, title="做好试点工作", slug="c", dated=date(2023, 1, 1))
    make_notice(section, title="试点工作安排", slug="b", dated=date(2022, 1, 1))
    make_notice(section, title="试点工作", slug="a", dated=date(2021, 1, 1))
    assert titles(ask("试点工作")) == ["试点工作", "试点工作安排", "做好试点工作", "甲"]


def test_among_equals_the_newest_comes_first(ask: Ask, section: Any) -> None:
    for year in (2021, 2023, 2022):
        make_notice(section, title=f"{year}年通知", slug=f"n{year}", dated=date(year, 1, 1))
    assert titles(ask("通知"), "notices") == ["2023年通知", "2022年通知", "2021年通知"]


def test_what_is_no_longer_in_force_comes_last_and_says_so(
    ask: Ask, client: Client, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from notices.search_sources import NoticeSource

    old = make_notice(section, title="试点", slug="a")
    make_notice(section, title="关于试点的说明", slug="b")
    monkeypatch.setattr(NoticeSource, "withdrawn_among", lambda _self, _keys: {old.pk})
    answer = ask("试点")
    assert titles(answer) == ["关于试点的说明", "试点"]
    assert [one["is_withdrawn"] for one in answer["results"]] == [False, True]
    assert "已失效" in client.get("/search/?q=试点").content.decode()


def test_drafts_unpublished_and_restricted_pages_are_not_found(
    ask: Ask, section: Any, wagtail_root: Any
) -> None:
    draft = NoticePage(title="试点草稿", slug="a", live=False)
    section.add_child(instance=draft)
    draft.save_revision()
    gone = make_notice(section, title="试点撤下", slug="b")
    gone.unpublish()
    closed = make_notice(section, title="试点内部", slug="c")
    closed.view_restrictions.create(restriction_type="login")
    changed = make_notice(section, title="公开", slug="d")
    changed.title = "试点改动"
    changed.save_revision()
    assert ask("试点")["count"] == 0


def test_a_page_that_has_gone_is_found_no_more(ask: Ask, section: Any) -> None:
    make_notice(section, title="试点通知", slug="a").delete()
    assert ask("试点")["count"] == 0


def test_pages_of_another_site_are_not_of_this_one(
    ask: Ask, section: Any, wagtail_root: Any
) -> None:
    from wagtail.models import Site

    other = wagtail_root.add_sibling(instance=type(wagtail_root)(title="另一站试点", slug="other"))
    Site.objects.create(hostname="other.example", root_page=other)
    make_notice(section, title="试点通知", slug="a")
    assert titles(ask("试点")) == ["试点通知"]


def test_every_other_type_of_page_is_found_too(ask: Ask, section: Any, wagtail_root: Any) -> None:
    section.add_child(
        instance=RegisterCollectionPage(title="长沙院校的试点资格", slug="changsha", summary="专题")
    )
    wagtail_root.title = "试点首页"
    wagtail_root.save()
    answer = ask("试点")
    assert set(titles(answer, "pages")) == {"长沙院校的试点资格", "试点首页"}
    assert counts(answer) == {"pages": 2}


def test_a_list_is_found_by_the_certificates_of_its_current_edition(ask: Ask, section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_, certificate__name="物流管理")
    page = publish(draft_list(section, round_, title="第一轮名单"))
    assert titles(ask("物流管理"), "lists") == ["第一轮名单"]
    assert ask("幼儿照护")["count"] == 0

    FilingFactory(round=round_, certificate__name="幼儿照护")
    assert titles(ask("幼儿照护"), "lists") == []
    publish(page, change_note="增补")
    answer = ask("幼儿照护")
    assert titles(answer, "lists") == ["第一轮名单"]
    assert "幼儿照护" in answer["results"][0]["excerpt"]


def test_a_list_with_demo_rows_says_so(ask: Ask, section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_, is_demo=True)
    publish(draft_list(section, round_, title="第一轮名单"))
    assert [one["is_demo"] for one in ask("名单")["results"]] == [True]


def test_days_narrow_the_dated_kinds_and_leave_out_the_others(ask: Ask, section: Any) -> None:
    make_notice(section, title="旧试点", slug="a", dated=date(2019, 5, 1))
    make_notice(section, title="新试点", slug="b", dated=date(2020, 5, 1))
    SchoolFactory(name="试点学院")
    assert titles(ask("试点", since="2020-01-01")) == ["新试点"]
    assert titles(ask("试点", until="2019-12-31")) == ["旧试点"]
    assert titles(ask("试点", since="2019-05-01", until="2020-05-01")) == ["新试点", "旧试点"]


# The register


def test_a_certificate_is_found_while_its_list_is_live(ask: Ask, section: Any) -> None:
    page = published_list(section)
    name = page.round.filings.get().certificate.name
    CertificateFactory(name="没有备案的证书")
    assert ask(name, kind="certificates")["count"] == 1
    assert ask("没有备案", kind="certificates")["count"] == 0
    page.unpublish()
    assert ask(name)["count"] == 0


def test_a_revoked_certificate_says_so(ask: Ask) -> None:
    certificate = public_certificate(name="物流管理")
    filing = certificate.filings.get()
    revoke_filing(filing, on=date(2021, 1, 1), basis="通知", acting_user=None)
    assert [one["is_withdrawn"] for one in ask("物流管理", kind="certificates")["results"]] == [
        True
    ]


@pytest.mark.parametrize(
    "text", ["长沙民政", "民政 长沙", "csmz", "changsha", "4143010827", "民院"]
)
def test_a_school_is_found_as_its_list_finds_it(ask: Ask, client: Client, text: str) -> None:
    school = SchoolFactory(name="长沙民政职业技术学院", code="4143010827")
    SchoolName.objects.create(school=school, name="民院", kind="alias")
    SchoolFactory(name="湖南铁道职业技术学院")
    answer = ask(text)
    assert titles(answer, "schools") == ["长沙民政职业技术学院"]
    [url] = [group["url"] for group in answer["groups"] if group["key"] == "schools"]
    listed = client.get(f"{url}&format=json").json()
    assert counts(answer)["schools"] == listed["count"]


def test_organisations_are_found_while_they_own_something_public(ask: Ask) -> None:
    public_certificate(name="物流管理", organization__name="北京中物联")
    Organization.objects.create(name="北京未公开公司")
    assert titles(ask("北京"), "organizations") == ["北京中物联"]


def test_offices_are_found_and_persons_are_not(ask: Ask, client: Client) -> None:
    ContactFactory(
        office="职成处",
        duty="试点申报",
        person="张三丰",
        mobile="13800138000",
        show_person=True,
    )
    ContactFactory(office="内部科室", is_public=False)
    answer = ask("职成处")
    assert titles(answer, "contacts") == ["职成处"]
    for text in ("张三丰", "13800138000", "内部科室"):
        assert ask(text)["count"] == 0
    for address in ("/search/?q=职成处", "/search/?q=职成处&format=json", "/search/?q=试点"):
        shown = client.get(address).content.decode()
        assert "张三丰" not in shown
        assert "13800138000" not in shown


def test_groups_are_found_by_name_number_and_audience(ask: Ask) -> None:
    QQGroupFactory(name="试点工作群", number="235468629", audience="院校负责人")
    QQGroupFactory(name="内部试点群", is_public=False)
    for text in ("工作群", "235468629", "负责人"):
        assert titles(ask(text), "groups") == ["试点工作群"]


# Other names


def test_an_alias_finds_texts_with_the_full_name_and_the_other_way_round(
    ask: Ask, client: Client, section: Any
) -> None:
    school = SchoolFactory(name="长沙民政职业技术学院")
    SchoolName.objects.create(school=school, name="民院", kind="alias")
    make_notice(section, title="公布长沙民政职业技术学院等院校", slug="a")
    make_notice(section, title="民院考点", slug="b")
    make_notice(section, title="不相干", slug="c")
    for text in ("民院", "长沙民政职业技术学院"):
        assert set(titles(ask(text), "notices")) == {"公布长沙民政职业技术学院等院校", "民院考点"}
    page = client.get("/search/?q=民院").content.decode()
    assert "也查找了：长沙民政职业技术学院" in page
    assert set(titles(ask("民院 考点"), "notices")) == {"民院考点"}


def test_without_an_alias_nothing_else_is_looked_for(client: Client, section: Any) -> None:
    make_notice(section, title="试点通知", slug="a")
    assert "也查找了" not in client.get("/search/?q=试点").content.decode()
