"""Themes: what belongs together, gathered from what is public."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from notices.models import (
    NoticeIndexPage,
    NoticePage,
    ThemeCertificate,
    ThemeFile,
    ThemePage,
)
from tests.factories import CertificateFactory, FilingFactory, RoundFactory
from tests.notices.pages import draft_list, make_notice, publish

pytestmark = pytest.mark.django_db


def make_theme(parent: Any, **values: Any) -> ThemePage:
    theme = ThemePage(**{"title": "课证融通", "slug": "theme", **values})
    parent.add_child(instance=theme)
    theme.save_revision().publish()
    theme.refresh_from_db()
    return theme


def gathered(section: Any, theme: Any, **values: Any) -> NoticePage:
    notice = make_notice(section, **values)
    notice.themes = [Page.objects.get(pk=theme.pk)]
    notice.save_revision().publish()
    return notice


def text_of(client: Client, page: Any, query: str = "") -> str:
    response = client.get(f"{page.url}{query}")
    assert response.status_code == 200
    return response.content.decode()


def titles(client: Client, theme: Any, query: str = "") -> list[str]:
    listing = client.get(f"{theme.url}{query}").context["listing"]
    return [entry.page.title for entry in listing.entries]


def test_a_theme_lists_what_names_it_newest_first(client: Client, section: Any) -> None:
    theme = make_theme(section)
    gathered(section, theme, title="旧通知", slug="old", dated=date(2019, 5, 1))
    gathered(section, theme, title="新通知", slug="new", dated=date(2020, 5, 21))
    make_notice(section, title="别的通知", slug="other")

    assert titles(client, theme) == ["新通知", "旧通知"]


def test_a_list_may_belong_to_a_theme(client: Client, section: Any) -> None:
    theme = make_theme(section)
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = publish(draft_list(section, round_))
    page.themes = [theme.page_ptr]
    page.save_revision().publish()

    assert titles(client, theme) == ["第一轮备案证书名单"]
    assert theme.url in text_of(client, page)


def test_drafts_restricted_pages_and_aliases_are_not_listed(client: Client, section: Any) -> None:
    theme = make_theme(section)
    shown = gathered(section, theme, title="公开", slug="a")
    gathered(section, theme, title="撤下", slug="b").unpublish()
    gathered(section, theme, title="内部", slug="c").view_restrictions.create(
        restriction_type="login"
    )
    shown.create_alias(parent=section.get_parent(), update_slug="d")

    assert titles(client, theme) == ["公开"]


def test_a_draft_that_names_a_theme_changes_nothing_for_visitors(
    client: Client, section: Any
) -> None:
    theme = make_theme(section)
    notice = make_notice(section)
    notice.themes = [theme.page_ptr]
    notice.save_revision()

    assert titles(client, theme) == []
    assert theme.url not in text_of(client, NoticePage.objects.get())


def test_a_notice_links_to_its_public_themes_alone(client: Client, section: Any) -> None:
    theme, hidden = make_theme(section), make_theme(section, title="筹备中", slug="hidden")
    notice = make_notice(section)
    notice.themes = [theme.page_ptr, hidden.page_ptr]
    notice.save_revision().publish()
    hidden.unpublish()

    text = text_of(client, notice)

    assert f'href="{theme.url}"' in text
    assert "筹备中" not in text


def test_a_theme_that_is_deleted_leaves_its_pages(client: Client, section: Any) -> None:
    theme = make_theme(section)
    notice = gathered(section, theme)

    ThemePage.objects.get().delete()

    assert "xcms-themes" not in text_of(client, NoticePage.objects.get(pk=notice.pk))
    notice.get_latest_revision_as_object().save_revision().publish()


def test_many_pages_are_paged_and_filtered(client: Client, section: Any) -> None:
    theme = make_theme(section)
    for number in range(3):
        gathered(
            section,
            theme,
            title=f"通知{number}",
            slug=f"n{number}",
            dated=date(2018 + number, 1, 1),
        )

    assert titles(client, theme, "?page_size=2") == ["通知2", "通知1"]
    assert titles(client, theme, "?page_size=2&page=2") == ["通知0"]
    assert titles(client, theme, "?year=2019") == ["通知1"]
    assert titles(client, theme, "?q=通知0") == ["通知0"]
    assert titles(client, theme, "?q=%3Cb%3E&page=-3&year=x") == []


def test_certificates_are_those_that_are_public_in_the_editors_order(
    client: Client, section: Any
) -> None:
    round_ = RoundFactory()
    second, first = CertificateFactory(name="乙证书"), CertificateFactory(name="甲证书")
    for certificate in (first, second):
        FilingFactory(round=round_, certificate=certificate)
    publish(draft_list(section, round_))
    unfiled = CertificateFactory(name="未备案证书")
    theme = make_theme(section)
    for order, certificate in enumerate([second, unfiled, first]):
        ThemeCertificate.objects.create(page=theme, certificate=certificate, sort_order=order)

    text = text_of(client, theme)

    assert text.index("乙证书") < text.index("甲证书")
    assert "未备案证书" not in text


def test_files_of_open_collections_are_offered_at_their_lasting_address(
    client: Client, section: Any
) -> None:
    theme = make_theme(section)
    closed = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    for title, collection in (("公开文件", None), ("内部文件", closed)):
        values = {"collection": collection} if collection else {}
        document = get_document_model().objects.create(
            title=title, file=ContentFile(b"x", name="x.txt"), **values
        )
        ThemeFile.objects.create(page=theme, document=document)

    text = text_of(client, theme)

    assert "公开文件" in text
    assert "内部文件" not in text
    assert 'href="/files/' in text


def test_the_feed_has_the_same_pages(client: Client, section: Any) -> None:
    theme = make_theme(section, summary="摘要")
    gathered(section, theme, title="新通知", slug="new")

    feed = ElementTree.fromstring(client.get(f"{theme.url}feed/").content)  # noqa: S314

    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == ["新通知"]


def test_an_empty_theme_says_so(client: Client, section: Any) -> None:
    text = text_of(client, make_theme(section))

    assert "xcms-empty" in text
    assert "theme-files" not in text


def test_queries_do_not_grow_with_what_is_gathered(
    client: Client, section: Any, django_assert_num_queries: Any
) -> None:
    theme = make_theme(section)
    round_ = RoundFactory()

    def add(number: int) -> None:
        gathered(section, theme, title=f"通知{number}", slug=f"n{number}")
        document = get_document_model().objects.create(
            title="文件", file=ContentFile(b"%d" % number, name="x.txt")
        )
        ThemeFile.objects.create(page=theme, document=document, sort_order=number)
        certificate = CertificateFactory()
        FilingFactory(round=round_, certificate=certificate)
        ThemeCertificate.objects.create(page=theme, certificate=certificate, sort_order=number)

    add(0)
    page = publish(draft_list(section, round_))
    client.get(theme.url)
    with django_assert_num_queries(26):
        client.get(theme.url)
    for number in range(1, 5):
        add(number)
    publish(page, change_note="更多证书")

    with django_assert_num_queries(26):
        client.get(theme.url)


def test_the_form_offers_themes_once_there_is_one(
    client: Client, section: Any, admin_user: Any
) -> None:
    notice = make_notice(section)
    client.force_login(admin_user)
    url = f"/admin/pages/{notice.pk}/edit/"
    assert 'name="themes"' not in client.get(url).content.decode()

    make_theme(section)

    assert 'name="themes"' in client.get(url).content.decode()


def test_a_section_takes_themes() -> None:
    assert ThemePage in NoticeIndexPage.allowed_subpage_models()
