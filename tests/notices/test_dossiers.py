"""A batch's page: what it gathers, what it never shows, and when."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from notices.enums import Validity
from notices.models import BatchDossierPage, CertificateListPage, ListFile
from notices.models.promises import PromisedPublication
from notices.models.withdrawals import PageWithdrawal
from registry.enums import RoundState
from registry.models import Filing, QQGroupFile
from registry.services.filings import revoke_filing
from tests.clock import Clock
from tests.factories import (
    BatchFactory,
    ContactFactory,
    FilingFactory,
    QQGroupFactory,
    RoundFactory,
    grant,
)
from tests.notices.dossiers import (
    World,
    attach,
    make_document,
    make_dossier,
    make_rounds,
    make_world,
)
from tests.notices.pages import draft_list, make_notice, publish, published_list
from tests.notices.screens import edit_url
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db

QUERIES = 43


@pytest.fixture
def world(section: Any) -> World:
    return make_world(section)


def main(client: Client, page: Any) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def gathered(client: Client, page: Any) -> Any:
    return client.get(page.url).context["dossier"]


def test_it_gathers_notice_days_lists_counts_and_contacts(client: Client, world: World) -> None:
    lists = published_list(world.section, round_=world.rounds[0], filings=2, title="第一轮名单")
    office = ContactFactory()
    group = QQGroupFactory(batch=world.batch)
    QQGroupFactory(name="别的批次的群", batch=BatchFactory(number=9))
    grant(40, decision={"round": world.rounds[0]})
    grant(30, decision={"round": RoundFactory(batch=BatchFactory(number=9))})

    text = main(client, world.page)

    assert f'href="{world.notice.url}"' in text
    for day in ("2020-05-21", "2020-05-29", "2020-06-05", "2020-06-12", "2020-06-19", "2020-06-29"):
        assert f'datetime="{day}"' in text
    assert f'href="{lists.url}"' in text
    assert f'href="{lists.url}csv/"' in text
    assert office.office in text
    assert group.number in text
    assert "别的批次的群" not in text
    found = gathered(client, world.page).counts
    assert (found.certificates, found.organizations, found.revoked) == (2, 2, 0)
    assert (found.approved.schools, found.approved.lines, found.approved.quota) == (1, 1, 40)


def test_a_revoked_certificate_is_told_among_the_filed(client: Client, world: World) -> None:
    published_list(world.section, round_=world.rounds[0], filings=3)
    revoke_filing(
        Filing.objects.all()[0], on=date(2020, 7, 1), basis="通知第三条", acting_user=None
    )

    found = gathered(client, world.page).counts

    assert (found.certificates, found.revoked) == (3, 1)


def test_the_counts_are_those_of_the_lists_they_link_to(client: Client, world: World) -> None:
    published_list(world.section, round_=world.rounds[0], filings=2)
    published_list(world.section, round_=world.rounds[1], filings=1, slug="round-2")
    grant(40, decision={"round": world.rounds[1]})

    found = gathered(client, world.page).counts

    for url, count in (
        (found.certificates_url, found.certificates),
        (found.approvals_url, found.approved.lines),
    ):
        assert client.get(f"{url}&format=json").json()["count"] == count > 0


@pytest.mark.parametrize(
    ("now", "state", "due"),
    [
        ("2020-05-20T12:00:00+08:00", RoundState.NOT_BEGUN, "2020-05-29"),
        ("2020-05-21T00:00:00+08:00", RoundState.OPEN, "2020-05-29"),
        ("2020-06-19T23:59:59+08:00", RoundState.OPEN, "2020-06-19"),
        # Midnight of Shanghai, still the day before in Greenwich.
        ("2020-06-19T16:00:00+00:00", RoundState.IN_REVIEW, "2020-06-29"),
        ("2020-06-29T23:59:59+08:00", RoundState.IN_REVIEW, "2020-06-29"),
        ("2020-06-30T00:00:00+08:00", RoundState.PUBLISHED, ""),
    ],
)
def test_its_state_and_banner_follow_shanghais_day(
    client: Client, world: World, clock: Clock, now: str, state: RoundState, due: str
) -> None:
    for number, round_ in enumerate(world.rounds):
        published_list(world.section, round_=round_, slug=f"list-{number}")
    clock.move_to(now)

    response = client.get(world.page.url)

    assert response.context["dossier"].state == state
    shown = response.content.decode().partition('class="xcms-deadline-banner"')[2]
    banner = shown.partition("</section>")[0]
    assert bool(banner) is bool(due)
    assert f'datetime="{due}"' in banner or not due


def test_a_kept_page_outlives_neither_midnight_nor_a_new_date(world: World, clock: Clock) -> None:
    kept = server()
    clock.move_to("2020-06-19T23:59:59+08:00")
    ask(kept, world.page.url)
    assert ask(kept, world.page.url).found == "hit"
    clock.move_to("2020-06-20T00:00:00+08:00")
    assert ask(kept, world.page.url).found == "miss"
    world.rounds[1].application_deadline = date(2020, 6, 22)
    world.rounds[1].save()
    answer = ask(kept, world.page.url)
    assert answer.found == "miss"
    assert 'datetime="2020-06-22"' in answer.text


def test_the_office_may_say_when_a_batch_begins(client: Client, world: World, clock: Clock) -> None:
    clock.move_to("2020-05-22T12:00:00+08:00")
    assert gathered(client, world.page).state == RoundState.OPEN
    world.page.begins_on = date(2020, 5, 25)
    world.page.save_revision().publish()
    assert gathered(client, world.page).state == RoundState.NOT_BEGUN


def test_published_means_that_live_pages_show_the_lists(client: Client, world: World) -> None:
    first = published_list(world.section, round_=world.rounds[0])
    assert gathered(client, world.page).state == RoundState.IN_REVIEW
    second = published_list(world.section, round_=world.rounds[1], slug="round-2")
    assert gathered(client, world.page).state == RoundState.PUBLISHED
    second.unpublish()
    assert gathered(client, world.page).state == RoundState.IN_REVIEW
    assert f'href="{second.url}"' not in main(client, world.page)
    PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert [one.state for one in gathered(client, world.page).rounds] == [RoundState.IN_REVIEW] * 2
    assert first.title not in main(client, world.page)


def test_a_later_edition_is_named_and_the_first_ones_day_stays(
    client: Client, world: World, clock: Clock
) -> None:
    clock.move_to("2020-06-03T12:00:00+08:00")
    page = published_list(world.section, round_=world.rounds[0])
    clock.move_to("2020-06-10T12:00:00+08:00")
    FilingFactory(round=world.rounds[0])
    publish(page, change_note="补充一个证书。")

    shown = gathered(client, world.page).rounds[0]

    assert (shown.published.edition.number, shown.published.certificates) == (2, 2)
    assert shown.published.published_on == date(2020, 6, 10)
    assert date(2020, 6, 3) in [milestone.day for milestone in shown.milestones]


def test_files_come_from_notices_lists_and_groups_each_once(client: Client, world: World) -> None:
    attach(world.notice, "通知原文")
    block = make_document("申报表")
    blocks: Any = [
        (
            "attachments",
            [{"document": block, "title": "附件一：申报表"}, {"document": block, "title": ""}],
        )
    ]
    world.notice.body = blocks
    world.notice.change_note = "补附件"
    world.notice.save_revision().publish()
    page = published_list(world.section, round_=world.rounds[0])
    file = ListFile.objects.create(
        page=page, name="名单.xlsx", content=b"x", size=1, sha256="0" * 64
    )
    CertificateListPage.objects.filter(pk=page.pk).update(attached_file=file)
    group = QQGroupFactory(batch=world.batch)
    QQGroupFile.objects.create(group=group, document=make_document("使用手册"))

    found = gathered(client, world.page).files

    assert [one.title for one in found] == ["附件一：申报表", "通知原文", "名单.xlsx", "使用手册"]
    assert [one.format for one in found] == ["TXT", "TXT", "XLSX", "TXT"]
    for one in found[:2]:
        assert f'href="{one.url}"' in main(client, world.page)
    assert client.get(found[2].url).content == b"x"


def test_nothing_that_is_not_public_leaks(client: Client, world: World) -> None:
    closed = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    attach(world.notice, "秘密附件", collection=closed)
    draft = make_notice(world.section, title="秘密草稿", slug="draft", batch=world.batch)
    attach(draft, "秘密草稿的附件")
    draft.unpublish()
    shut = make_notice(world.section, title="秘密通知", slug="shut", batch=world.batch)
    attach(shut, "秘密通知的附件")
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    page = draft_list(world.section, world.rounds[0], title="秘密名单")
    FilingFactory(round=world.rounds[0])
    ListFile.objects.create(page=page, name="秘密.xlsx", content=b"x", size=1, sha256="0" * 64)
    group = QQGroupFactory(batch=world.batch, name="秘密群", is_public=False)
    QQGroupFile.objects.create(group=group, document=make_document("秘密群文件"))
    open_group = QQGroupFactory(batch=world.batch)
    QQGroupFile.objects.create(
        group=open_group, document=make_document("秘密手册", collection=closed)
    )
    ContactFactory(office="秘密科室", is_public=False)

    for address in (world.page.url, f"{world.page.url}feed/"):
        assert "秘密" not in client.get(address).content.decode()


def test_an_alias_of_the_notice_is_not_told_beside_it(client: Client, world: World) -> None:
    world.notice.create_alias(parent=world.section, update_slug="alias")

    assert len(gathered(client, world.page).notices) == 1


@pytest.mark.parametrize("address", ["", "feed/"])
def test_a_batch_that_is_not_listed_is_never_shown(
    client: Client, world: World, address: str
) -> None:
    kept = server()
    ask(kept, f"{world.page.url}{address}")
    world.batch.is_listed = False
    world.batch.save()

    assert ask(kept, f"{world.page.url}{address}").status == 404
    for elsewhere in (world.section.url, f"{world.section.url}feed/", "/", "/sitemap.xml"):
        text = client.get(elsewhere).content.decode()
        assert world.page.title not in text
        assert f"{world.page.url}<" not in text
    assert client.get("/search/", {"q": "专题", "format": "json"}).json()["results"] == []


def test_the_search_finds_it(client: Client, world: World) -> None:
    found = client.get("/search/", {"q": "专题", "format": "json"}).json()
    assert (found["results"][0]["kind"], found["results"][0]["title"]) == (
        "dossiers",
        world.page.title,
    )


def test_an_alias_leads_to_the_page_and_a_copy_takes_no_batch_along(
    client: Client, world: World
) -> None:
    alias = world.page.create_alias(parent=world.section, update_slug="alias")
    assert client.get(alias.url).headers["Location"] == world.page.url
    copy = world.page.copy(update_attrs={"slug": "copy", "title": "副本"})
    assert (copy.specific.batch, copy.live) == (None, False)
    assert client.get(copy.url).status_code == 404
    # Publishing the original again updates its alias.
    world.page.save_revision().publish()
    assert BatchDossierPage.objects.get(pk=alias.pk).batch is None
    world.page.unpublish()
    assert client.get(alias.url).status_code == 404


def test_a_draft_and_a_restricted_dossier_are_not_shown(client: Client, world: World) -> None:
    PageViewRestriction.objects.create(page=world.page, restriction_type="login")
    assert client.get(world.page.url).status_code == 302
    assert client.get(f"{world.page.url}feed/").status_code == 302
    assert world.page.url not in client.get("/").content.decode()


def test_a_batch_has_one_dossier(section: Any) -> None:
    batch = BatchFactory()
    make_dossier(section, batch)
    with pytest.raises(ValidationError, match="batch"):
        section.add_child(instance=BatchDossierPage(title="又一个", slug="again", batch=batch))


def save(client: Client, page: Any, *, button: str = "", **values: Any) -> Any:
    """The editor presses a button; "" saves the draft."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "batch": page.batch_id or "",
        "summary": "",
        "intro": "null",
        "begins_on": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **({button: "1"} if button else {}),
        **values,
    }
    return client.post(edit_url(page), data)


