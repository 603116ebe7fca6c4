"""“您是不是要找”: what sounds or looks like a name or a word that everybody may see."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from registry.models import SchoolName
from tests.factories import CertificateFactory, SchoolFactory
from tests.notices.pages import make_notice
from tests.registry.publication import public_certificate
from xcms.search.near import near
from xcms.search.question import Question
from xcms.search.sources import Visit
from xcms.versions import snapshot

pytestmark = pytest.mark.django_db


def guess(text: str, *, by_looks: bool = True) -> str:
    visit = Visit(RequestFactory().get("/search/"), date(2020, 6, 1))
    return near(Question.of(text), visit, by_looks=by_looks)


@pytest.fixture
def known(section: Any) -> None:
    school = SchoolFactory(name="长沙民政职业技术学院")
    SchoolName.objects.create(school=school, name="湘北民院", kind="former")
    SchoolFactory(name="湖南铁道职业技术学院")
    make_notice(section, title="关于做好试点申报工作的通知", slug="a")
    public_certificate(name="失智老年人照护")
    CertificateFactory(name="没有备案的证书")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民正", "民政"),
        ("申保", "申报"),
        ("申保 工作", "申报 工作"),
        ("申保工作", "申报工作"),
        ("长沙民证职业", "长沙民政职业"),
        ("长沙民政职业学院", "长沙民政职业技术学院"),
        ("湘背民院", "湘北民院"),
        ("失智老人照护", "失智老年人照护"),
        ("湖南火星职业技术学院", ""),
        ("民政", ""),
        ("甲乙丙丁", ""),
        ("没有背案的证书", ""),
        ("x", ""),
    ],
)
def test_what_was_meant(known: None, text: str, expected: str) -> None:
    assert guess(text) == expected


def test_with_hits_only_a_word_that_nobody_knows_is_guessed_at(known: None) -> None:
    assert guess("长沙民政职业学院", by_looks=False) == ""
    assert guess("申保", by_looks=False) == "申报"


def test_the_page_offers_it(client: Client, known: None) -> None:
    text = client.get("/search/?q=申保").content.decode()
    assert "您是不是要找：" in text
    assert 'href="?q=%E7%94%B3%E6%8A%A5">申报</a>' in text
    assert "您是不是要找" not in client.get("/search/?q=申报").content.decode()


@pytest.mark.django_db(transaction=True)
def test_names_are_read_once_for_a_version(wagtail_root: Any) -> None:
    SchoolFactory(name="长沙民政职业技术学院")
    with snapshot():
        assert guess("民正") == "民政"
        with CaptureQueriesContext(connection) as captured:
            assert guess("民正") == "民政"
        assert len(captured) <= 1
    SchoolFactory(name="湖南明正学院")
    with snapshot():
        assert guess("民正") == "民政"
        assert guess("明正") == ""
        assert guess("铁到") == ""
    SchoolFactory(name="湖南铁道职业技术学院")
    with snapshot():
        assert guess("铁到") == "铁道"
