"""Lists as pages: facets beside them, one address for one state, exact names, and what search engines may keep."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from registry.models import SchoolName
from tests.factories import MajorFactory, SchoolFactory, grant, region
from tests.registry.publication import public_certificate
from tests.registry.views.answers import LISTS

pytestmark = pytest.mark.django_db

SCHOOLS, APPROVALS = "/registry/schools/", "/registry/approvals/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    """The skin's menu needs a home page."""


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_each_option_says_how_many_rows_it_would_leave(client: Client) -> None:
    SchoolFactory(region=region("430200"), secondary=True)
    SchoolFactory(region=region("430200"))
    SchoolFactory()
    shown = page(client, f"{SCHOOLS}?region=430100")
    assert (
        '<input type="checkbox" name="region" value="430200" id="facet-region-430200">'
        '<span class="xcms-option__label">株洲市</span> <span class="xcms-option__count">2</span>'
    ) in shown
    assert 'value="430100" id="facet-region-430100" checked>' in shown
    # Of the schools in Changsha none is a secondary one, and nothing else is chosen of the levels.
    assert 'name="school_level" value="secondary"' not in shown


def test_what_is_chosen_shows_although_it_finds_nothing(client: Client) -> None:
    SchoolFactory()
    shown = page(client, f"{SCHOOLS}?region=433100&q=学院")
    assert 'value="433100" id="facet-region-433100" checked>' in shown


def test_a_long_facet_shows_the_most_frequent_and_leads_to_all(client: Client) -> None:
    school = SchoolFactory()
    for number in range(20):
        major = MajorFactory(name=f"专业{number:02}")
        grant(school=school, major=major)
        if number > 17:
            grant(school=SchoolFactory(), major=major)
    shown = page(client, f"{APPROVALS}?major=专业05")
    assert shown.count('type="checkbox" name="major"') == 8
    assert all(f'value="专业{number}"' in shown for number in ("05", "18", "19"))
    assert "全部 20 项" in shown
    whole = page(client, f"{APPROVALS}?major=专业05&facet=major&region=430100")
    assert whole.count('type="checkbox" name="major"') == 20
    assert '<input type="hidden" name="region" value="430100">' in whole
    found = page(client, f"{APPROVALS}?facet=major&facet_q=zhuanye")
    assert found.count('type="checkbox" name="major"') == 20
    assert page(client, f"{APPROVALS}?facet=major&facet_q=专业18").count('name="major"') == 1
    by_name = page(client, f"{APPROVALS}?facet=major&facet_order=name")
    assert by_name.index("专业00") < by_name.index("专业19")
    by_number = page(client, f"{APPROVALS}?facet=major")
    assert by_number.index("专业19") < by_number.index("专业00")
    assert "没有含这些字词" in page(client, f"{APPROVALS}?facet=major&facet_q=没有")


def test_links_of_a_page_name_its_state_in_one_order(client: Client) -> None:
    for _ in range(3):
        SchoolFactory()
    messy = f"{SCHOOLS}?page_size=2&x=1&region=430100&sort=region&q=学院&format=html&page=1"
    shown = page(client, messy)
    q = "%E5%AD%A6%E9%99%A2"
    assert f'rel="canonical" href="{SCHOOLS}?q={q}&amp;region=430100&amp;page_size=2"' in shown
    assert f'href="?q={q}&amp;region=430100&amp;page_size=2&amp;page=2"' in shown
    assert f'href="?q={q}&amp;region=430100&amp;sort=name&amp;page_size=2"' in shown


@pytest.mark.parametrize(
    ("query", "indexed"),
    [
        ("", True),
        ("region=430100", True),
        ("page=2", True),
        ("x=1&sort=region&page_size=25", True),
        ("region=430100&region=430200", False),
        ("region=430100&school_level=secondary", False),
        ("q=学院", False),
        ("sort=name", False),
        ("page_size=10", False),
        ("region=nowhere", False),
        ("facet=region", False),
    ],
)
def test_search_engines_keep_the_list_and_its_single_choices(
    client: Client, query: str, indexed: bool
) -> None:
    SchoolFactory()
    response = client.get(f"{SCHOOLS}?{query}")
    assert response.headers.get("X-Robots-Tag") == (None if indexed else "noindex")


