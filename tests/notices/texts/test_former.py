"""Former texts, as visitors read them: as on their day, marked, and never longer public than their page."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Revision

from notices.models import NoticeAttachment, NoticePage, RelatedNotice, TextEdition
from registry.models import ListEdition
from tests.factories import BatchFactory, ContactFactory, FilingFactory
from tests.notices.pages import make_notice, publish, published_list, republish
from xcms.files.shown import file_url

pytestmark = pytest.mark.django_db

#: A notice's own, and what a former text asks for beside: its content, what it names, its files.
MOST_QUERIES = 32


@pytest.fixture
def corrected(section: Any) -> NoticePage:
    page = make_notice(
        section, body=[("paragraph", "<p>截止5月29日</p>")], document_number="湘教通〔2020〕1号"
    )
    corrected: NoticePage = republish(
        page, "更正截止日期。", title="更正的通知", body=[("paragraph", "<p>截止6月5日</p>")]
    )
    return corrected


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_record_of_revisions_names_day_and_note_and_leads_to_the_former_text(
    client: Client, corrected: NoticePage
) -> None:
    page = text(client, corrected.url)

    life = page.partition('class="xcms-life"')[2]
    assert "更正截止日期。" in life
    assert f'href="{corrected.url}editions/1/"' in life
    assert f"{corrected.url}editions/2/" not in life


def test_a_text_that_was_published_once_has_no_record(client: Client, section: Any) -> None:
    assert "xcms-life" not in text(client, make_notice(section).url)


def test_the_former_text_reads_as_on_its_day(client: Client, corrected: NoticePage) -> None:
    former = text(client, f"{corrected.url}editions/1/")

    assert "截止5月29日" in former
    assert "截止6月5日" not in former
    assert "<h1>申报通知</h1>" in former
    assert "xcms-message--warning" in former
    assert f'href="{corrected.url}"' in former


def test_search_engines_stay_away_from_former_texts(client: Client, corrected: NoticePage) -> None:
    assert client.get(f"{corrected.url}editions/1/")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(corrected.url).headers


def test_the_current_text_has_one_address(client: Client, corrected: NoticePage) -> None:
    response = client.get(f"{corrected.url}editions/2/")

    assert (response.status_code, response["Location"]) == (302, corrected.url)


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999999", "x", "-1", "1/2"])
def test_a_text_that_there_is_not_is_a_404(
    client: Client, corrected: NoticePage, number: str
) -> None:
    assert client.get(f"{corrected.url}editions/{number}/").status_code == 404


def test_former_texts_outlive_wagtails_purge_of_revisions(
    client: Client, corrected: NoticePage
) -> None:
    edition = TextEdition.objects.get(number=1)
    call_command("purge_revisions")
    assert not Revision.objects.filter(pk=edition.revision_id).exists()

    assert "截止5月29日" in text(client, f"{corrected.url}editions/1/")


def test_former_texts_of_an_unpublished_page_are_gone(
    client: Client, corrected: NoticePage
) -> None:
    corrected.unpublish()

    assert client.get(f"{corrected.url}editions/1/").status_code == 404


@pytest.mark.parametrize("restricts_ancestor", [False, True])
def test_former_texts_of_a_restricted_page_are_closed(
    client: Client, section: Any, corrected: NoticePage, restricts_ancestor: bool
) -> None:
    target = section if restricts_ancestor else corrected
    target.view_restrictions.create(restriction_type="login")

    response = client.get(f"{corrected.url}editions/1/")

    assert response.status_code == 302
    assert "截止5月29日" not in response.content.decode()


def test_an_alias_shows_no_former_texts_of_its_original(
    client: Client, corrected: NoticePage
) -> None:
    alias = corrected.create_alias(update_slug="alias")

    assert "截止6月5日" in text(client, alias.url)
    assert client.get(f"{alias.url}editions/1/").status_code == 404


def test_a_former_text_names_only_contacts_that_are_public_today(
    client: Client, section: Any
) -> None:
    gone, hidden, shown = (ContactFactory(office=name) for name in ("旧科室", "内部科室", "职成处"))
    page = make_notice(
        section,
        body=[("contact", {"contact": one, "note": ""}) for one in (gone, hidden, shown)],
    )
    page = republish(page, "删去联系方式。", body=[])
    gone.delete()
    hidden.is_public = False
    hidden.save()

    former = text(client, f"{page.url}editions/1/").partition("<footer")[0]

    assert "职成处" in former
    assert "旧科室" not in former
    assert "内部科室" not in former


def test_what_a_former_text_names_may_be_gone(client: Client, section: Any) -> None:
    file = get_document_model().objects.create(
        title="旧模板", file=ContentFile(b"%PDF-1.4", name="old.pdf")
    )
    kept = get_document_model().objects.create(
        title="常用表", file=ContentFile(b"%PDF-1.4 a", name="kept.pdf")
    )
    other = make_notice(section, title="第二批通知", slug="second")
    batch = BatchFactory(year=2019, number=1)
    page = NoticePage(title="申报通知", slug="notice", batch=batch, live=False)
    page.attachments.add(NoticeAttachment(document=file), NoticeAttachment(document=kept))
    page.related_notices.add(RelatedNotice(notice=other))
    section.add_child(instance=page)
    page.save_revision().publish()
    page = NoticePage.objects.get(slug="notice")
    page.attachments.clear()
    page.related_notices.clear()
    page = republish(page, "删去附件。", batch=None)
    file.delete()
    other.delete()
    batch.delete()
    kept.file.save("kept.pdf", ContentFile(b"%PDF-1.4 b"), save=False)
    kept._set_file_hash()
    kept.save()

    response = client.get(f"{page.url}editions/1/")

    assert response.status_code == 200
    marks = response.context["former"]
    assert (marks.replaced, marks.lost) == (["常用表"], ["旧模板"])
    former = response.content.decode()
    assert "旧模板" in former
    assert f'href="{file_url(kept)}"' in former
    assert "第二批通知" not in former


def test_hostile_words_in_a_note_are_only_words(client: Client, section: Any) -> None:
    page = republish(make_notice(section), "<script>alert(1)</script>" + "长" * 9000, title="更正")

    shown = text(client, page.url)

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_the_preview_of_a_draft_shows_the_draft(admin_client: Client, corrected: Any) -> None:
    draft = corrected.get_latest_revision_as_object()
    draft.title = "草稿标题"
    draft.save_revision()

    response = admin_client.get(f"/admin/pages/{corrected.pk}/view_draft/")

    assert "草稿标题" in response.content.decode()


def test_a_former_text_needs_the_same_few_queries_whatever_it_holds(
    client: Client, section: Any
) -> None:
    def count(slug: str, size: int) -> int:
        page = NoticePage(
            title="申报通知",
            slug=slug,
            live=False,
            body=[("contact", {"contact": ContactFactory(), "note": ""}) for _ in range(size)],
        )
        for number in range(size):
            file = get_document_model().objects.create(
                title="附件", file=ContentFile(f"%PDF {slug} {number}".encode(), name="a.pdf")
            )
            page.attachments.add(NoticeAttachment(document=file))
            page.related_notices.add(RelatedNotice(notice=other))
        section.add_child(instance=page)
        page.save_revision().publish()
        page = republish(NoticePage.objects.get(slug=slug), "更正。", summary="新摘要")
        address = f"{page.url}editions/1/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    other = make_notice(section, title="第二批通知", slug="second")

    assert count("one", 1) == count("many", 4) <= MOST_QUERIES


# Lists


def test_the_first_edition_of_a_list_reads_as_on_its_day(client: Client, section: Any) -> None:
    page = published_list(section, intro="原导语。")
    first = ListEdition.objects.get().rows.get().filing.certificate.name
    added = FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。", intro="新导语。", title="更正的名单")
    publish(page, change_note="再改导语。", intro="最新导语。")

    former = text(client, f"{page.url}editions/1/")
    current = text(client, page.url)

    assert "原导语。" in former
    assert "<h1>第一轮备案证书名单</h1>" in former
    assert first in former
    assert added.certificate.name not in former
    assert "最新导语。" in current
    assert added.certificate.name in current


def test_other_words_with_the_same_rows_are_a_former_text_of_the_list(
    client: Client, section: Any
) -> None:
    page = published_list(section, intro="原导语。")
    rows = filed_name()
    page = publish(page, change_note="更正导语。", intro="新导语。")
    added = FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")

    current = text(client, page.url)
    former = text(client, f"{page.url}texts/1/")

    assert f'href="{page.url}texts/1/"' in current
    assert "更正导语。" in current
    assert "原导语。" in former
    assert rows in former
    assert added.certificate.name not in former
    assert client.get(f"{page.url}texts/1/")["X-Robots-Tag"] == "noindex"
    assert client.get(f"{page.url}texts/3/")["Location"] == page.url
    assert client.get(f"{page.url}texts/4/").status_code == 404


def filed_name() -> str:
    return str(ListEdition.objects.get().rows.get().filing.certificate.name)


def test_a_list_says_nothing_twice(client: Client, section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    publish(page, change_note="补充一个证书。")

    # The table of editions says it all.
    assert "xcms-life" not in text(client, page.url)


def test_days_are_shanghais(client: Client, section: Any) -> None:
    page = make_notice(section)
    TextEdition.objects.filter(page=page.pk)._raw_delete("default")
    # 2020-05-21 00:30 in Shanghai.
    NoticePage.objects.filter(pk=page.pk).update(
        last_published_at=datetime(2020, 5, 20, 16, 30, tzinfo=ZoneInfo("UTC"))
    )
    page = republish(NoticePage.objects.get(pk=page.pk), "更正。", title="更正的通知")

    assert "2020-05-21" in text(client, page.url)
    assert "2020年5月21日" in text(client, f"{page.url}editions/1/")
