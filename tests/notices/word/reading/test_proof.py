"""The proof: every visible text is in the page or in a remark."""

import io
import re
from pathlib import Path
from typing import Any

import mammoth
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.notices.word.reading.answers import read, remarks
from tests.notices.word_files import (
    BEGIN,
    CENTRE,
    GO_ON,
    WIDE,
    commissioning_notice,
    document_with,
    table,
)

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=8,
)
_RUN = st.tuples(_TEXT, st.sampled_from(["", "<w:b/>", "<w:vanish/>", "<w:strike/>"]))
_WRAPPED = st.sampled_from(
    [
        "{}",
        '<w:ins w:id="1">{}</w:ins>',
        '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        "<w:unheard><w:of>{}</w:of></w:unheard>",
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r>",
    ]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def _paragraphs(draw: Any) -> tuple[str, list[str]]:
    xml = ""
    texts: list[str] = []
    for text, look in draw(st.lists(_RUN, min_size=1, max_size=4)):
        run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'
        xml += draw(_WRAPPED).replace("{}", run)
        texts.append(text)
    properties = draw(
        st.sampled_from(["", CENTRE, '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="4"/>'])
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{xml}</w:p>", texts


@st.composite
def _documents(draw: Any) -> tuple[str, list[str]]:
    xml = ""
    texts: list[str] = []
    for kind in draw(st.lists(st.sampled_from(["p", "p", "tbl"]), min_size=1, max_size=5)):
        if kind == "p":
            one, more = draw(_paragraphs())
            xml, texts = xml + one, texts + more
            continue
        for _row in range(draw(st.integers(1, 3))):
            cells = ""
            for _column in range(draw(st.integers(1, 3))):
                one, more = draw(_paragraphs())
                look = draw(st.sampled_from(["", WIDE, BEGIN, GO_ON, WIDE + GO_ON]))
                cells += f"<w:tc><w:tcPr>{look}</w:tcPr>{one}</w:tc>"
                texts += more
            xml += table(cells)
    return xml, texts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents())
def test_every_visible_text_is_in_the_page_or_in_a_remark(drawn: tuple[str, list[str]]) -> None:
    xml, texts = drawn

    found = read(document_with(xml))

    page = "".join(
        one.get(key, "") for one in found["blocks"] for key in ("text", "caption", "cells")
    )
    told = page + "\n".join(one["text"] for one in found["remarks"])
    bare = "".join(told.replace("⏎", "").replace("'", "").split())
    for text in texts:
        assert "".join(text.replace("⏎", "").replace("'", "").split()) in bare
    assert "unmatched" not in {one["kind"] for one in found["remarks"]}


def test_what_the_reader_does_not_place_is_found_by_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notices.word.reading.inline.InlineReader._link", lambda *_any: None)
    data = document_with(
        '<w:p><w:r><w:t>前</w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>丢失的</w:t></w:r></w:hyperlink></w:p>'
    )

    assert ("unmatched", "前丢失的") in remarks(data)


@pytest.mark.parametrize("name", ["notice", "attachment"])
def test_another_reader_finds_nothing_that_is_missing_here(name: str) -> None:
    """mammoth knows none of our code. It shows hidden text where we tell of it."""
    data = (
        commissioning_notice()
        if name == "notice"
        else Path("tests/files/attachments/notice.docx").read_bytes()
    )
    found = read(data)
    page = "".join(
        one.get(key, "") for one in found["blocks"] for key in ("text", "caption", "cells")
    )
    told = "".join((page + "".join(one["text"] for one in found["remarks"])).split())
    hidden = [one["text"] for one in found["remarks"] if one["kind"] == "hidden"]
    told = re.sub(r"〔注\d+〕", "", told)

    for line in mammoth.extract_raw_text(io.BytesIO(data)).value.splitlines():
        for text in hidden:
            line = line.replace(text, "")
        assert "".join(line.split()) in told
