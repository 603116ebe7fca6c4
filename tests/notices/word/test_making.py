"""A Word file becomes the draft of a notice, whole or not at all."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from notices.models import NoticePage, WordImport
from notices.word import making
from tests.notices.word.screens import TICKS, TITLE, confirm, into, uploaded, with_everything
from tests.notices.word_files import commissioning_notice, png

pytestmark = pytest.mark.django_db


def test_a_word_file_becomes_the_draft_of_a_notice(office: Client, section: Any) -> None:
    preview = uploaded(office, into(section), commissioning_notice())
    shown = office.get(preview).content.decode()
    assert TITLE in shown
    assert "0731-8514971013900000000" in shown
    assert not NoticePage.objects.exists()

    response = confirm(office, preview, *TICKS)

    page = NoticePage.objects.get()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.has_unpublished_changes, page.slug) == (False, True, "2020-05-21")
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.issuing_body, draft.dated) == (
        TITLE,
        "湖南省教育厅",
        date(2020, 5, 21),
    )
    assert draft.addressed_to == "各市州教育(体)局，各有关院校，有关培训评价组织"
    kinds = [block.block_type for block in draft.body]
    assert kinds.count("heading") == 6
    assert kinds.count("table") == 1
    text = str(draft.body)
    assert "529日" in text
    assert "现就我省第三批" in text
    # The page prints these by itself.
    for printed in ("各市州教育(体)局", "湖南省教育厅</p>", "2020年5月21日"):
        assert printed not in text
    assert page.url is None or Client().get(page.url).status_code == 404
    actions = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"wagtail.create", "xcms_notices.from_word"} <= actions
    assert office.get(response["Location"]).status_code == 200


def test_what_is_not_ticked_stays_in_the_text(office: Client, section: Any) -> None:
    confirm(office, uploaded(office, into(section), commissioning_notice()), title="另一标题")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    assert (page.title, page.issuing_body, page.dated, page.addressed_to) == (
        "另一标题",
        "",
        None,
        "",
    )
    text = str(page.body)
    for line in ("制度试点申报工作的通知", "各市州教育(体)局", "湖南省教育厅", "2020年5月21日"):
        assert line in text


def test_pictures_tables_and_embedded_files_come_along(office: Client, section: Any) -> None:
    preview = uploaded(office, into(section), with_everything())
    shown = office.get(preview)
    word = WordImport.objects.get()
    picture = office.get(reverse("xcms_notices_word_picture", args=[word.public_id, 0]))
    assert picture["Content-Type"] == "image/png"
    assert picture.content == png("blue")
    assert "审稿人：请核实 &lt;script&gt;" in shown.content.decode()

    confirm(office, preview, "title", title="有图有表的通知")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    blocks = {block.block_type: block.value for block in page.body}
    assert blocks["image"]["alt"] == "流程图"
    with blocks["image"]["image"].file.open() as file:
        assert file.read() == png("blue")
        assert Pillow.open(io.BytesIO(png("blue"))).size == (8, 6)
    assert [cell.text for cell in blocks["table"].table.head[0]] == ["甲", "乙"]
    [attachment] = page.attachments.all()
    assert attachment.document.file_extension == "docx"
    assert get_document_model().objects.count() == 1

    # Afterwards the remarks can still be read, and the text goes public as it stands.
    later = office.get(preview)
    assert "审稿人" in later.content.decode()
    assert '<form method="post"' not in later.content.decode()
    page.save_revision().publish()
    html = Client().get(NoticePage.objects.get().url).content.decode()
    assert 'alt="流程图"' in html
    assert 'width="8" height="6"' in html


def test_pressing_twice_makes_one_page(office: Client, section: Any) -> None:
    preview = uploaded(office, into(section), commissioning_notice())

    first, second = (confirm(office, preview, *TICKS) for _press in range(2))

    assert first["Location"] == second["Location"]
    assert NoticePage.objects.count() == 1


def test_the_same_file_twice_makes_two_addresses(office: Client, section: Any) -> None:
    for _time in range(2):
        confirm(office, uploaded(office, into(section), commissioning_notice()), *TICKS)

    assert set(NoticePage.objects.values_list("slug", flat=True)) == {"2020-05-21", "2020-05-21-2"}


def test_a_failure_half_way_leaves_nothing_behind(
    office: Client, section: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def fail(*_any: Any) -> None:
        raise RuntimeError

    preview = uploaded(office, into(section), with_everything())
    monkeypatch.setattr(making, "_finish", fail)
    with pytest.raises(RuntimeError):
        confirm(office, preview, title="标题")

    assert not NoticePage.objects.exists()
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    confirm(office, preview, title="标题")
    assert NoticePage.objects.count() == 1