def test_a_dossier_is_prepared_before_its_batch_is_shown_and_published_after(
    admin_client: Client, client: Client, section: Any
) -> None:
    batch = BatchFactory(is_listed=False)
    page = BatchDossierPage(title="专题", slug="batch", batch=batch, live=False)
    section.add_child(instance=page)
    assert save(admin_client, page, summary="草稿").status_code == 302
    refused = save(admin_client, page, button="action-publish")
    assert refused.context["form"].errors.keys() == {"batch"}
    assert not BatchDossierPage.objects.get().live

    batch.is_listed = True
    batch.save()

    assert save(admin_client, page, button="action-publish").status_code == 302
    assert client.get(page.url).status_code == 200


def test_a_batch_does_not_begin_after_its_first_deadline(
    admin_client: Client, section: Any
) -> None:
    page = make_dossier(section, make_rounds()[0].batch)
    refused = save(admin_client, page, begins_on="2020-05-30")
    assert refused.context["form"].errors.keys() == {"begins_on"}
    assert save(admin_client, page, begins_on="2020-05-29").status_code == 302


def test_an_empty_batch_says_what_is_missing(client: Client, section: Any) -> None:
    page = make_dossier(section, BatchFactory(title="空批次"), title="很长的标题" * 40)

    text = main(client, page)

    assert gathered(client, page).state == RoundState.NOT_BEGUN
    assert "xcms-deadline-banner" not in text
    assert "timeline.ics" not in text
    assert "xcms-figure" not in text


