"""Nothing that is not public appears behind any door: no word of it, and no count that it is part of.

Things are hidden in a small public site. Afterwards every door says exactly what it said before they were
there, to the last digit, whether they were never public or everybody had seen them in between.
"""

from collections.abc import Callable, Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client, override_settings
from wagtail.models import Page

from registry.models import Filing
from tests.made_once import made_once
from tests.notices.pages import publish
from tests.page_tree import ensure_page_tree
from tests.registry import hidden
from tests.registry.doors import (
    BATCH,
    SECRET,
    TELL_OF_A_LIST,
    TELL_OF_OTHERS,
    api_doors,
    as_text,
    data_doors,
    list_doors,
    open_door,
    other_doors,
    page_doors,
)
from tests.registry.hidden import MOBILE, QUOTA, Shown, World
from tests.xcms.caching.asking import server
from xcms.datafiles.publishing import publish_data
from xcms.models import ExportJob
from xcms.registers import registers

pytestmark = pytest.mark.django_db

WORDS = (SECRET, MOBILE, str(QUOTA), BATCH)
DATA_PAGES = ("/registry/data/", "/registry/data/datapackage.json")
Said = dict[str, str]
Files = Callable[[], list[str]]


class Doors:
    """All of them, at one server that remembers what it has shown."""

    def __init__(self, before: Said) -> None:
        self._server = server()
        self.before = before
        self.addresses = list(before)

    def open(self, addresses: Iterable[str] = ()) -> Said:
        return opened(self._server, addresses or self.addresses)

    def that_tell(self, now: Said) -> list[str]:
        return [one for one, text in now.items() if text != self.before[one]]

    def must_say_what_they_said(self, *addresses: str, but: tuple[str, ...] = ()) -> None:
        """These, or all; ``but``: beginnings of addresses that may lead to a log-in by now."""
        now = self.open(addresses)
        says_nothing(now)
        telling = [one for one in self.that_tell(now) if not one.startswith(but)]
        assert {one: changes(self.before[one], now[one]) for one in telling} == {}

    def must_tell(self, *beginnings: str) -> list[str]:
        """All doors that begin so, and the home page; gives all that tell."""
        telling = self.that_tell(self.open())
        silent = {one for one in self.addresses if one.startswith(beginnings)} - set(telling)
        assert silent == set()
        assert "/" in telling
        return telling


def opened(server: Any, addresses: Iterable[str]) -> Said:
    """What they say, the data files being of this very day and version."""
    publish_data()
    return {one: open_door(server, one) for one in addresses}


def changes(before: str, after: str) -> list[str]:
    """The lines that only one of them has."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def says_nothing(said: Said) -> None:
    for address, text in said.items():
        for word in WORDS:
            # A page repeats what it is asked for.
            assert word not in text or word in address, (address, word)


@pytest.fixture(autouse=True)
def _site(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.XCMS = {**settings.XCMS, "API_RATE": None, "EXPORT_MOST_PER_HOUR": 1000}


@pytest.fixture(scope="module")
def _made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Said]]:
    """The site, and what its doors say before anything is hidden in it."""
    with made_once(django_db_blocker):
        with override_settings(
            MEDIA_ROOT=tmp_path_factory.mktemp("media"),
            XCMS={**django_settings.XCMS, "API_RATE": None},
        ):
            world = World(ensure_page_tree())
            found = (*list_doors(), *other_doors(), *api_doors(), *data_doors(), *page_doors())
            with transaction.atomic():
                before = opened(server(), dict.fromkeys((*found, *world.records)))
                # Each test has data files of its own.
                transaction.set_rollback(True)
        says_nothing(before)
        yield world, before


@pytest.fixture
def world(_made: tuple[World, Said], db: None) -> World:
    return _made[0].as_it_is()


@pytest.fixture
def doors(_made: tuple[World, Said], db: None) -> Doors:
    return Doors(_made[1])


@pytest.fixture
def files_of_now(client: Client, django_capture_on_commit_callbacks: Any) -> Files:
    """Makes workbooks and data files of all registers; gives their addresses."""

    def make() -> list[str]:
        publish_data()
        before = set(ExportJob.objects.values_list("code", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            for register in registers():
                if register.list_view:
                    client.post(f"/registry/exports/{register.name}/", {"query": ""})
        made = set(ExportJob.objects.values_list("code", flat=True)) - before
        books = [f"/registry/exports/{code}/file/" for code in sorted(made)]
        files = [*books, *data_doors(), *DATA_PAGES]
        assert any(SECRET in text for text in handed_out(client, books).values())
        return files

    return make


def handed_out(client: Client, addresses: Iterable[str]) -> Said:
    """What files say that were made earlier."""
    responses: dict[str, Any] = {address: client.get(address) for address in addresses}
    return {
        address: as_text(b"".join(one) if one.streaming else one.content)
        for address, one in responses.items()
    }


def test_what_was_never_public_is_behind_no_door(world: World, doors: Doors) -> None:
    hidden.never_public(world)
    doors.must_say_what_they_said()


def test_the_office_s_ledger_of_public_filings_is_behind_no_door(
    client: Client, world: World, doors: Doors
) -> None:
    plans = hidden.ledger()
    doors.must_say_what_they_said()
    publish(Page.objects.get(pk=world.list.pk).specific)
    doors.must_say_what_they_said()
    assert plans
    for address in plans:
        response: Any = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_a_list_is_behind_no_door_whatever_keeps_it_from_the_public(
    client: Client, world: World, doors: Doors, files_of_now: Files
) -> None:
    page = hidden.draft(world)
    doors.must_say_what_they_said()
    for hide in hidden.WAYS_TO_HIDE_A_LIST:
        page = hidden.show_again(world, page)
        telling = doors.must_tell(*TELL_OF_A_LIST)
        files = files_of_now()
        hide(world, page)
        says_nothing(handed_out(client, files))
        doors.must_say_what_they_said(*telling, but=("/notices/secret/",))


def test_a_list_that_waits_for_its_hour_is_behind_no_door(world: World, doors: Doors) -> None:
    hidden.schedule(world, hidden.draft(world))
    doors.must_say_what_they_said()


def test_what_is_hidden_again_is_behind_no_door(
    client: Client, world: World, doors: Doors, files_of_now: Files
) -> None:
    shown = Shown(world)
    doors.must_tell(*TELL_OF_OTHERS)
    files = files_of_now()
    shown.hide(world)
    says_nothing(handed_out(client, files))
    doors.must_say_what_they_said(but=("/notices/secret-collection/",))


def test_a_filing_that_left_the_list_is_behind_no_door_but_the_former_edition(
    client: Client, world: World, doors: Doors, files_of_now: Files
) -> None:
    filing = hidden.filing(world.round)
    publish(Page.objects.get(pk=world.list.pk).specific, change_note="增补")
    telling = doors.must_tell("/notices/round-1/csv/", "/registry/certificates/?format")
    files = files_of_now()
    Filing.objects.filter(pk=filing.pk).update(decision="declined")
    publish(Page.objects.get(pk=world.list.pk).specific, change_note="更正")
    says_nothing(handed_out(client, files))
    # These say which edition it is, and when it was published; the page names the former ones.
    feed = "/changes.json"
    others = [*world.records, "/notices/round-1/csv/", "/notices/round-1/xlsx/", feed]
    says_nothing(doors.open(others))
    pages = (*world.records, "/notices/round-1/", feed)
    doors.must_say_what_they_said(*(one for one in telling if not one.startswith(pages)))
