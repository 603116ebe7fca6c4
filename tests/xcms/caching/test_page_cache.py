"""Who is answered from the page cache, and with what."""

import json
import os
import subprocess
import sys
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import School
from tests.factories import SchoolFactory
from tests.xcms.caching.asking import ask, fresh, server
from xcms.caching.wsgi import cached

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_with_school")]

LIST = "/registry/schools/"


# Hits.


def test_the_second_visitor_gets_the_same_answer_without_django() -> None:
    process = server()
    first = ask(process, LIST)
    with CaptureQueriesContext(connection) as queries:
        second = ask(process, LIST)
    assert len(queries) == 0
    assert (first.found, second.found) == ("miss", "hit")
    assert second.body == first.body == fresh(LIST).body
    assert {**second.headers, "X-Page-Cache": ""} == {**first.headers, "X-Page-Cache": ""}


def test_the_answer_keeps_the_headers_of_the_middleware() -> None:
    process = server()
    ask(process, LIST)
    kept = ask(process, LIST).headers
    assert kept["Content-Security-Policy"]
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["X-Register-Version"]


@pytest.mark.parametrize("form", ["json", "atom"])
def test_other_formats_are_kept_and_do_not_differ_by_cookie(form: str) -> None:
    process = server()
    address = f"{LIST}?format={form}"
    ask(process, address)
    again = ask(process, address)
    assert again.found == "hit"
    assert "Vary" not in again.headers


def test_pages_differ_by_cookie_but_by_no_language_where_there_is_one() -> None:
    assert ask(server(), LIST).headers["Vary"] == "HX-Request, HX-History-Restore-Request, Cookie"


@pytest.mark.parametrize("address", [f"{LIST}?format=csv", f"{LIST}?format=xlsx"])
def test_files_are_streamed_and_not_kept(address: str) -> None:
    process = server()
    ask(process, address)
    assert ask(process, address).found == ""
    assert len(process.answers) == 0


def test_a_head_is_answered_without_body_and_never_kept() -> None:
    process = server()
    first = ask(process, LIST, method="HEAD")
    assert (first.status, first.body, len(process.answers)) == (200, b"", 0)
    page = ask(process, LIST)
    again = ask(process, LIST, method="HEAD")
    assert (again.found, again.body) == ("hit", b"")
    assert again.headers["Content-Length"] == str(len(page.body))


def test_a_site_may_do_without_it(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "PAGE_CACHE_BYTES": 0}
    application = WSGIHandler()
    assert cached(application) is application


def test_the_servers_module_needs_nothing_set_up_before_it() -> None:
    code = "import xcms.site.wsgi as wsgi; print(type(wsgi.application).__name__)"
    started = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "xcms.site.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout == "PageCache\n"


# Midnight.


def test_no_answer_outlives_the_day() -> None:
    days = [date(2020, 6, 12)]
    process = server(today=lambda: days[0])
    ask(process, LIST)
    assert ask(process, LIST).found == "hit"
    days[0] += timedelta(days=1)
    assert ask(process, LIST).found == "miss"
    days[0] -= timedelta(days=1)
    assert ask(process, LIST).found == "miss"


def test_two_processes_agree() -> None:
    one, other = server(), server()
    for process in (one, other):
        ask(process, LIST)
    SchoolFactory(name="乙学院")
    for process in (one, other):
        answer = ask(process, LIST)
        assert answer.found == "miss"
        assert "乙学院" in answer.text


def test_what_changes_while_a_page_is_made_is_not_hidden_by_it() -> None:
    """The page is made of the old rows; the change commits before it is kept."""

    def slow(environ: Any, start_response: Any) -> Any:
        answer = WSGIHandler()(environ, start_response)
        if not School.objects.filter(name="后来的学院").exists():
            SchoolFactory(name="后来的学院")
        return answer

    process = server(slow)
    ask(process, LIST)
    assert "后来的学院" in ask(process, LIST).text


# The database.


@pytest.mark.django_db(transaction=True)
def test_without_the_database_django_has_its_say(wagtail_root: Any) -> None:
    process = server()
    ask(process, LIST)
    assert ask(process, LIST).found == "hit"

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("503 Service Unavailable", [])
        return []

    process.application = application
    connection.connection.close()
    assert ask(process, LIST).status == 503
    assert ask(process, LIST).found == "hit"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("age", [0, 60, None])
def test_a_connection_that_broke_is_replaced(wagtail_root: Any, age: int | None) -> None:
    connection.settings_dict["CONN_MAX_AGE"] = age
    try:
        process = server()
        ask(process, LIST)
        assert ask(process, LIST).found == "hit"
        if connection.connection is not None:
            connection.connection.close()
        assert ask(process, LIST).status == 200
        ask(process, LIST)
        assert ask(process, LIST).found == "hit"
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = 0
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_visitors_and_writers_at_once_see_no_old_page(wagtail_root: Any) -> None:
    process = server()
    count = [0]
    lock = threading.Lock()
    wrong: list[tuple[int, int]] = []

    def write() -> None:
        try:
            for number in range(8):
                SchoolFactory(code=f"41430001{number:02}")
                with lock:
                    count[0] = number + 1
        finally:
            connection.close()

    def read() -> None:
        try:
            for _ in range(25):
                with lock:
                    least = count[0]
                shown = json.loads(ask(process, f"{LIST}?format=json").body)["count"]
                if shown < least:
                    wrong.append((shown, least))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for one in (write, read, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count == [8]
    assert not wrong
