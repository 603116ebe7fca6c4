"""The site's search finds attachments by title and text, while the public sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from notices.models import NoticeAttachment, NoticePage
from tests.notices.pages import make_notice
from xcms.files.shown import file_url

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def notice(section: Any) -> NoticePage:
    return make_notice(section, title="考核安排")


def attach(page: Any, *documents: Any) -> None:
    page.attachments = [NoticeAttachment(document=document) for document in documents]
    page.change_note = "更正附件。"
    page.save_revision().publish()


def found(client: Client, question: str) -> list[dict[str, Any]]:
    answer = client.get("/search/", {"q": question, "kind": "attachments", "format": "json"})
    assert answer.status_code == 200
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_a_file_is_found_by_its_text_and_names_its_page(
    client: Client, upload: Make, notice: NoticePage
) -> None:
    document = upload("各考点的机位一览", title="附表", name="a.txt")
    attach(notice, document)

    (hit,) = found(client, "机位")

    assert (hit["title"], hit["url"]) == ("附表", file_url(document))
    assert "机位" in hit["excerpt"]
    assert "见“考核安排”" in hit["meta"]


def test_a_title_comes_before_a_text_and_a_file_counts_once(
    client: Client, upload: Make, notice: NoticePage
) -> None:
    attach(
        notice,
        upload("机位与机位\n\n" + "机位。\n" * 3000, title="说明"),
        upload("只有表格", title="机位一览", name="b.txt"),
    )

    assert [hit["title"] for hit in found(client, "机位")] == ["机位一览", "说明"]


@pytest.mark.parametrize("hidden", ["unpublished", "restricted", "let go of", "never shown"])
def test_what_no_public_page_shows_is_not_found(
    client: Client, upload: Make, notice: NoticePage, hidden: str
) -> None:
    document = upload("各考点的机位一览", title="机位")
    if hidden != "never shown":
        attach(notice, document)
        assert found(client, "机位")
    match hidden:
        case "unpublished":
            notice.unpublish()
        case "restricted":
            PageViewRestriction.objects.create(
                page=notice, restriction_type=PageViewRestriction.LOGIN
            )
        case "let go of":
            attach(notice)

    assert found(client, "机位") == []
    assert client.get("/search/", {"q": "机位", "format": "json"}).json()["count"] == 0


def test_a_renamed_file_is_found_by_its_new_title_alone(
    client: Client, upload: Make, notice: NoticePage
) -> None:
    document = upload("文字", title="旧名称")
    attach(notice, document)

    document.title = "新称谓"
    document.save()

    assert [hit["title"] for hit in found(client, "称谓")] == ["新称谓"]
    assert found(client, "旧名称") == []
