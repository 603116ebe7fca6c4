"""What the pages about alerts cost in queries, whatever the number of subscriptions."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.xcms.alerts.conftest import Shelf
from tests.xcms.alerts.subscribers import subscribe, wish
from xcms.alerts import tokens

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"


@pytest.fixture
def addresses(shelf: Shelf) -> dict[str, str]:
    one = subscribe(ANNA, "shelf", "a")
    subscribe(ANNA, "shelf", "b")
    return {
        "form": f"{reverse('xcms_alerts:subscribe')}?source=shelf&topic=a",
        "asked": reverse("xcms_alerts:asked"),
        "confirm": reverse(
            "xcms_alerts:confirm",
            args=[tokens.confirm_token(wish("berta@example.com", "shelf", "a"))],
        ),
        "leave": reverse("xcms_alerts:leave", args=[tokens.leave_token(one)]),
        "leave_all": reverse("xcms_alerts:leave", args=[tokens.leave_all_token(one.address)]),
        "manage": reverse("xcms_alerts:manage", args=[tokens.manage_token(one.address)]),
    }


@pytest.mark.parametrize(
    ("name", "most"),
    [("form", 4), ("asked", 4), ("confirm", 5), ("leave", 5), ("leave_all", 6), ("manage", 6)],
)
def test_a_page_costs_few_queries(
    client: Client,
    addresses: dict[str, str],
    django_assert_max_num_queries: Any,
    name: str,
    most: int,
) -> None:
    # The first visit fills what is kept for the next.
    client.get(addresses[name])
    with django_assert_max_num_queries(most):
        assert client.get(addresses[name]).status_code == 200


def test_an_address_with_many_subscriptions_costs_no_more(
    client: Client,
    shelf: Shelf,
    addresses: dict[str, str],
    django_assert_num_queries: Any,
) -> None:
    client.get(addresses["manage"])
    for number in range(5):
        shelf.things[f"c{number}"] = {}
        subscribe(ANNA, "shelf", f"c{number}")

    for name in ("manage", "leave_all"):
        with django_assert_num_queries(6):
            client.get(addresses[name])
