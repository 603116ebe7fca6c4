"""What a batch's page never shows, and where it is never shown itself."""

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from notices.models import BatchDossierPage, ListFile
from registry.models import QQGroupFile
from tests.factories import ContactFactory, FilingFactory, QQGroupFactory
from tests.notices.dossiers import World, attach, make_document
from tests.notices.pages import draft_list, make_notice
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db


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