def test_a_code_or_a_full_name_leads_to_the_record(client: Client) -> None:
    school = SchoolFactory(code="4143012345", name="湖南铁道（职业）学院")
    SchoolName.objects.create(school=school, name="株洲铁路学校", kind="former")
    SchoolFactory(name="湖南铁道职业学院分校")
    certificate = public_certificate(name="物流管理", organization__name="物流协会")
    own = f"{SCHOOLS}4143012345/"
    for text in ("4143012345", "湖南铁道职业学院", " 株洲铁路学校 ", "４１４３０１２３４５"):
        response = client.get(SCHOOLS, {"q": text, "sort": "name"})
        assert (response.status_code, response.headers.get("Location")) == (302, own), text
    response = client.get(SCHOOLS, {"q": "4143012345"}, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, own)
    response = client.get("/registry/certificates/", {"q": "物流管理"})
    assert response.headers["Location"] == f"/registry/certificates/{certificate.public_id}/"
    response = client.get("/registry/organizations/", {"q": "物流协会"})
    assert urlsplit(response.headers["Location"]).path.startswith("/registry/organizations/")


@pytest.mark.parametrize(
    "query", ["q=铁道", "q=4143012345&region=430100", "q=4143012345&format=json"]
)
def test_a_part_of_a_name_another_filter_or_another_format_leads_nowhere(
    client: Client, query: str
) -> None:
    SchoolFactory(code="4143012345", name="湖南铁道学院")
    assert client.get(f"{SCHOOLS}?{query}").status_code == 200


def test_a_name_that_the_public_does_not_see_leads_nowhere(client: Client) -> None:
    from tests.factories import FilingFactory

    hidden = FilingFactory(certificate__name="未公布的证书").certificate
    for address, name in (
        ("certificates", hidden.name),
        ("organizations", hidden.organization.name),
    ):
        assert client.get(f"/registry/{address}/", {"q": name}).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_htmx_gets_the_part_that_changes_and_the_address(client: Client, address: str) -> None:
    response = client.get(f"{address}?q=没有&page=1", headers=HTMX)
    part = response.content.decode()
    assert part.strip().startswith('<div class="xcms-listing" id="xcms-listing"')
    assert "<html" not in part
    assert "site-header" not in part
    assert response.headers["HX-Push-Url"] == f"{address}?q=%E6%B2%A1%E6%9C%89"
    assert "HX-Request" in response.headers["Vary"]
    assert "HX-Request" in client.get(address).headers["Vary"]


def test_going_back_gets_the_whole_page(client: Client) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in page(client, SCHOOLS, **headers)


def test_looking_into_a_facet_leaves_the_address_alone(client: Client) -> None:
    SchoolFactory()
    current = {"HX-Current-URL": f"http://testserver{SCHOOLS}?region=430100"}
    response = client.get(f"{SCHOOLS}?region=430100&facet=region", headers={**HTMX, **current})
    assert response.headers["HX-Replace-Url"] == f"{SCHOOLS}?region=430100"
    assert "HX-Push-Url" not in response.headers
    assert '<input type="hidden" name="facet" value="region">' in response.content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("facet", ["region", "certificate", "major", "q", "school", "<b>", ""])
def test_any_facet_gets_an_answer(client: Client, address: str, facet: str) -> None:
    for headers in ({}, HTMX):
        response = client.get(
            address, {"facet": facet, "facet_q": "<script>", "facet_order": "x"}, headers=headers
        )
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_names_are_text_in_rows_options_and_chips(client: Client) -> None:
    evil = '"><script>alert(1)</script>{0}{x}'
    grant(school=SchoolFactory(name=f"学院{evil}"), major=MajorFactory(name=f"专业{evil}"))
    for address in (APPROVALS, f"{APPROVALS}?facet=major"):
        response = client.get(address, {"major": f"专业{evil}", "facet_q": evil})
        shown = response.content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}{x}" in shown


def test_many_pages_come_with_a_box_for_the_number(client: Client) -> None:
    for _ in range(11):
        SchoolFactory()
    shown = page(client, f"{SCHOOLS}?page_size=1&region=430100&page=5")
    assert '<input type="number" name="page" id="id_page" min="1" max="11" value="5"' in shown
    assert '<input type="hidden" name="region" value="430100">' in shown
    assert "id_page" not in page(client, f"{SCHOOLS}?page_size=2").replace("id_page_size", "")
