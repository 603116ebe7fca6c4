"""Every admin screen of every register opens, in Chinese, whatever the address says."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.registry.admin.addresses import EVERY_REGISTER, MODELADMINS, screen, sidebar

UNCHANGEABLE = {"approval", "listedition"}


@pytest.fixture
def records(kept_records: dict[str, Any]) -> dict[str, Any]:
    return kept_records


@pytest.mark.parametrize("model", EVERY_REGISTER)
def test_the_list_and_the_record_open(
    admin_page: Client, records: dict[str, Any], model: str
) -> None:
    record = records[model]
    actions = [("list", None), ("inspect", record.pk)]
    if model != "listedition":
        actions.append(("history", record.pk))
    if model not in UNCHANGEABLE:
        actions.append(("edit", record.pk))
        if model != "region":
            actions += [("add", None), ("delete", record.pk)]
    for action, pk in actions:
        response = admin_page.get(screen(model, action, pk))
        assert response.status_code == 200, (model, action)


def test_one_menu_holds_every_register(admin_page: Client, records: dict[str, Any]) -> None:
    menu = sidebar(admin_page)
    assert "证书备案与试点" in menu
    for model in EVERY_REGISTER:
        assert menu.count(f'"{screen(model, "list")}"') == 1, model
    assert '"/admin/snippets/"' not in menu


ODD_VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "999999999999999999999999",
            "1e9",
            "abc",
            "\x00",
            "%00",
            "１",
            "None",
            "a" * 3000,
        ]
    ),
    st.text(max_size=20),
)
NAMES = st.one_of(
    st.sampled_from(
        [
            "q",
            "p",
            "o",
            "ot",
            "e",
            "export",
            "ordering",
            "_w_filter_fragment",
            "status",
            "round",
            "region",
            "round__id__exact",
            "certificate__id__exact",
            "level__exact",
            "decision__exact",
            "batch",
            "is_demo__exact",
            "school__level__exact",
            "level",
            "national_batch",
            "year",
            "page",
            "locale",
            "pk",
            "id",
            "school__approvals__decisions__decided_by__password__startswith",
            "__",
            "level__in",
        ]
    ),
    st.text(max_size=12),
)


@pytest.mark.parametrize("model", EVERY_REGISTER)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pairs=st.lists(st.tuples(NAMES, ODD_VALUES), max_size=5))
def test_no_query_string_breaks_a_list(
    admin_page: Client, records: dict[str, Any], model: str, pairs: list[tuple[str, str]]
) -> None:
    query = urlencode(pairs, errors="replace")
    response = admin_page.get(f"{screen(model, 'list')}?{query}")
    assert response.status_code in {200, 400}, query


@pytest.mark.parametrize("key", ["abc", "0", "99999999999999999999999", "1%00", "_"])
@pytest.mark.parametrize("model", EVERY_REGISTER)
def test_a_key_that_is_none_is_not_found(
    admin_page: Client, records: dict[str, Any], model: str, key: str
) -> None:
    for action in ("inspect", "edit", "delete", "history"):
        if (model, action) == ("listedition", "history"):
            continue
        address = screen(model, action, "4242").replace("4242", key)
        assert admin_page.get(address).status_code in {400, 404}, address


@pytest.mark.parametrize("model", MODELADMINS)
def test_a_lookup_that_no_filter_declares_is_dropped(
    admin_page: Client, records: dict[str, Any], model: str
) -> None:
    plain = admin_page.get(screen(model, "list"))
    probing = admin_page.get(
        screen(model, "list"), {"pk__gt": "999999", "id": "0", "nonsense": "1"}
    )
    assert probing.context["result_count"] == plain.context["result_count"] > 0


def test_an_ill_typed_filter_is_left_out_and_said_so(
    admin_page: Client, records: dict[str, Any]
) -> None:
    factories.BatchFactory(number=4, title="2020年第四批")
    page = admin_page.get(screen("round", "list"), {"batch__id__exact": "abc"})
    assert page.context["result_count"] == 1
    assert "地址中的筛选条件无法识别" in page.content.decode()


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("-5", 1), ("999", 1), ("x", 1)])
def test_page_numbers_clamp(
    admin_page: Client, records: dict[str, Any], asked: str, shown: int
) -> None:
    page = admin_page.get(screen("filing", "list"), {"p": asked})
    assert page.context["page_obj"].number == shown


def test_a_round_shows_when_the_municipal_review_falls_due(
    admin_page: Client, records: dict[str, Any]
) -> None:
    record = records["round"]
    page = admin_page.get(screen("round", "inspect", record.pk)).content.decode()
    assert "市州审核截止" in page
    assert "Municipal review due" not in page
