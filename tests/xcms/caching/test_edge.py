"""A CDN in front: what it may keep, until when, and that it is told of every change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.models import PageViewRestriction, Site

from tests.factories import SchoolFactory
from tests.killed import run_until_killed
from tests.notices.pages import make_notice, make_section
from tests.xcms.caching.asking import ask, server
from xcms.caching import purging
from xcms.caching.edge import addresses, cache_control
from xcms.days import SHANGHAI
from xcms.versions import current_versions, register_write

LIST = "/registry/schools/"
PURGED: list[list[str]] = []


class Cdn(BaseBackend):
    def purge(self, url: str) -> None:
        PURGED.append([url])

    def purge_batch(self, urls: Any) -> None:
        PURGED.append(sorted(urls))


class BrokenCdn(BaseBackend):
    def purge_batch(self, urls: Any) -> None:
        raise ConnectionError("The CDN is down.")


@pytest.fixture
def cdn(settings: Any) -> Iterator[list[list[str]]]:
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": f"{__name__}.Cdn"}}
    purging._last_purged = None
    PURGED.clear()
    yield PURGED
    PURGED.clear()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2020, 6, 12, 12, 0, tzinfo=SHANGHAI), "public, max-age=0, s-maxage=60"),
        (datetime(2020, 6, 12, 23, 59, 30, tzinfo=SHANGHAI), "public, max-age=0, s-maxage=30"),
        (datetime(2020, 6, 12, 23, 59, 59, 500000, tzinfo=SHANGHAI), "public, no-cache"),
    ],
)
def test_nothing_is_kept_past_midnight(now: datetime, expected: str) -> None:
    assert cache_control(edge=True, now=now) == expected
    assert cache_control(edge=False, now=now) == "public, no-cache"


def test_a_host_may_have_every_answer_asked_for(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "EDGE_CACHE_SECONDS": 0}
    assert cache_control(edge=True) == "public, no-cache"


def test_first_pages_are_addresses_of_the_edge() -> None:
    assert {"/", LIST, "/registry/approvals/", "/directory/"} <= addresses()


@pytest.mark.django_db
@pytest.mark.parametrize("application", [WSGIHandler, server])
def test_only_bare_addresses_of_a_site_with_a_cdn_are_kept_there(
    wagtail_root: Any, cdn: Any, application: Any
) -> None:
    site = application()
    make_notice(make_section(wagtail_root))
    for _ in range(2):
        for address in ("/", LIST, "/directory/"):
            assert "s-maxage" in ask(site, address).headers["Cache-Control"]
        for address in (f"{LIST}?q=a", f"{LIST}?format=json", "/notices/notice/"):
            assert ask(site, address).headers["Cache-Control"] == "public, no-cache"
    mine = ask(site, LIST, HTTP_COOKIE="sessionid=abc")
    assert mine.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_site_without_a_cdn_is_always_asked(wagtail_root: Any) -> None:
    assert ask(server(), LIST).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.django_db
def test_a_restricted_home_page_is_kept_nowhere(wagtail_root: Any, cdn: Any) -> None:
    PageViewRestriction.objects.create(page=wagtail_root, restriction_type="login")
    assert "s-maxage" not in ask(server(), "/").headers["Cache-Control"]


@pytest.mark.django_db
def test_a_page_of_the_site_follows_the_clock_not_its_making(
    wagtail_root: Any, cdn: Any, settings: Any
) -> None:
    """The seconds are counted when the answer is sent."""
    process = server()
    ask(process, LIST)
    settings.XCMS = {**settings.XCMS, "EDGE_CACHE_SECONDS": 7}
    again = ask(process, LIST)
    assert again.found == "hit"
    assert again.headers["Cache-Control"].endswith("s-maxage=7")


@pytest.mark.django_db(transaction=True)
def test_each_commit_takes_every_address_back_once(wagtail_root: Any, cdn: list[Any]) -> None:
    cdn.clear()
    with register_write():
        SchoolFactory()
        SchoolFactory()
        assert cdn == []
    root = Site.objects.get(is_default_site=True).root_url
    assert cdn == [sorted(root + path for path in addresses())]


@pytest.mark.django_db(transaction=True)
def test_a_published_page_takes_them_back(wagtail_root: Any, cdn: list[Any]) -> None:
    section = make_section(wagtail_root)
    cdn.clear()
    make_notice(section)
    assert any(LIST in url for urls in cdn for url in urls)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_takes_nothing_back(wagtail_root: Any, cdn: list[Any]) -> None:
    cdn.clear()

    def write_and_fail() -> None:
        with register_write():
            SchoolFactory()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert cdn == []


@pytest.mark.django_db(transaction=True)
def test_a_cdn_that_is_down_fails_no_write(
    wagtail_root: Any, cdn: list[Any], settings: Any, caplog: Any
) -> None:
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": f"{__name__}.BrokenCdn"}}
    before = current_versions()
    SchoolFactory()
    assert current_versions().number == before.number + 1
    assert "The CDN is down." in caplog.text


WRITER = """
from django.conf import settings
settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": "xcms.nowhere"}}
from tests.factories import SchoolFactory
SchoolFactory(name="最后的学院")
"""


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_commit_and_purge_leaves_the_site_right(wagtail_root: Any) -> None:
    """The CDN then shows the old page for EDGE_CACHE_SECONDS; the site's own processes never do."""
    process = server()
    ask(process, LIST)
    run_until_killed(WRITER, module="xcms.caching.purging", attribute="PurgeBatch")
    assert "最后的学院" in ask(process, LIST).text
