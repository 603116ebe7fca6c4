import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from wagtail.documents.models import Document

from xcms.site.security import client_ip

POLICY = "Content-Security-Policy"
REPORT_ONLY = "Content-Security-Policy-Report-Only"
PASSWORD = "a long enough phrase"


def directives(header: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in pairs}


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("guanliyuan", password=PASSWORD)


@pytest.fixture
def throttled(settings: Any) -> None:
    settings.AXES_ENABLED = True


def log_in(client: Client, username: str, password: str, **extra: Any) -> Any:
    return client.post("/admin/login/", {"username": username, "password": password}, **extra)


def test_public_pages_allow_only_their_own_scripts_and_styles(
    client: Client, wagtail_root: Any
) -> None:
    response = client.get("/")
    policy = directives(response[POLICY])
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["default-src"] == policy["object-src"] == "'none'"
    assert REPORT_ONLY not in response


def test_an_unknown_address_carries_the_policy_too(client: Client, wagtail_root: Any) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert POLICY in response


def test_the_admin_is_watched_not_blocked(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    response = client.get("/admin/")
    assert REPORT_ONLY in response
    assert POLICY not in response


def test_no_page_may_be_framed_elsewhere(client: Client, wagtail_root: Any) -> None:
    assert client.get("/")["X-Frame-Options"] == "DENY"
    assert client.get("/admin/login/")["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}


@pytest.mark.parametrize("address", ["/%00/", "/?q=%00", "/admin/?next=a%00b", "/registry/%00"])
def test_a_null_character_is_a_bad_request(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_null_character_in_a_cookie_is_a_bad_request(client: Client, db: None) -> None:
    client.cookies["sessionid"] = "abcdefgh\x00"
    assert client.get("/admin/login/").status_code == 400


def test_the_fifth_wrong_password_pauses_log_in(
    client: Client, administrator: User, throttled: None
) -> None:
    answers = [log_in(client, "guanliyuan", "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    paused = log_in(client, "guanliyuan", PASSWORD)
    assert paused.status_code == 429
    assert "登录已暂停" in paused.content.decode()


def test_a_pause_holds_only_for_the_address_that_failed(
    client: Client, administrator: User, throttled: None
) -> None:
    for _ in range(6):
        log_in(client, "guanliyuan", "wrong", REMOTE_ADDR="192.0.2.1")
    answer = log_in(client, "guanliyuan", PASSWORD, REMOTE_ADDR="192.0.2.2")
    assert answer.status_code == 302


def test_a_good_log_in_forgets_earlier_mistakes(
    client: Client, administrator: User, throttled: None
) -> None:
    for _ in range(4):
        log_in(client, "guanliyuan", "wrong")
    log_in(client, "guanliyuan", PASSWORD)
    client.logout()
    assert log_in(client, "guanliyuan", "wrong").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        # Written by the visitor, then added to by our proxy.
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_name_the_visitor(
    rf: RequestFactory, settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_ip(request) == expected


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/account/"])
def test_the_admin_neither_loads_from_nor_links_to_other_sites(
    client: Client, administrator: User, wagtail_root: Any, address: str
) -> None:
    if address != "/admin/login/":
        client.force_login(administrator)
    html = client.get(address).content.decode()
    # The namespace of inline SVG is a name, not an address.
    outward = {
        url
        for url in re.findall(r"https?://[^\s\"'<>\\]+", html)
        if not url.startswith(("http://www.w3.org/", "http://localhost", "http://127.0.0.1"))
    }
    assert outward == set()


@pytest.fixture
def uploaded(db: None) -> Callable[[str, bytes], Document]:
    def upload(name: str, content: bytes) -> Document:
        return Document.objects.create(title=name, file=ContentFile(content, name=name))

    return upload


def test_a_document_is_always_a_download(
    client: Client, wagtail_root: Any, uploaded: Callable[[str, bytes], Document]
) -> None:
    response = client.get(uploaded("tongzhi.pdf", b"%PDF-1.4").url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response[POLICY] == "default-src 'none'"


def test_documents_are_not_reachable_past_their_view(
    client: Client, wagtail_root: Any, uploaded: Callable[[str, bytes], Document]
) -> None:
    document = uploaded("neibu.pdf", b"%PDF-1.4")
    assert client.get(document.file.url).status_code == 404
    assert client.get("/media/images/../documents/neibu.pdf").status_code == 400
    assert client.get("/media/images/%2e%2e/documents/neibu.pdf").status_code == 400
