"""What is offered while somebody types."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import ContactFactory, SchoolFactory
from tests.notices.pages import make_notice
from tests.registry.publication import public_certificate

pytestmark = pytest.mark.django_db


def offered(client: Client, text: str) -> list[tuple[str, str]]:
    response = client.get("/search/suggestions/", {"q": text})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"
    return re.findall(r'data-xcms-url="([^"]+)"><span>([^<]+)</span>', response.content.decode())


def test_names_by_characters_and_pinyin_lead_to_their_pages(client: Client) -> None:
    SchoolFactory(name="长沙民政职业技术学院", code="4143010827")
    certificate = public_certificate(name="长途物流", organization__name="北京中物联")
    for text in ("长", "changsha", "csmz", "长沙民"):
        assert ("/registry/schools/4143010827/", "长沙民政职业技术学院") in offered(client, text)
    assert (f"/registry/certificates/{certificate.public_id}/", "长途物流") in offered(
        client, "物流"
    )
    assert [name for _url, name in offered(client, "中物联")] == ["长途物流", "北京中物联"]


def test_titles_of_pages_go_on_from_what_is_typed(client: Client, section: Any) -> None:
    notice = make_notice(section, title="关于试点申报的通知", slug="a")
    make_notice(section, title="不相干", slug="b")
    assert offered(client, "试点申") == [(notice.url, "关于试点申报的通知")]


def test_there_are_few_and_names_come_first(client: Client, section: Any) -> None:
    for number in range(9):
        SchoolFactory(name=f"试点{number}学院")
        make_notice(section, title=f"试点通知{number}", slug=f"n{number}")
    names = [name for _url, name in offered(client, "试点")]
    assert len(names) == 8
    assert all("学院" in name for name in names[:5])


def test_no_person_and_nothing_hidden_is_offered(client: Client, section: Any) -> None:
    make_notice(section, title="试点撤下", slug="a").unpublish()
    ContactFactory(office="试点科", person="张三丰", show_person=True)
    assert [name for _url, name in offered(client, "试点")] == ["试点科"]
    assert offered(client, "张三") == []


@pytest.mark.parametrize("text", ["", " ", '"', "\x00", "*", "' OR 1=1", "试" * 10_000])
def test_odd_text_offers_nothing(client: Client, text: str) -> None:
    client.raise_request_exception = True
    assert client.get("/search/suggestions/", {"q": text}).status_code in (200, 400)
