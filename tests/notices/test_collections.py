"""Collections as visitors read them: the register's rows behind a saved filter, never wider."""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from notices.models import RegisterCollectionPage
from tests.factories import (
    ApprovalFactory,
    CertificateFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)
from tests.notices.collections_pages import make_collection
from tests.notices.pages import make_notice, published_list
from tests.registry.views.answers import FORMATS, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(wagtail_root: Any) -> None:
    changsha = SchoolFactory(name="长沙民政职业技术学院", region=region("430100"))
    zhuzhou = SchoolFactory(name="湖南铁道职业技术学院", region=region("430200"))
    logistics, care = CertificateFactory(name="物流管理"), CertificateFactory(name="老年照护")
    grant(40, school=changsha, certificate=logistics)
    grant(50, school=changsha, certificate=care)
    grant(60, school=zhuzhou, certificate=logistics)


def shown(client: Client, page: Any, query: str = "") -> list[tuple[str, str]]:
    """(school, certificate) of each row in JSON."""
    found = json.loads(answer(client, f"{page.url}?format=json&{query}"))
    return [(row["school"], row["certificate"]) for row in found["results"]]


def test_a_collection_shows_the_rows_of_its_filter_and_the_filter_in_words(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(
        section, saved_filter="region=430100", intro="<p>长沙的院校都在这里。</p>"
    )
    text = answer(client, page.url)
    assert "长沙的院校都在这里。" in text
    assert "长沙民政" in text
    assert "湖南铁道" not in text
    assert "市州：长沙市" in text
    assert 'href="/registry/approvals/?region=430100"' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_same_rows(
    client: Client, section: Any, lines: None, name: str
) -> None:
    page = make_collection(section, saved_filter="region=430100&certificate_level=intermediate")
    text = answer(client, page.url, format=name)
    assert text.count("湖南铁道") == 0
    assert "物流管理" in text
    assert "老年照护" in text


def test_a_visitor_narrows_by_words_and_by_nothing_else(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(section, saved_filter="q=长沙")
    both = shown(client, page)
    assert len(both) == 2
    assert len(shown(client, page, "q=物流")) == 1
    assert shown(client, page, "q=铁道") == []
    for query in (
        "region=430200",
        "status=revoked",
        "sort=-quota",
        "saved_filter=",
        "as_of=2000-01-01",
        "q=",
        "school=1",
    ):
        assert shown(client, page, query) == both


def test_pages_downloads_and_feed_keep_the_visitors_words(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(section, rows_per_page=1)
    text = answer(client, f"{page.url}?q=物流")
    assert "第 1 页，共 2 页" in text
    assert "page=2" in text
    assert "format=csv" in text
    assert len(shown(client, page, "page=2")) == 1
    assert shown(client, page, "page=1") != shown(client, page, "page=2")
    found = json.loads(answer(client, f"{page.url}?format=json&q=物流"))
    assert found["count"] == 2
    assert found["next"].startswith(page.url)


def test_order_and_columns_are_the_editors(client: Client, section: Any, lines: None) -> None:
    page = make_collection(section, sort="-quota", columns="certificate,quota")
    text = answer(client, page.url)
    rows = text.partition("<tbody")[2]
    assert rows.index("湖南铁道") < rows.index("老年照护") < rows.rindex("长沙民政")
    assert 'aria-sort="descending"' in text
    headers = text.partition("<thead")[2].partition("</thead>")[0]
    assert "证书" in headers
    assert "学校" in headers or "院校" in headers
    assert "市州" not in headers


def test_a_column_or_order_that_is_gone_is_as_if_not_chosen(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(section, sort="-wind", columns="wind")
    assert len(shown(client, page)) == 3
    assert "市州" in answer(client, page.url).partition("<thead")[2].partition("</thead>")[0]


@pytest.mark.parametrize(
    ("register", "word"),
    [
        ("schools", "长沙民政"),
        ("certificates", "第"),
        ("organizations", "第"),
        ("approvals", "物流"),
    ],
)
def test_every_list_makes_a_collection(
    client: Client, section: Any, lines: None, register: str, word: str
) -> None:
    published_list(section)
    page = make_collection(section, register=register)
    for name in FORMATS:
        assert word in answer(client, page.url, format=name), name


@pytest.mark.parametrize(
    "saved_filter",
    ["region=999999", "certificate=bbbbbbbbbb", "planet=mars", "as_of=soon", "region=430100&x=1"],
)
def test_a_filter_that_no_longer_holds_shows_a_sentence_and_no_rows(
    client: Client, section: Any, lines: None, saved_filter: str
) -> None:
    page = make_collection(section, saved_filter=saved_filter)
    text = answer(client, page.url)
    assert "没有显示任何记录" in text
    assert "物流管理" not in text
    for name in FORMATS[1:]:
        assert client.get(page.url, {"format": name}).status_code == 400


def test_a_certificate_that_is_withdrawn_takes_its_collection_along(
    client: Client, section: Any
) -> None:
    line = grant(certificate=CertificateFactory(name="物流管理"))
    page = make_collection(section, saved_filter=f"certificate={line.certificate.public_id}")
    assert len(shown(client, page)) == 1
    line.decisions.void(9**9)
    other = grant(certificate=CertificateFactory(name="老年照护"))
    assert other.certificate.name not in answer(client, page.url)
    assert client.get(page.url, {"format": "json"}).status_code == 400


def test_nothing_that_is_not_public_shows(client: Client, section: Any, lines: None) -> None:
    ApprovalFactory(certificate=CertificateFactory(name="秘密证书甲"))
    voided = ApprovalFactory(certificate=CertificateFactory(name="秘密证书乙"))
    decide(voided, quota=98765, voided_version=9**9)
    for register in ("approvals", "certificates", "schools", "organizations"):
        page = make_collection(section, register=register, slug=register)
        for name in FORMATS:
            text = answer(client, page.url, format=name)
            assert "秘密" not in text
            assert "98765" not in text


def test_a_draft_or_restricted_collection_answers_in_no_format(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(section)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for name in FORMATS:
        assert client.get(page.url, {"format": name}).status_code == 302
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    for name in FORMATS:
        assert client.get(page.url, {"format": name}).status_code == 404


def test_demo_rows_carry_their_mark(client: Client, section: Any) -> None:
    grant(is_demo=True)
    page = make_collection(section)
    for name in ("html", "csv", "xlsx", "atom"):
        assert "演示数据" in answer(client, page.url, format=name), name


def test_each_collection_is_a_feed_of_its_own(client: Client, section: Any, lines: None) -> None:
    pages = [make_collection(section, slug="a"), make_collection(section, slug="b")]
    feeds = [answer(client, page.url, format="atom") for page in pages]
    feeds.append(answer(client, "/registry/approvals/", format="atom"))
    ids = [re.findall("<id>([^<]*)</id>", feed)[0] for feed in feeds]
    assert len(set(ids)) == 3


def test_the_section_lists_and_finds_its_collections(client: Client, section: Any) -> None:
    page = make_collection(section, summary="长沙各院校可以开展的证书")
    for query in ("", "?q=各院校可以"):
        assert page.url in answer(client, f"{section.url}{query}")
    assert "长沙各院校可以开展的证书" in answer(client, f"{section.url}feed/")


def test_posting_to_a_collection_is_refused(client: Client, section: Any) -> None:
    assert client.post(make_collection(section).url).status_code == 405


def test_a_collection_costs_the_same_whatever_it_finds(
    client: Client, section: Any, lines: None
) -> None:
    page = make_collection(section, saved_filter="school_level=higher_vocational")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer(client, page.url)
        return len(captured)

    answer(client, page.url)
    few = queries()
    for _each in range(12):
        grant()
    assert queries() == few


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    saved=st.lists(
        st.tuples(
            st.sampled_from(["region", "q", "as_of", "page", "status", "sort", "major", "x"]),
            st.sampled_from(["430100", "物流", "2020-07-01", "\x00", "-1", "name", "in_force", "%"])
            | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        ),
        max_size=4,
    ),
    asked=st.lists(
        st.tuples(
            st.sampled_from(["q", "page", "page_size", "format", "sort", "region", "columns"]),
            st.sampled_from(["物", "2", "-1", "json", "csv", "atom", "xlsx", "\x00", "x" * 300])
            | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        ),
        max_size=4,
    ),
)
def test_no_filter_and_no_query_makes_a_collection_fail(
    client: Client,
    section: Any,
    saved: list[tuple[str, str]],
    asked: list[tuple[str, str]],
) -> None:
    page = RegisterCollectionPage.objects.first() or make_collection(section)
    if not page.live:
        page.save_revision().publish()
    RegisterCollectionPage.objects.update(saved_filter=urlencode(saved).replace("%00", ""))
    response = client.get(f"{page.url}?{urlencode(asked)}")
    assert response.status_code in {200, 400}
    if response.streaming:
        b"".join(response.streaming_content)


def test_a_collection_answers_for_the_day_that_it_keeps(client: Client, section: Any) -> None:
    line = grant(40)
    decide(
        line, kind="revoke", quota=0, reason="检查", clause="五", effective_from=date(2020, 9, 1)
    )
    page = make_collection(section, saved_filter="as_of=2020-08-31")
    assert len(shown(client, page)) == 1
    assert shown(client, make_collection(section, slug="now")) == []


def test_a_collection_can_be_deleted_as_a_notice_can(section: Any) -> None:
    for page in (make_collection(section), make_notice(section)):
        page.delete()
    assert not section.get_children().exists()
