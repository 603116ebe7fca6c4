"""Editors find their pages, documents and images, in lists and in choosers, whatever they type."""

from typing import Any

import pytest
from wagtail.documents.models import Document

from tests.xcms.search.backends.conftest import Notice

LISTS = (
    "/admin/pages/search/?q={}",
    "/admin/pages/search/results/?q={}&ordering=title",
    "/admin/documents/?q={}",
    "/admin/images/?q={}",
    "/admin/choose-page/search/?q={}",
    "/admin/documents/chooser/results/?q={}",
    "/admin/images/chooser/results/?q={}",
)


@pytest.fixture
def editor(admin_client: Any, notice: Notice, backend: Any) -> Any:
    notice("关于做好试点工作的通知")
    document = Document.objects.create(title="院校试点申报表", file="a.xlsx")
    backend.add(document)
    return admin_client


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/admin/pages/search/?q={}", "关于做好试点工作的通知"),
        ("/admin/choose-page/search/?q={}", "关于做好试点工作的通知"),
        ("/admin/documents/?q={}", "院校试点申报表"),
        ("/admin/documents/chooser/results/?q={}", "院校试点申报表"),
    ],
)
def test_editors_find_a_word_inside_a_title(editor: Any, address: str, title: str) -> None:
    assert title in editor.get(address.format("试点")).content.decode()
    assert title not in editor.get(address.format("证书")).content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("question", ["%22", "%27", "*", "AND", "%EF%BC%88", "試" * 50])
def test_no_question_of_an_editor_is_an_error(editor: Any, address: str, question: str) -> None:
    assert editor.get(address.format(question)).status_code == 200
