"""Whatever changes what visitors see, the next visitor sees it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.models import PageViewRestriction

from notices.models import NoticePage
from tests.made_once import made_once
from tests.page_tree import ensure_page_tree
from tests.xcms.caching.asking import ask, fresh
from tests.xcms.caching.changes import CHANGES, World, publish_again, rename_the_site
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with made_once(django_db_blocker), override_settings(MEDIA_ROOT=folder / "media"):
        yield World(ensure_page_tree(), folder)


@pytest.fixture
def world(_made: World, db: None) -> World:
    return _made.as_it_is()


def test_the_site_is_kept_while_nothing_changes(world: World) -> None:
    world.warm()
    kept = [address for address in world.addresses if fresh(address).status == 200]
    assert {ask(world.server, address).found for address in kept} == {"hit"}
    assert not world.outdated(world.shown())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_next_visitor_sees_the_change(world: World, change: Callable[[World], None]) -> None:
    before = world.shown()
    with transaction.atomic():
        change(world)
    after = world.shown()
    assert not world.outdated(after)
    assert any(after[one].seen != before[one].seen for one in after), "the change is none"


def test_lifting_a_restriction_shows_the_page_again(world: World) -> None:
    restriction = PageViewRestriction.objects.create(page=world.notice, restriction_type="login")
    world.warm()
    restriction.delete()
    assert not world.outdated(world.shown())
    assert ask(world.server, "/notices/notice/").status == 200


def save_a_draft(world: World) -> None:
    world.notice.title = "草稿"
    world.notice.save_revision()


def save_a_new_draft(world: World) -> None:
    world.section.add_child(instance=NoticePage(title="草稿", slug="draft", live=False))


def lock_a_page(world: World) -> None:
    world.notice.locked = True
    world.notice.save(update_fields=["locked", "locked_by", "locked_at"])


@pytest.mark.parametrize(
    "change", [save_a_draft, save_a_new_draft, lock_a_page], ids=lambda change: change.__name__
)
def test_a_draft_changes_nothing_for_visitors(
    world: World, change: Callable[[World], None]
) -> None:
    before = current_versions()
    world.warm()
    change(world)
    assert current_versions() == before
    assert ask(world.server, "/notices/notice/").found == "hit"


def test_pages_do_not_upset_previews_of_imports(world: World) -> None:
    before = current_versions()
    publish_again(world)
    rename_the_site(world)
    after = current_versions()
    assert after.number == before.number
    assert after.pages > before.pages


def test_a_change_that_fails_leaves_the_pages_as_they_were(world: World) -> None:
    before = current_versions()

    def change_and_fail() -> None:
        with transaction.atomic():
            publish_again(world)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert current_versions() == before
    assert not world.outdated(world.shown())
