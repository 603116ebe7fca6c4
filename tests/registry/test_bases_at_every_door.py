"""Wherever a line or a revoked filing is shown, it leads to the text it rests on, as long as that is public."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from notices.models import NoticePage
from registry.models import Approval, Filing
from registry.services.basis_links import link_recorded
from registry.services.filings import revoke_filing
from tests.factories import decide, grant
from tests.notices.pages import make_notice, make_section
from tests.registry.publication import public_filing
from tests.registry.views.answers import answer

pytestmark = pytest.mark.django_db

NUMBER = "湘教通〔2020〕1号"
LIST = "/registry/approvals/"
#: The clause of the notice, as far as its address says the same at every door.
PLACE = "/notices/notice/#clause-2-3"


@pytest.fixture
def notice(wagtail_root: Any, settings: Any) -> NoticePage:
    settings.XCMS = {**settings.XCMS, "API_RATE": None}
    return make_notice(make_section(wagtail_root), document_number=NUMBER)


@pytest.fixture
def line(notice: NoticePage) -> Approval:
    line = grant(decision={"basis": NUMBER, "clause": "二、（三）"})
    grant(decision={"basis": "会议纪要"})
    link_recorded()
    return line


def doors(line: Approval) -> list[str]:
    lists = [LIST, *(f"{LIST}?format={name}" for name in ("json", "csv", "xlsx", "atom"))]
    return [*lists, "/api/registry/approvals/", f"/api/registry/approvals/{line.public_id}/"]


def leading(client: Client, line: Approval, place: str) -> list[str]:
    return [door for door in doors(line) if place in answer(client, door)]


def unpublish(notice: NoticePage) -> None:
    notice.unpublish()


def restrict(notice: NoticePage) -> None:
    notice.view_restrictions.create(restriction_type="login")


def restrict_the_section(notice: NoticePage) -> None:
    notice.get_parent().view_restrictions.create(restriction_type="password", password="geheim")


HIDE: list[Callable[[NoticePage], None]] = [unpublish, restrict, restrict_the_section]


def test_every_door_leads_to_the_clause(client: Client, line: Approval) -> None:
    assert leading(client, line, PLACE) == doors(line)


@pytest.mark.parametrize("hide", HIDE, ids=lambda hide: hide.__name__)
def test_no_door_leads_to_a_text_that_is_not_public(
    client: Client, line: Approval, notice: NoticePage, hide: Callable[[NoticePage], None]
) -> None:
    hide(notice)

    assert leading(client, line, "/notices/notice/") == []
    # What was decided is said in words all the same.
    assert leading(client, line, NUMBER) == doors(line)
    assert leading(client, line, "二、（三）") == doors(line)


def test_every_door_follows_a_text_that_is_moved(
    client: Client, line: Approval, notice: NoticePage
) -> None:
    section = make_section(notice.get_site().root_page, title="政策文件", slug="policies")
    notice.move(section, "last-child")

    assert leading(client, line, PLACE) == []
    assert leading(client, line, "/policies/notice/#clause-2-3") == doors(line)


def test_addresses_in_files_are_whole(client: Client, line: Approval, notice: NoticePage) -> None:
    address = f"{notice.full_url}#clause-2-3"
    page, *files = doors(line)

    assert f'<a href="{PLACE}">依据\N{NO-BREAK SPACE}1</a></td>' in answer(client, page)
    assert f'<li id="basis-1"><a href="{PLACE}">{NUMBER}；二、（三）</a></li>' in answer(
        client, page
    )
    for door in files:
        # A feed is of the host that it was asked from.
        whole = f"http://testserver{PLACE}" if "atom" in door else address
        assert whole in answer(client, door), door


def test_a_basis_without_a_text_stands_in_words(client: Client, line: Approval) -> None:
    rows = {row["basis"]: row for row in client.get(f"{LIST}?format=json").json()["results"]}

    assert (rows["会议纪要"]["clause"], rows["会议纪要"]["basis_url"]) == ("", "")
    page = answer(client, LIST)
    assert '<a href="#basis-2">依据\N{NO-BREAK SPACE}2</a></td>' in page
    assert '<li id="basis-2">会议纪要</li>' in page


def test_the_basis_is_that_of_the_day(client: Client, line: Approval) -> None:
    decide(line, quota=90, effective_from=date(2020, 9, 1), basis="会议纪要", clause="第二条")

    def told(day: str) -> set[str]:
        query = {"as_of": day, "school": line.school.code}
        (shown,) = client.get(LIST, query).context["rows"]
        (row,) = client.get(LIST, {**query, "format": "json"}).json()["results"]
        assert str(shown.cells[-1].value) == f"{row['basis']}；{row['clause']}"
        return {row["basis"], shown.cells[-1].url}

    assert told("2020-08-31") == {NUMBER, PLACE}
    assert told("2020-09-01") == {"会议纪要", ""}


def test_a_line_to_come_leads_to_what_it_will_rest_on(client: Client, notice: NoticePage) -> None:
    grant(decision={"basis": f"{NUMBER}第三条", "effective_from": date(9998, 1, 1)})
    link_recorded()

    page = answer(client, f"{LIST}?status=future")
    assert 'href="/notices/notice/#article-3"' in page


# Filings


@pytest.fixture
def revoked(notice: NoticePage) -> Filing:
    filing = public_filing()
    revoke_filing(filing, on=date(2020, 9, 1), basis=f"{NUMBER}第六条", acting_user=None)
    return filing


def revocation_urls(client: Client, filing: Filing, folder: Path) -> set[str]:
    target = folder / "filings.csv"
    call_command("export_register", "filings", format="csv", output=str(target))
    text = target.read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    address = "/api/registry/filings/"
    (listed,) = client.get(address).json()["results"]
    one = client.get(f"{address}{filing.public_id}/").json()["result"]
    changed = client.get(f"{address}?changed_since=0").json()["results"][0]
    key = "revocation_basis_url"
    return {row["撤销依据链接"], listed[key], one[key], changed[key]}


@pytest.mark.parametrize("hide", HIDE, ids=lambda hide: hide.__name__)
def test_a_revoked_filing_leads_to_its_basis_while_that_is_public(
    client: Client,
    revoked: Filing,
    notice: NoticePage,
    tmp_path: Path,
    hide: Callable[[NoticePage], None],
) -> None:
    assert revocation_urls(client, revoked, tmp_path) == {f"{notice.full_url}#article-6"}
    hide(notice)
    assert revocation_urls(client, revoked, tmp_path) == {""}


def test_a_standing_filing_rests_on_no_revocation(
    client: Client, notice: NoticePage, tmp_path: Path
) -> None:
    assert revocation_urls(client, public_filing(), tmp_path) == {""}


def test_the_export_command_leads_there_too(
    line: Approval, notice: NoticePage, tmp_path: Path
) -> None:
    target = tmp_path / "approvals.json"

    def told() -> set[str]:
        call_command("export_register", "approvals", format="json", output=str(target))
        return {row["basis_url"] for row in json.loads(target.read_text())["results"]}

    assert told() == {"", f"{notice.full_url}#clause-2-3"}
    notice.unpublish()
    assert told() == {""}
