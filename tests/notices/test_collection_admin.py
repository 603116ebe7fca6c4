"""An office worker makes a collection from the address of a filtered list."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from notices.models import RegisterCollectionPage
from tests.factories import SchoolFactory, grant, region
from tests.notices.collections_pages import make_collection
from tests.notices.pages import editor
from tests.notices.screens import edit_url

pytestmark = pytest.mark.django_db

CHANGSHA = (
    "http://testserver/registry/approvals/?page=2&school_level=secondary&region=430100&sort=quota"
)


@pytest.fixture
def worker(client: Client, section: Any) -> User:
    user = editor(section)
    client.force_login(user)
    return user


def form(**values: Any) -> dict[str, Any]:
    return {
        "title": "长沙市的试点资格",
        "slug": "changsha",
        "summary": "",
        "intro": "null",
        "register": "approvals",
        "saved_filter": CHANGSHA,
        "sort": "",
        "rows_per_page": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


def add(client: Client, section: Any, **values: Any) -> Any:
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "registercollectionpage", section.pk]
    )
    return client.post(url, form(**values), follow=True)


def draft() -> RegisterCollectionPage:
    latest: RegisterCollectionPage = (
        RegisterCollectionPage.objects.get().get_latest_revision_as_object()
    )
    return latest


def test_a_pasted_address_becomes_the_filter_in_a_stable_order(
    client: Client, section: Any, worker: User
) -> None:
    add(client, section)
    assert draft().saved_filter == "region=430100&school_level=secondary"


def test_the_draft_says_the_filter_in_words_and_what_it_finds(
    client: Client, section: Any, worker: User
) -> None:
    grant(school=SchoolFactory(region=region("430100"), secondary=True))
    grant()
    add(client, section)
    text = client.get(edit_url(draft())).content.decode()
    assert "市州：长沙市" in text
    assert "办学层次：中职" in text
    assert "目前 1 条" in text
    assert 'href="/registry/schools/"' in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("hello", "这不是列表的网址"),
        ("/registry/schools/?region=430100", "这是“试点院校”的网址，而所选列表是“试点资格”"),
        ("/admin/?region=430100", "这不是列表的网址"),
        ("http://[/?a=b", "无法读取"),
        ("?planet=mars", "没有“planet”这个筛选条件"),
        ("region=999999", "市州"),
        ("as_of=soon", "查询日期"),
        ("q=" + "x" * 300, "搜索"),
        ("q=" + "x" * 5000, "4000"),
        ("&".join(f"a{number}=1" for number in range(1001)), "4000"),
        ("&".join(["a=1"] * 990 + ["b"] * 1), "没有“a”"),
    ],
)
def test_what_the_list_does_not_understand_is_refused_with_a_sentence(
    client: Client, section: Any, worker: User, given: str, sentence: str
) -> None:
    text = add(client, section, saved_filter=given).content.decode()
    assert sentence in text
    assert not RegisterCollectionPage.objects.exists()


def test_columns_and_order_of_the_chosen_list_are_kept(
    client: Client, section: Any, worker: User
) -> None:
    add(
        client,
        section,
        columns=["approvals:school", "approvals:quota", "schools:name"],
        sort="approvals:-quota",
    )
    page = draft()
    assert (page.columns, page.sort) == ("school,quota", "-quota")
    text = client.get(edit_url(page)).content.decode()
    assert 'value="approvals:quota" checked' in " ".join(text.split()) or "checked" in text
    assert '<option value="approvals:-quota" selected>' in text


def test_an_order_of_another_list_is_not_kept(client: Client, section: Any, worker: User) -> None:
    add(client, section, sort="schools:name")
    assert draft().sort == ""


def test_publishing_shows_it_and_the_draft_does_not(
    client: Client, section: Any, worker: User
) -> None:
    add(client, section)
    page = draft()
    assert Client().get(page.url).status_code == 404
    client.post(edit_url(page), form(**{"action-publish": "1"}))
    assert Client().get(page.url).status_code == 200


def test_who_may_not_publish_makes_a_draft_alone(client: Client, section: Any) -> None:
    client.force_login(editor(section, may_publish=False))
    add(client, section, **{"action-publish": "1"})
    assert not RegisterCollectionPage.objects.filter(live=True).exists()


def test_who_may_not_edit_pages_gets_no_form(
    client: Client, section: Any, wagtail_root: Any
) -> None:
    client.force_login(User.objects.create_user("reader", password="x"))
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "registercollectionpage", section.pk]
    )
    assert client.get(url).status_code in {302, 403}
    add(client, section)
    assert not RegisterCollectionPage.objects.exists()


def test_the_editor_of_a_filter_that_no_longer_holds_reads_why(
    client: Client, section: Any, worker: User
) -> None:
    page = make_collection(section, saved_filter="region=999999")
    text = client.get(edit_url(page)).content.decode()
    assert "保存的筛选条件已不适用于该列表" in text
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not RegisterCollectionPage.objects.get().live


def test_the_preview_shows_the_rows(client: Client, section: Any, worker: User) -> None:
    grant(
        school=SchoolFactory(name="长沙民政职业技术学院", region=region("430100"), secondary=True)
    )
    page = make_collection(section)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(url, form(saved_filter="region=430100")).json()["is_valid"]
    preview = client.get(url, {"in_preview_panel": "true"})
    assert preview.status_code == 200
    assert "长沙民政" in preview.content.decode()


def test_a_draft_without_a_list_can_be_opened_again(
    client: Client, section: Any, worker: User
) -> None:
    response = add(client, section, register="")
    assert response.status_code == 200
    for page in RegisterCollectionPage.objects.all():
        assert client.get(edit_url(page)).status_code == 200