def test_calendars_are_offered_to_each_audience(client: Client, world: World) -> None:
    text = main(client, world.page)

    for audience in ("schools", "organizations", "bureaus"):
        path = f"/registry/batches/2020-3/timeline.ics?for={audience}"
        assert f'href="webcal://testserver{path}"' in text
        assert f'href="http://testserver{path}"' in text


def test_demo_rows_mark_page_and_list(client: Client, world: World) -> None:
    assert "xcms-demo" not in main(client, world.page)
    FilingFactory(round=world.rounds[0], is_demo=True)
    publish(draft_list(world.section, world.rounds[0]))

    text = main(client, world.page)

    assert "xcms-message--demo" in text
    assert "xcms-demo" in text.partition('id="lists"')[2]


def test_a_person_who_is_shown_keeps_search_engines_away(client: Client, world: World) -> None:
    office = ContactFactory(person="某某", mobile="13800000000")
    response = client.get(world.page.url)
    assert "X-Robots-Tag" not in response.headers
    assert "某某" not in response.content.decode()
    office.show_person = True
    office.save()
    response = client.get(world.page.url)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "某某" in response.content.decode()
    assert "某某" not in client.get(f"{world.page.url}feed/").content.decode()


def test_hostile_titles_stay_text(client: Client, world: World) -> None:
    world.batch.title = "<script>alert(1)</script>"
    world.batch.save()
    make_notice(world.section, title="<b>通知</b>", slug="b", batch=world.batch)
    QQGroupFactory(batch=world.batch, name="<i>群</i>")

    text = main(client, world.page)

    for markup in ("<script>alert", "<b>通知", "<i>群"):
        assert markup not in text


