"""Search in admin lists and choosers finds names by two Chinese characters."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.registry.admin.addresses import screen


@pytest.fixture
def schools(db: None) -> None:
    factories.SchoolFactory(name="湖南铁道职业技术学院")
    factories.SchoolFactory(name="长沙民政职业技术学院")


@pytest.mark.parametrize("query", ["铁道", "TIEDAO", "ｔｉｅｄａｏ", "湖南 铁道", "hntd"])
def test_two_characters_or_pinyin_find_a_school(
    admin_page: Client, schools: None, query: str
) -> None:
    page = admin_page.get(screen("school", "list"), {"q": query}).content.decode()
    assert "湖南铁道职业技术学院" in page
    assert "长沙民政职业技术学院" not in page


def test_the_chooser_searches_the_same_way(admin_page: Client, schools: None) -> None:
    address = reverse("wagtailsnippetchoosers_xcms_registry_school:choose_results")
    page = admin_page.get(address, {"q": "民政"}).content.decode()
    assert "长沙民政职业技术学院" in page
    assert "湖南铁道职业技术学院" not in page


@pytest.mark.parametrize("key", ["abc", "0", "1%00", "99999999999999999999999"])
def test_a_strange_choice_is_not_found(admin_page: Client, schools: None, key: str) -> None:
    address = reverse("wagtailsnippetchoosers_xcms_registry_school:chosen", args=["4242"])
    assert admin_page.get(address.replace("4242", key)).status_code in {400, 404}


def test_an_approval_is_found_by_school_and_certificate(admin_page: Client) -> None:
    wanted = factories.grant(
        30,
        school=factories.SchoolFactory(name="湖南铁道职业技术学院"),
        certificate=factories.CertificateFactory(name="物流管理"),
    )
    factories.grant(30, school=wanted.school)
    page: Any = admin_page.get(screen("approval", "list"), {"q": "铁道 物流"})
    assert [line.pk for line in page.context["object_list"]] == [wanted.pk]
