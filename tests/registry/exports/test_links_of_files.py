"""Files made earlier lead nowhere that is not public by now: they are taken back and made anew."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from notices.models import NoticePage
from registry.models import BasisLink
from registry.services.basis_links import link_recorded
from tests.factories import grant
from tests.notices.pages import make_notice, make_section
from xcms.datafiles.publishing import publish_data
from xcms.models import ExportJob

pytestmark = pytest.mark.django_db

NUMBER = "湘教通〔2020〕1号"
DATA = "/registry/data/"


@pytest.fixture
def notice(wagtail_root: Any, settings: Any, tmp_path: Path) -> NoticePage:
    settings.MEDIA_ROOT = tmp_path
    notice = make_notice(make_section(wagtail_root), document_number=NUMBER)
    grant(decision={"basis": NUMBER, "clause": "第三条"})
    grant(decision={"basis": "会议纪要"})
    link_recorded()
    return notice


def text(client: Client, name: str) -> str:
    """The file; "" while it is not handed out."""
    response = client.get(f"{DATA}{name}")
    return b"".join(response).decode() if response.status_code == 200 else ""


def unpublish(notice: NoticePage) -> None:
    notice.unpublish()


def restrict(notice: NoticePage) -> None:
    notice.view_restrictions.create(restriction_type="login")


def move(notice: NoticePage) -> None:
    notice.move(make_section(notice.get_site().root_page, slug="policies"), "last-child")


def mean_another_text(notice: NoticePage) -> None:
    link = BasisLink.objects.get(wording=NUMBER)
    link.page = make_notice(notice.get_parent(), slug="other", title="另一通知").page_ptr
    link.save()


CHANGES: list[Callable[[NoticePage], None]] = [unpublish, restrict, move, mean_another_text]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_daily_files_are_taken_back_and_made_anew(
    client: Client, notice: NoticePage, change: Callable[[NoticePage], None]
) -> None:
    publish_data()
    before = f"{notice.full_url}#article-3"
    for name in ("approvals.csv", "approvals.jsonl"):
        assert before in text(client, name)

    change(notice)
    for name in ("approvals.csv", "approvals.jsonl"):
        assert text(client, name) == ""
    package = client.get(f"{DATA}datapackage.json").json()
    assert not [one for one in package["resources"] if one["path"].startswith("approvals")]
    assert f'href="{DATA}approvals.csv"' not in client.get(DATA).content.decode()
    # No register version has passed, nor a day.
    assert text(client, "schools.csv")

    assert publish_data()[1]
    for name in ("approvals.csv", "approvals.jsonl"):
        assert NUMBER in text(client, name)
        assert before not in text(client, name)


def test_a_text_published_later_takes_no_file_back_and_is_in_the_next(
    client: Client, notice: NoticePage
) -> None:
    publish_data()
    other = make_notice(notice.get_parent(), slug="minutes", title="会议纪要")

    assert NUMBER in text(client, "approvals.csv")
    assert other.full_url not in text(client, "approvals.csv")
    assert publish_data()[1]
    assert other.full_url in text(client, "approvals.csv")
    assert not publish_data()[1]


def test_the_data_package_and_the_dictionary_tell_of_the_columns(
    client: Client, notice: NoticePage
) -> None:
    publish_data()
    package = client.get(f"{DATA}datapackage.json").json()
    (found,) = [one for one in package["resources"] if one["name"] == "approvals-jsonl"]
    fields = {field["name"]: field["title"] for field in found["schema"]["fields"]}
    assert (fields["clause"], fields["basis_url"]) == ("条款", "依据链接")
    dictionary = client.get(f"{DATA}dictionary/").content.decode()
    assert "<code>basis_url</code>" in dictionary
    assert "<code>revocation_basis_url</code>" in dictionary


def workbook(client: Client, capture: Callable[..., Any]) -> str:
    """Asks for all approvals and gives the address of the file."""
    with capture(execute=True):
        asked = client.post("/registry/exports/approvals/", {"query": ""})
    return f"{asked['Location']}file/"


def links_in(client: Client, address: str) -> set[Any]:
    content = b"".join(client.get(address).streaming_content)
    header, *rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return {row[header.index("依据链接")] for row in rows}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_finished_workbook_is_taken_back_and_written_anew(
    client: Client,
    notice: NoticePage,
    change: Callable[[NoticePage], None],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    before = f"{notice.full_url}#article-3"
    first = workbook(client, django_capture_on_commit_callbacks)
    assert links_in(client, first) == {before, None}

    change(notice)
    assert client.get(first).status_code == 410
    second = workbook(client, django_capture_on_commit_callbacks)
    assert second != first
    assert before not in links_in(client, second)


def test_a_text_published_later_is_in_a_workbook_asked_for_then(
    client: Client,
    notice: NoticePage,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    first = workbook(client, django_capture_on_commit_callbacks)
    other = make_notice(notice.get_parent(), slug="minutes", title="会议纪要")

    assert client.get(first).status_code == 200
    second = workbook(client, django_capture_on_commit_callbacks)
    assert other.full_url in links_in(client, second)
    assert workbook(client, django_capture_on_commit_callbacks) == second
    assert ExportJob.objects.count() == 2