def test_the_editors_preview_works_with_and_without_a_batch(rf: Any, section: Any) -> None:
    for batch in (None, make_rounds()[0].batch, BatchFactory(number=9, is_listed=False)):
        page = BatchDossierPage(title="专题", slug="preview", batch=batch)
        page.set_url_path(section)
        response = page.make_preview_request(original_request=None, preview_mode="")
        assert response.status_code == 200
        assert b"xcms-dossier" in response.rendered_content.encode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_things(
    client: Client, world: World
) -> None:
    def fill(number: int) -> None:
        notice = make_notice(world.section, slug=f"n{number}", batch=world.batch)
        for file in range(number):
            attach(notice, f"附件{number}-{file}")
        PromisedPublication.objects.create(
            page=notice, what="名单", words="另行公布。", fulfilled_by=world.notice
        )
        group = QQGroupFactory(batch=world.batch)
        QQGroupFile.objects.create(group=group, document=make_document(f"手册{number}"))
        round_ = RoundFactory(batch=world.batch, number=10 + number)
        published_list(world.section, round_=round_, filings=number, slug=f"list-{number}")
        grant(10, decision={"round": round_})

    counts = []
    for number in (1, 3, 2):
        fill(number)
        client.get(world.page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(world.page.url)
        counts.append(len(queries))
    assert counts == [QUERIES] * 3


def test_promises_of_its_public_notices_are_told(client: Client, world: World) -> None:
    hidden = make_notice(world.section, title="内部通知", slug="hidden", batch=world.batch)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    PromisedPublication.objects.create(page=hidden, what="不公开的名单", words="另行公布。")
    list_page = make_notice(world.section, title="试点名单", slug="fulfilling")
    for what, page in (("试点院校名单", list_page), ("考核标准", None)):
        PromisedPublication.objects.create(
            page=world.notice, what=what, words="另行公布。", fulfilled_by=page
        )

    text = main(client, world.page)

    assert "不公开的名单" not in text
    assert "考核标准" in text
    assert f'href="{list_page.url}"' in text.partition('id="promises"')[2]


def test_a_withdrawn_notice_carries_its_mark(client: Client, world: World) -> None:
    assert gathered(client, world.page).notices[0].mark is None
    PageWithdrawal.objects.create(page=world.notice, reason="有误", withdrawn_at=timezone.now())

    assert gathered(client, world.page).notices[0].mark.kind == "withdrawn"
    assert "xcms-badge--revoked" in main(client, world.page).partition('id="notices"')[2]


def test_a_withdrawn_notice_has_not_begun_the_batch(
    client: Client, world: World, clock: Clock
) -> None:
    clock.move_to("2020-05-25T10:00:00+08:00")
    assert gathered(client, world.page).state == RoundState.OPEN
    withdrawal = PageWithdrawal.objects.create(
        page=world.notice, reason="有误", withdrawn_at=timezone.now()
    )
    assert gathered(client, world.page).state == RoundState.NOT_BEGUN

    withdrawal.delete()
    world.notice.validity, world.notice.validity_date = Validity.LAPSED, date(2020, 5, 24)
    world.notice.change_note = "失效。"
    world.notice.save_revision().publish()
    found = gathered(client, world.page)
    assert (found.notices[0].mark.kind, found.state) == ("lapsed", RoundState.OPEN)


def test_promises_can_be_jumped_to(client: Client, world: World) -> None:
    assert '"#promises"' not in main(client, world.page)
    PromisedPublication.objects.create(page=world.notice, what="考核标准", words="另行公布。")
    assert '"#promises"' in main(client, world.page)


def test_its_head_names_the_page(client: Client, world: World) -> None:
    assert 'rel="canonical"' in client.get(world.page.url).content.decode()
