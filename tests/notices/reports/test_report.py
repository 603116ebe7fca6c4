"""The report of what is to be mended."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from notices.links.addresses import digest_of
from notices.models import CheckedLink, LinkOutcome, NoticeAttachment
from notices.reports.findings import HOOK, ContentCheck, Finding
from notices.reports.view import find_all
from tests.notices.pages import editor, make_section, unread_notice

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/mending/"
COMPLETE = {
    "issuing_body": "湖南省教育厅",
    "dated": date(2020, 5, 21),
    "document_number": "湘教通〔2020〕1号",
    "summary": "摘要",
}


def notice(section: Any, html: str = "", **values: Any) -> Any:
    body = [("paragraph", html)] if html else []
    return unread_notice(section, **{**COMPLETE, "body": body, **values})


def found(check: str) -> list[tuple[str, str]]:
    return [(row.title, row.problem) for row in find_all(Page.objects.all(), only=check)]


def document(name: str = "附件.txt") -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))


def test_complete_pages_are_not_in_it(section: Any, admin_client: Client) -> None:
    notice(section, "<p>正文。</p>")
    assert find_all(Page.objects.all()) == []
    assert admin_client.get(REPORT).status_code == 200


# -- Fields ----------------------------------------------------------------------------------------


def test_a_page_without_what_it_should_say_of_itself(section: Any, settings: Any) -> None:
    notice(section, issuing_body=" ", dated=None)
    [(title, problem)] = found("fields")
    assert title == "申报通知"
    assert problem.count("、") == 1

    settings.XCMS = {**settings.XCMS, "REQUIRED_FIELDS": ["summary", "index_of_a_later_version"]}
    assert found("fields") == []
    settings.XCMS = {
        **settings.XCMS,
        "REQUIRED_FIELDS": {"xcms_notices.NoticePage": ["addressed_to"]},
    }
    assert len(found("fields")) == 1


# -- Sections --------------------------------------------------------------------------------------


def test_sections_with_nothing_for_visitors(section: Any, wagtail_root: Any) -> None:
    page = notice(section)
    inner = make_section(section, title="课证融通", slug="inner")
    assert [title for title, _ in found("empty")] == [inner.title]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert {title for title, _ in found("empty")} == {section.title, inner.title}


def test_sections_without_a_new_text_for_half_a_year(section: Any) -> None:
    page = notice(section)
    assert found("quiet") == []
    Page.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=185))
    assert [title for title, _ in found("quiet")] == [section.title]
    assert found("empty") == []


# -- Attachments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "attached", "is_found"),
    [
        ("详见附件。", 0, True),
        ("附件：申报表", 0, True),
        ("附件2：名单", 1, True),
        ("附件二：名单", 1, True),
        ("附件十二", 3, True),
        ("附件１：名单", 1, False),
        ("详见附件。", 1, False),
        ("本通知无附件。", 0, False),
        ("以邮件附件发送。", 0, False),
        ("正文。", 0, False),
    ],
)
def test_texts_that_speak_of_attachments(
    section: Any, text: str, attached: int, is_found: bool
) -> None:
    page = notice(section, f"<p>{text}</p>")
    for number in range(attached):
        page.attachments.add(NoticeAttachment(document=document(f"{number}.txt")))
    page.save()
    assert bool(found("attachments")) == is_found


def test_a_document_whose_file_is_lost(section: Any) -> None:
    file = document("名单.txt")
    notice(section, f'<p><a linktype="document" id="{file.pk}">名单</a></p>')
    assert found("files") == []
    Path(file.file.path).unlink()
    [(_title, problem)] = found("files")
    assert "名单.txt" in problem


# -- Links -----------------------------------------------------------------------------------------


def test_links_in_this_site_that_lead_nowhere(section: Any) -> None:
    target = notice(section, slug="target", title="目标")
    hidden = notice(section, slug="hidden", title="内部")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    gone = document("gone.txt")
    links = {
        "好": f'linktype="page" id="{target.pk}"',
        "内": f'linktype="page" id="{hidden.pk}"',
        "删": 'linktype="page" id="999999"',
        "怪": 'linktype="page" id="x&lt;b&gt;"',
        "文": f'linktype="document" id="{gone.pk}"',
        "路": 'href="/no-such-page/"',
        "全": 'href="http://localhost/notices/no/"',
        "登": 'href="/registry/certificates/"',
        "栏": 'href="/notices/"',
        "外": 'href="https://example.org/"',
    }
    html = "".join(f"<p><a {target}>{text}</a></p>" for text, target in links.items())
    notice(section, html)
    gone.delete()
    problems = [problem for title, problem in found("links") if title == "申报通知"]
    assert len(problems) == 6
    assert all(any(f"“{text}”" in one for one in problems) for text in "内删怪文")
    assert not any("“好”" in one for one in problems)
    target.unpublish()
    assert len([title for title, _ in found("links") if title == "申报通知"]) == 7


def test_a_document_block_whose_document_was_deleted(section: Any) -> None:
    file = document()
    notice(section, body=[("attachments", [{"document": file, "title": "表"}])])
    assert found("links") == []
    file.delete()
    assert len(found("links")) == 1


def test_anchors_that_are_not_on_the_page(section: Any) -> None:
    notice(section, '<p><a href="#no-such-place">那里</a><a href="#content">正文</a></p>')
    [(_title, problem)] = found("links")
    assert "#no-such-place" in problem


def test_links_to_other_sites_show_what_the_command_found_with_its_day(
    section: Any, admin_client: Client
) -> None:
    notice(section, '<p><a href="https://a.example/x">外</a></p>')
    assert found("outside") == []
    CheckedLink.objects.create(
        digest=digest_of("https://a.example/x"),
        url="https://a.example/x",
        outcome=LinkOutcome.GONE,
        status=404,
        failures=1,
        checked_at="2026-11-30T17:00:00Z",
    )
    [row] = find_all(Page.objects.all())
    assert row.noted_on == date(2026, 12, 1)
    assert "404" in row.problem
    assert "https://a.example/x" in admin_client.get(REPORT).content.decode()


# -- The screen ------------------------------------------------------------------------------------


def test_an_editor_sees_the_own_pages_alone_each_with_the_way_to_mend_it(
    section: Any, wagtail_root: Any, client: Client
) -> None:
    mine = notice(section, summary="")
    other = notice(make_section(wagtail_root, slug="other"), summary="", title="别处的通知")
    client.force_login(editor(section))
    text = client.get(REPORT).content.decode()
    assert f"/admin/pages/{mine.pk}/edit/" in text
    assert other.title not in text
    assert REPORT in client.get("/admin/").content.decode()


def test_who_edits_no_page_gets_neither_page_nor_file(client: Client, section: Any) -> None:
    user = editor(section)
    user.groups.get().page_permissions.all().delete()
    client.force_login(user)
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv", f"{REPORT}?export=xlsx"):
        assert client.get(address).status_code == 302
    assert REPORT not in client.get("/admin/").content.decode()


def test_drafts_and_aliases_are_not_in_it(section: Any) -> None:
    page = notice(section, summary="")
    page.create_alias(parent=section, update_slug="alias")
    assert len(found("fields")) == 1
    page.unpublish()
    assert found("fields") == []


def table(client: Client, url: str) -> str:
    return client.get(url).content.decode().partition("<tbody")[2].partition("</tbody>")[0]


def test_filters_and_the_safe_file(section: Any, admin_client: Client) -> None:
    notice(section, title="=cmd|x", summary="")
    make_section(section, slug="inner", title="空栏目")
    query = f"?check=fields&section={section.pk}"
    assert "空栏目" not in table(admin_client, f"{REPORT}results/{query}")
    assert "=cmd|x" in table(admin_client, f"{REPORT}results/{query}")
    answer = admin_client.get(f"{REPORT}{query}&export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=cmd|x" in lines[1]
    book = load_workbook(
        BytesIO(b"".join(admin_client.get(f"{REPORT}?export=xlsx").streaming_content))
    )
    assert book.worksheets[0].max_row == 3


@pytest.mark.parametrize(
    "query", ["check=x", "section=999", "p=99", "p=x", "check=fields&check=links"]
)
def test_an_odd_query_shows_the_report(section: Any, admin_client: Client, query: str) -> None:
    assert admin_client.get(f"{REPORT}?{query}").status_code == 200


def test_its_cost_does_not_grow_with_the_pages(section: Any, admin_client: Client) -> None:
    def write(count: int) -> None:
        for number in range(count):
            html = f'<p>附件3 <a linktype="page" id="{number + 500}">x</a></p>'
            notice(section, html, slug=f"n{number}-{count}", summary="")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(REPORT)
        return len(asked)

    write(2)
    queries()
    few = queries()
    write(10)
    assert queries() <= few


def test_an_integrator_adds_a_check(section: Any, admin_client: Client, admin_user: User) -> None:
    notice(section)
    check = ContentCheck(
        key="own",
        label="本站检查",
        find=lambda pages: [
            Finding(page, "<b>缺章</b>", mend_url="/mend/") for page in pages.pages
        ],
    )
    with hooks.register_temporarily(HOOK, lambda: [check]):
        text = admin_client.get(f"{REPORT}?check=own").content.decode()
    assert "&lt;b&gt;缺章" in text
    assert 'href="/mend/"' in text
