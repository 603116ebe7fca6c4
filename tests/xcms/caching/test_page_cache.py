"""Who is answered from the page cache, with what, and what is never kept."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from notices.models import NoticePage
from registry.models import School
from tests.factories import SchoolFactory
from tests.notices.pages import make_notice, make_section
from tests.xcms.caching.asking import ask, fresh, server
from xcms.caching.answers import public_answer
from xcms.caching.wsgi import cached

pytestmark = pytest.mark.django_db

LIST = "/registry/schools/"


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    SchoolFactory(code="4143000001", name="甲学院")


@pytest.fixture
def notice(wagtail_root: Any) -> NoticePage:
    return make_notice(make_section(wagtail_root))


def view(change: Callable[[HttpRequest, HttpResponse], Any]) -> Any:
    """A site whose only page is public, and to which ``change`` happens on the way out."""

    def application(environ: Any, start_response: Any) -> Any:
        handler = WSGIHandler.__new__(WSGIHandler)
        request = handler.request_class(environ)
        response: Any = public_answer(
            request, HttpResponse("<p>page</p>", content_type="text/html")
        )
        change(request, response)
        cookies = [("Set-Cookie", one.OutputString()) for one in response.cookies.values()]
        start_response(f"{response.status_code} X", [*response.items(), *cookies])
        return response

    return application


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


# Whom it leaves to Django.


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b;sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_COOKIE": "django_language=en"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"REMOTE_USER": "somebody"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_IF_MATCH": '"x"'},
    ],
    ids=str,
)
def test_somebody_in_particular_is_left_to_django(environ: dict[str, str]) -> None:
    process = server()
    ask(process, LIST)
    assert ask(process, LIST, **environ).found == ""
    assert len(process.answers) == 1


def test_the_host_names_more_cookies(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "PAGE_CACHE_COOKIES": ("theme",)}
    process = server()
    ask(process, LIST)
    assert ask(process, LIST, HTTP_COOKIE="theme=dark").found == ""


def test_a_counter_cookie_is_answered_but_its_answer_is_not_kept() -> None:
    process = server()
    ask(process, LIST, HTTP_COOKIE="Hm_lvt_1=2")
    assert len(process.answers) == 0
    ask(process, LIST)
    assert ask(process, LIST, HTTP_COOKIE="Hm_lvt_1=2; csrftoken=x").found == "hit"


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "get", "GET ", "TRACE", "PURGE"]
)
def test_other_methods_reach_django(method: str) -> None:
    process = server()
    ask(process, LIST)
    assert ask(process, LIST, method=method).found == ""
    assert len(process.answers) == 1


def test_editors_see_their_own_page_and_leave_none_behind(notice: NoticePage) -> None:
    User.objects.create_superuser("chief", password="wort-und-bild")
    client = Client()
    client.login(username="chief", password="wort-und-bild")
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    process = server()
    for address in ("/", "/notices/notice/", LIST):
        mine = ask(process, address, HTTP_COOKIE=cookie)
        assert "wagtail-userbar" in mine.text
        assert mine.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in mine.headers
        assert len(process.answers) == 0
        assert "wagtail-userbar" not in ask(process, address).text
        assert "wagtail-userbar" in ask(process, address, HTTP_COOKIE=cookie).text
        process.answers = server().answers


def test_a_preview_is_private(admin_client: Client, notice: NoticePage) -> None:
    notice.title = "未公开的改动"
    notice.save_revision()
    response = admin_client.get(f"/admin/pages/{notice.pk}/view_draft/")
    assert "未公开的改动" in response.content.decode()
    assert "public" not in response.headers.get("Cache-Control", "")
    assert "ETag" not in response.headers


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restricted_page_is_never_kept(notice: NoticePage, kind: str) -> None:
    PageViewRestriction.objects.create(page=notice, restriction_type=kind, password="pass")
    process = server()
    for _ in range(2):
        answer = ask(process, "/notices/notice/")
        assert "private" in answer.headers["Cache-Control"]
    assert len(process.answers) == 0


def test_a_restricted_page_that_was_opened_by_password_is_private(notice: NoticePage) -> None:
    restriction = PageViewRestriction.objects.create(
        page=notice, restriction_type="password", password="pass"
    )
    client = Client()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{notice.pk}/",
        {"password": "pass", "return_url": "/notices/notice/"},
    )
    response = client.get("/notices/notice/")
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


@pytest.mark.parametrize("address", ["/nothing/", f"{LIST}4143999999/", "/notices/csv/"])
def test_what_is_not_there_is_kept_by_nobody(address: str) -> None:
    process = server()
    answer = ask(process, address)
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(process.answers) == 0


def test_a_refusal_is_kept_by_nobody() -> None:
    process = server()
    answer = ask(process, f"{LIST}?format=json&region=nowhere")
    assert (answer.status, answer.headers["Cache-Control"]) == (400, "no-store")
    assert len(process.answers) == 0


# What may happen to a page behind the view.


def set_a_cookie(_request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie("visitor", "42")


def show_a_token(request: HttpRequest, _response: HttpResponse) -> None:
    get_token(request)


def make_it_private(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Cache-Control"] = "private"


def differ_by_everything(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Vary"] = "*"


def compress_unasked(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Content-Encoding"] = "gzip"


def use_a_nonce(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Content-Security-Policy"] = "script-src 'nonce-abc'"


def turn_into_an_error(_request: HttpRequest, response: HttpResponse) -> None:
    response.status_code = 503


def differ_by_too_much(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Vary"] = ", ".join(f"X-{number}" for number in range(9))


@pytest.mark.parametrize(
    "change",
    [
        set_a_cookie,
        show_a_token,
        make_it_private,
        differ_by_everything,
        compress_unasked,
        use_a_nonce,
        turn_into_an_error,
        differ_by_too_much,
    ],
    ids=lambda change: change.__name__,
)
def test_such_an_answer_is_not_kept(change: Callable[[HttpRequest, HttpResponse], None]) -> None:
    process = server(view(change))
    ask(process)
    assert ask(process).found != "hit"
    assert len(process.answers) == 0


def test_an_answer_is_kept_for_each_value_of_what_it_differs_by() -> None:
    def by_partial(request: HttpRequest, response: HttpResponse) -> None:
        response.headers["Vary"] = "HX-Request"
        response.content = b"part" if "HX-Request" in request.headers else b"whole"

    process = server(view(by_partial))
    for _ in range(2):
        whole, part = ask(process), ask(process, HTTP_HX_REQUEST="true")
        assert (whole.body, part.body) == (b"whole", b"part")
    assert (whole.found, part.found) == ("hit", "hit")


def test_each_language_has_its_own_page_where_there_are_several(settings: Any) -> None:
    settings.LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
    process = server()
    chinese = ask(process, LIST, HTTP_ACCEPT_LANGUAGE="zh-CN")
    english = ask(process, LIST, HTTP_ACCEPT_LANGUAGE="en")
    assert "Accept-Language" in chinese.headers["Vary"]
    assert "共 1 条" in chinese.text
    assert "共 1 条" not in english.text
    again = ask(process, LIST, HTTP_ACCEPT_LANGUAGE="en")
    assert (again.found, again.body) == ("hit", english.body)


# Strangers.


def test_each_host_name_has_its_own_pages() -> None:
    process = server()
    address = f"{LIST}?format=atom"
    assert "evil.example" in ask(process, address, HTTP_HOST="evil.example").text
    assert "evil.example" not in ask(process, address, HTTP_HOST="good.example").text
    assert "evil.example" not in ask(process, address, HTTP_HOST="good.example").text


def test_a_host_name_that_is_refused_leaves_nothing(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["good.example"]
    process = server()
    assert ask(process, LIST, HTTP_HOST="evil.example").status == 400
    assert len(process.answers) == 0


@pytest.mark.parametrize(
    ("names", "header"),
    [
        ({"USE_X_FORWARDED_HOST": True}, {"HTTP_X_FORWARDED_HOST": "evil.example"}),
        ({"USE_X_FORWARDED_HOST": False}, {"HTTP_X_FORWARDED_HOST": "evil.example"}),
        ({"USE_X_FORWARDED_PORT": True}, {"HTTP_X_FORWARDED_PORT": "666"}),
        (
            {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")},
            {"HTTP_X_FORWARDED_PROTO": "https"},
        ),
        ({}, {"HTTP_X_FORWARDED_PROTO": "https"}),
        ({}, {"HTTP_X_ORIGINAL_URL": "/evil/", "HTTP_X_REWRITE_URL": "/evil/"}),
        ({}, {"wsgi.url_scheme": "https"}),
        ({}, {"SCRIPT_NAME": "/evil"}),
    ],
    ids=str,
)
def test_a_strangers_headers_show_on_nobody_elses_page(
    settings: Any, names: dict[str, Any], header: dict[str, str]
) -> None:
    for name, value in names.items():
        setattr(settings, name, value)
    process = server()
    address = f"{LIST}?format=atom"
    ask(process, address, **header)
    assert ask(process, address).body == fresh(address).body


@pytest.mark.parametrize(
    "query",
    ["q=a%0d%0aSet-Cookie:%20a=b", "q=%00", "q=\r\nX: y", "q=" + "x" * 5000, "q=%ff", "?=&&;"],
)
def test_odd_queries_split_nothing(query: str) -> None:
    process = server()
    for _ in range(2):
        answer = ask(process, LIST, QUERY_STRING=query)
        assert answer.status in (200, 400)
        assert "X" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())


def test_long_addresses_are_not_kept() -> None:
    process = server()
    ask(process, LIST, QUERY_STRING="q=" + "x" * 3000)
    assert len(process.answers) == 0


def test_any_number_of_addresses_takes_no_more_than_its_memory() -> None:
    page = HttpResponse(b"x" * 10_000)

    def big(request: HttpRequest, response: HttpResponse) -> None:
        response.content = page.content

    process = server(view(big), capacity=200_000)
    for number in range(500):
        ask(process, f"/?q={number}")
    assert process.answers.size <= 200_000
    assert 10 < len(process.answers) < 20
    assert ask(process, "/?q=499").found == "hit"
    assert ask(process, "/?q=1").found == "miss"


def test_one_page_never_takes_the_whole_memory() -> None:
    def huge(_request: HttpRequest, response: HttpResponse) -> None:
        response.content = b"x" * 100_000

    process = server(view(huge), capacity=200_000)
    ask(process)
    assert len(process.answers) == 0


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
