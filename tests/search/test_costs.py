"""A search costs the same number of queries whatever it finds of a kind; the numbers are pinned."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import SchoolName
from tests.factories import (
    ContactFactory,
    FilingFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
)
from tests.notices.pages import draft_list, make_notice, publish
from tests.registry.publication import list_page

pytestmark = pytest.mark.django_db

Fill = Callable[[int], None]

#: Queries of the pack itself on SQLite and on PostgreSQL, whose index is asked with settings of its own.
#: With nothing found a dozen read the names to guess from: elsewhere once for a version, in a test each time.
PINNED = {
    "/search/": (8, 8),
    "/search/?q=试点": (54, 68),
    "/search/?q=试点&kind=notices": (11, 15),
    "/search/?q=试点&kind=lists": (13, 17),
    "/search/?q=试点&kind=certificates": (8, 8),
    "/search/?q=试点&kind=schools": (6, 6),
    "/search/?q=试点&format=json": (45, 59),
    "/search/?q=试点&since=2020-01-01": (20, 28),
    "/search/?q=没有的": (56, 76),
    "/search/suggestions/?q=试点": (16, 24),
}


@pytest.fixture
def fill(section: Any, settings: Any, tmp_path: Any) -> Fill:
    # The skin's menu is the host's own affair.
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "base.html").write_text("{% block content %}{% endblock %}")
    round_ = RoundFactory()
    FilingFactory(round=round_, certificate__name="试点")
    page = draft_list(section, round_, title="试点名单")
    contact, group = ContactFactory(office="试点科"), QQGroupFactory(name="试点群")

    def make(count: int) -> None:
        nonlocal page
        for _index in range(count):
            number = SchoolName.objects.count()
            make_notice(
                section,
                title=f"试点通知{number}",
                slug=f"n{number}",
                body=[
                    ("contact", {"contact": contact, "note": "试点"}),
                    ("qq_group", {"group": group}),
                ],
            )
            school = SchoolFactory(name=f"试点{number}学院")
            SchoolName.objects.create(school=school, name=f"试点{number}", kind="alias")
            FilingFactory(
                round=round_,
                certificate__name=f"试点{number}号",
                certificate__organization__name=f"试点{number}公司",
            )
            ContactFactory(office=f"试点{number}科")
            QQGroupFactory(name=f"试点{number}群")
            list_page(f"other-{number}")
        page = publish(page, change_note="增补")

    return make


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_twelve_of_each_kind_cost_as_many_queries_as_six(client: Client, fill: Fill) -> None:
    fill(6)
    for address in PINNED:
        client.get(address)
    with_six = {address: queries(client, address) for address in PINNED}
    fill(6)
    for address in PINNED:
        client.get(address)
    assert {address: queries(client, address) for address in PINNED} == with_six
    place = 1 if connection.vendor == "postgresql" else 0
    assert with_six == {address: numbers[place] for address, numbers in PINNED.items()}
