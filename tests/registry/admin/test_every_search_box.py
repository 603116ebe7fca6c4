"""Whatever is typed into any search box, of the admin or of the public site, is answered."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.documents import get_document_model

from tests.made_once import made_once
from tests.notices.pages import make_notice, make_section
from tests.page_tree import ensure_page_tree
from tests.registry.admin.addresses import EVERY_REGISTER, MODELADMINS, screen
from tests.registry.admin.registers import one_of_each

_CHOOSERS = (
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page_search",
    "wagtaildocs:index",
    "wagtaildocs:index_results",
    "wagtaildocs_chooser:choose_results",
    "wagtailimages:index",
    "wagtailimages_chooser:choose_results",
    "wagtailusers_users:index",
    "wagtailredirects:index",
)
ADMIN = [
    *(reverse(name) for name in _CHOOSERS),
    *(screen(model, "list") for model in EVERY_REGISTER),
    *(
        reverse(f"wagtailsnippetchoosers_xcms_registry_{model}:choose_results")
        for model in EVERY_REGISTER
        if model not in MODELADMINS
    ),
]
PUBLIC = [
    *(f"/registry/{name}/" for name in ("certificates", "schools", "organizations", "approvals")),
    "/registry/statistics/",
    "/directory/",
    "/registry/approvals/?facet=major&facet_q=",
]
BOXES = [*ADMIN, *PUBLIC]
ODD = [
    '"',
    "'",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "x" * 10_000,
    "证" * 10_000,
    "   \t\n　",
    "AND OR NOT NEAR(",
    'title:"试点" * ^ - + ( )',
    "试点 & | ! <-> :* \\",
    "live:true id:1 type:x",
    "%_\\'",
    "第三批 1+X “证书",
]


def address(box: str, question: str) -> str:
    if box.endswith("="):
        return box + urlencode({"q": question})[2:]
    return f"{box}?{urlencode({'q': question})}"


@pytest.fixture(scope="module")
def _something_in_every_box(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker):
        root = ensure_page_tree()
        one_of_each(root)
        make_notice(make_section(root), title="关于第三批1+X证书试点的通知")
        get_document_model().objects.create(title="试点申报表", file=ContentFile(b"x", "a.txt"))
        yield


@pytest.fixture
def site(_something_in_every_box: None, admin_page: Client) -> Client:
    return admin_page


@pytest.mark.parametrize("box", BOXES)
def test_no_string_breaks_a_search_box(site: Client, box: str) -> None:
    for question in ODD:
        response = site.get(address(box, question))
        assert response.status_code < 500, (box, question)
        assert response.status_code in {200, 302, 400}, (box, question)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_no_text_breaks_the_boxes_that_ask_the_index(site: Client, question: str) -> None:
    for box in (reverse("wagtailadmin_pages:search"), reverse("wagtaildocs:index")):
        assert site.get(address(box, question)).status_code in {200, 400}


@pytest.mark.parametrize(
    ("box", "question", "expected"),
    [
        ("wagtailadmin_pages:search", "试点", "关于第三批1+X证书试点的通知"),
        ("wagtailadmin_pages:search", "第3批", "关于第三批1+X证书试点的通知"),
        ("wagtailadmin_choose_page_search", "证书", "关于第三批1+X证书试点的通知"),
        ("wagtaildocs:index", "申报", "试点申报表"),
        ("wagtaildocs_chooser:choose_results", "报表", "试点申报表"),
    ],
)
def test_editors_find_their_own_by_two_characters(
    site: Client, box: str, question: str, expected: str
) -> None:
    assert expected in site.get(address(reverse(box), question)).content.decode()
