"""What the page cache leaves to Django, and what it never keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from wagtail.models import PageViewRestriction

from notices.models import NoticePage
from tests.xcms.caching.asking import ask, server, view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_with_school")]

LIST = "/registry/schools/"


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
