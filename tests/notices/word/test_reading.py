"""What is read from a Word file: structure, numbers, tables, and a remark for everything that is not carried over."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import mammoth
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notices.word.reading.child import answer_to
from notices.word.reading.numbering import formatted
from tests.notices.word_files import (
    W,
    commissioning_notice,
    document_with,
    drawing,
    numbered,
    numbering,
    paragraph,
    png,
    repacked,
    saved,
)

_CENTRE = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'


def _read(data: bytes) -> dict[str, Any]:
    return answer_to(data, picture_bytes=10 * 1024 * 1024)


def _blocks(data: bytes) -> list[tuple[str, str]]:
    """(type, text or HTML or cells)."""
    return [
        (
            one["type"],
            one.get("html") or one.get("cells") or one.get("text") or one.get("alt") or "",
        )
        for one in _read(data)["blocks"]
    ]


def _remarks(data: bytes) -> set[tuple[str, str]]:
    return {(one["kind"], one["text"]) for one in _read(data)["remarks"]}


def _proposals(data: bytes) -> dict[str, str]:
    return {one["field"]: one["value"] for one in _read(data)["proposals"]}


def _body(xml: str, **parts: Any) -> list[tuple[str, str]]:
    return _blocks(document_with(xml, **parts))


# Structure


def test_the_commissioning_notice_is_read_with_its_faults() -> None:
    found = _read(commissioning_notice())

    assert {one["field"]: one["value"] for one in found["proposals"]} == {
        "title": "关于做好2020年湖南省第三批1+X证书制度试点申报工作的通知",
        "addressed_to": "各市州教育(体)局，各有关院校，有关培训评价组织",
        "issuing_body": "湖南省教育厅",
        "dated": "2020-05-21",
    }
    headings = [one["text"] for one in found["blocks"] if one["type"] == "heading"]
    assert headings[:3] == ["一、试点院校范围", "二、试点条件与规模", "三、时间安排"]
    assert len(headings) == 6
    subheadings = [one["text"] for one in found["blocks"] if one["type"] == "subheading"]
    assert subheadings == ["（一）师资条件", "（二）规模上限"]
    table = next(one for one in found["blocks"] if one["type"] == "table")
    assert table["caption"] == "表1 两轮时间安排"
    assert table["header_rows"] == 2
    assert table["cells"].splitlines()[:2] == ["轮次\t截止日期\t←", "↑\t评价组织备案\t院校平台申报"]
    text = "".join(one.get("text", "") for one in found["blocks"])
    for fault in ("529日", "612日", "0731-8514971013900000000", "参与试点的数不超过"):
        assert fault in text
    assert found["remarks"] == []


def test_headings_come_from_styles_and_outlines_as_well() -> None:
    document = Document()
    document.add_heading("总则", 1)
    document.add_heading("范围", 2)
    document.add_heading("细目", 3)

    assert _blocks(saved(document)) == [
        ("heading", "总则"),
        ("subheading", "范围"),
        ("subheading", "细目"),
    ]
    assert _remarks(saved(document)) == {("heading_level", "细目")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、总体要求", "heading"),
        ("（二）规模", "subheading"),
        ("（二）规模不得超过上限。", "paragraph"),
        ("（三）身份证复印件；", "paragraph"),
        ("1.基本要求", "paragraph"),
        ("一、" + "长" * 80, "paragraph"),
    ],
)
def test_official_numbers_make_headings_of_lines_that_look_like_it(text: str, kind: str) -> None:
    found = _body(paragraph("一、前言") + paragraph(text))

    assert found[1][0] == kind


def test_automatic_numbers_are_text_that_is_kept() -> None:
    parts = {
        "add": {
            "word/numbering.xml": numbering(
                ("chineseCountingThousand", "%1、"),
                ("chineseCounting", "（%2）"),
                ("decimal", "%3"),
            )
        }
    }

    found = _body(
        numbered("总则")
        + numbered("范围", level=1)
        + numbered("对象", level=1)
        + numbered("附则")
        + numbered("期限", level=1)
        + numbered("另起", key=2),
        **parts,
    )

    assert [text for _kind, text in found] == [
        *("一、总则", "（一）范围", "（二）对象", "二、附则", "（一）期限", "一、另起"),
    ]


def test_lists_stay_lists_where_a_page_shows_the_same_numbers() -> None:
    plain = {"add": {"word/numbering.xml": numbering(("decimal", "%1."), ("bullet", "·"))}}
    xml = numbered("甲") + numbered("乙", level=1) + numbered("丙")
    assert _body(xml, **plain) == [
        ("paragraph", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>")
    ]
    # After a paragraph the count goes on, which a list of a page does not.
    assert _body(numbered("甲") + paragraph("中间") + numbered("乙"), **plain)[2] == (
        "paragraph",
        "<p>2. 乙</p>",
    )
    bracketed = {"add": {"word/numbering.xml": numbering(("decimal", "（%1）"))}}
    assert _body(numbered("甲"), **bracketed) == [("paragraph", "<p>（1）甲</p>")]


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (20, "ideographDigital", "二〇"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (7, "decimalZero", "07"),
        (5, "unheard-of", "5"),
        (99999, "chineseCounting", "99999"),
    ],
)
def test_number_formats(count: int, kind: str, text: str) -> None:
    assert formatted(count, kind) == text


def test_looks_links_and_line_breaks_are_kept() -> None:
    found = _read(
        document_with(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>体</w:t></w:r>"
            "<w:r><w:rPr><w:i/></w:rPr><w:t>斜</w:t></w:r><w:r><w:t>m</w:t></w:r>"
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
            "<w:r><w:t>&lt;b&gt;</w:t><w:br/><w:t>下行</w:t></w:r>"
            '<w:hyperlink r:id="web"><w:r><w:t>平台</w:t></w:r></w:hyperlink>'
            '<w:hyperlink r:id="bad"><w:r><w:t>坏链接</w:t></w:r></w:hyperlink>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText> HYPERLINK "mailto:a@b.cn" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>邮箱</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            relations={
                "web": ("hyperlink", "https://vslc.ncb.edu.cn"),
                "bad": ("hyperlink", "javascript:alert(1)"),
            },
        )
    )

    assert found["blocks"][0]["html"] == (
        "<p><b>粗体</b><i>斜</i>m<sup>2</sup>&lt;b&gt;<br/>下行"
        '<a href="https://vslc.ncb.edu.cn">平台</a>坏链接<a href="mailto:a@b.cn">邮箱</a></p>'
    )
    assert [(one["kind"], one["text"]) for one in found["remarks"]] == [
        ("link", "坏链接（javascript:alert(1)）")
    ]


# Tables


def _cell(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(text)}</w:tc>"


def _table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


_WIDE = '<w:gridSpan w:val="2"/>'
_BEGIN, _GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_become_arrows() -> None:
    xml = _table(
        _cell("层次", _BEGIN) + _cell("时间", _WIDE),
        _cell("", _GO_ON) + _cell("备案") + _cell("申报"),
        _cell("中职") + _cell("一行", _WIDE + _BEGIN),
        _cell("高职") + _cell("", _WIDE + _GO_ON),
    )

    assert _body(xml) == [("table", "层次\t时间\t←\n↑\t备案\t申报\n中职\t一行\t←\n高职\t↑\t←")]


@pytest.mark.parametrize(
    ("xml", "cells"),
    [
        # Goes on under a cell of another width: stands by itself, with its text.
        (_table(_cell("甲", _WIDE + _BEGIN), _cell("乙", _GO_ON) + _cell("丙")), "甲\t←\n乙\t丙"),
        (_table(_cell("甲") + _cell("乙"), _cell("", _GO_ON) + _cell("丙")), "甲\t乙\n↑\t丙"),
        (
            _table(_cell("甲", '<w:gridSpan w:val="999999999999"/>'), _cell("乙") + _cell("丙")),
            None,
        ),
        (_table(_cell("甲", '<w:gridSpan w:val="x"/>') + _cell("乙")), "甲\t乙"),
        (
            _table(
                "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + _cell("甲"),
                _cell("乙") + _cell("丙"),
            ),
            "\t甲\n乙\t丙",
        ),
    ],
)
def test_malformed_merges_lose_no_text(xml: str, cells: str | None) -> None:
    [(kind, found)] = _body(xml)

    assert kind == "table"
    if cells is not None:
        assert found == cells
    assert all(sign in found for sign in "甲乙" if sign in xml)


def test_cells_keep_lines_lists_nested_tables_and_odd_signs() -> None:
    xml = _table(
        f"<w:tc>{paragraph('第一行')}{paragraph('第二行')}</w:tc>{_cell('←')}",
        f"<w:tc>{_table(_cell('内') + _cell('表'))}{paragraph('')}</w:tc>{_cell('a|b')}",
    )

    data = document_with(xml)

    assert _blocks(data) == [("table", "第一行⏎第二行\t'←\n内 表\ta|b")]
    assert ("nested_table", "内　表") in _remarks(data)


def test_a_frame_of_one_cell_is_running_text() -> None:
    assert _body(_table(_cell("框内"))) == [("paragraph", "<p>框内</p>")]


# Everything that can't be carried over


def _kept_and_left(data: bytes) -> dict[str, str]:
    return {one["kind"]: one["text"] for one in _read(data)["remarks"]}


def test_nothing_leaves_without_a_word() -> None:
    data = document_with(
        '<w:p><w:commentRangeStart w:id="5"/><w:r><w:t>正文</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:del w:id="1"><w:r><w:delText>删掉的</w:delText></w:r></w:del>'
        '<w:ins w:id="3"><w:r><w:t>加上的</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的</w:t></w:r>"
        '<w:fldSimple w:instr="DATE"><w:r><w:t>域的结果</w:t></w:r></w:fldSimple>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:sym w:font="Unknown" w:char="E123"/></w:r>'
        "<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>划线的</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b+1</m:t></m:r></m:den></m:f></m:oMath>"
        "</w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        "<wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('目录第一行')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{paragraph('控件里的文字')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:pict><v:shape><v:textpath string='艺术字'/></v:shape></w:pict></w:r></w:p>",
        add={
            "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> 脚注内容</w:t></w:r></w:p>'
            f'</w:footnote><w:footnote w:id="3">{paragraph("无人引用")}</w:footnote></w:footnotes>',
            "word/comments.xml": f'<w:comments {W}><w:comment w:id="5" w:author="甲">{paragraph("请核实")}'
            "</w:comment></w:comments>",
            "word/header9.xml": f"<w:hdr {W}>{paragraph('内部资料')}</w:hdr>",
            "word/footer9.xml": f"<w:ftr {W}>{paragraph('— 1 —')}</w:ftr>",
        },
        relations={
            "notes": ("footnotes", "footnotes.xml"),
            "comments": ("comments", "comments.xml"),
            "header": ("header", "header9.xml"),
            "footer": ("footer", "footer9.xml"),
        },
    )

    found = _blocks(data)
    assert found == [
        (
            "paragraph",
            "<p>正文<sup>〔注1〕</sup>加上的域的结果☑□划线的汉（hàn）a/(b+1)</p>",
        ),
        ("paragraph", "<p>框内文字</p>"),
        ("paragraph", "<p>控件里的文字</p>"),
        ("paragraph", "<p>〔注1〕脚注内容</p>"),
    ]
    assert _kept_and_left(data) == {
        "deleted": "删掉的",
        "inserted": "加上的",
        "hidden": "隐藏的",
        "symbol": "Unknown U+E123",
        "underlined": "划线的",
        "equation": "a/(b+1)",
        "text_box": "框内文字",
        "contents": "目录第一行",
        "word_art": "艺术字",
        "footnote": "脚注内容",
        "footnote_unused": "无人引用",
        "comment": "甲：请核实",
        "header_text": "内部资料",
    }
    comment = next(one for one in _read(data)["remarks"] if one["kind"] == "comment")
    assert comment["place"].startswith("正文")


def test_pictures_are_kept_as_they_are_and_what_no_browser_shows_is_named() -> None:
    original = png("blue")
    data = document_with(
        f"<w:p><w:r><w:t>图前</w:t></w:r>{drawing('png', '流程图')}{drawing('tif')}{drawing('emf', '旧图')}"
        f"{drawing('far')}{drawing('png', '流程图')}</w:p>",
        add={
            "word/media/a.png": original,
            "word/media/b.tif": png(kind="TIFF"),
            "word/media/c.emf": b"\x01\x00\x00\x00EMF",
        },
        relations={
            "png": ("image", "media/a.png"),
            "tif": ("image", "media/b.tif"),
            "emf": ("image", "media/c.emf"),
            "far": ("image", "https://example.org/x.png"),
        },
    )

    found = _read(data)

    assert [one["name"] for one in found["pictures"]] == ["a.png", "b.png"]
    assert base64.b64decode(found["pictures"][0]["content"]) == original
    assert [(one["picture"], one["alt"]) for one in found["blocks"] if one["type"] == "image"] == [
        (0, "流程图"),
        (1, ""),
        (0, "流程图"),
    ]
    remarks = _kept_and_left(data)
    assert remarks["picture_unreadable"] == "c.emf"
    assert remarks["picture_text"] == "旧图"
    assert remarks["picture_linked"] == "https://example.org/x.png"
    assert "alt_missing" in remarks


def test_embedded_files_become_attachments_or_a_remark() -> None:
    inner = commissioning_notice()

    def ole(key: str, program: str) -> str:
        return f'<w:r><w:object><o:OLEObject Type="Embed" ProgID="{program}" r:id="{key}"/></w:object></w:r>'

    data = document_with(
        f"<w:p>{ole('doc', 'Word.Document.12')}{ole('odd', 'Package')}</w:p>",
        add={
            "word/embeddings/a.docx": inner,
            "word/embeddings/b.bin": b"MZ" + b"\0" * 100,
            "word/embeddings/c.pdf": b"%PDF-1.4 ...",
        },
        relations={
            "doc": ("package", "embeddings/a.docx"),
            "odd": ("oleObject", "embeddings/b.bin"),
        },
    )

    found = _read(data)

    assert [(one["number"], one["extension"]) for one in found["files"]] == [
        (1, "docx"),
        (2, "pdf"),
    ]
    assert ("embedded_unknown", "Package") in _remarks(data)


# What the text says of itself


def test_letterhead_number_and_title_are_told_apart() -> None:
    data = document_with(
        paragraph("湖南省教育厅文件", _CENTRE)
        + paragraph("湘教通〔2020〕1号", _CENTRE)
        + paragraph("关于开展试点工作的", _CENTRE)
        + paragraph("通 知", _CENTRE)
        + paragraph("各市州教育局：")
        + paragraph("请遵照执行。")
        + paragraph("湖南省教育厅", _RIGHT)
        + paragraph("二〇二〇年五月二十一日", _RIGHT)
    )

    assert _proposals(data) == {
        "document_number": "湘教通〔2020〕1号",
        "title": "关于开展试点工作的通知",
        "addressed_to": "各市州教育局",
        "issuing_body": "湖南省教育厅",
        "dated": "2020-05-21",
    }
    kept = [one["text"] for one in _read(data)["blocks"] if not one.get("role")]
    assert kept == ["湖南省教育厅文件", "请遵照执行。"]


@pytest.mark.parametrize(
    ("xml", "remark"),
    [
        (
            paragraph("某厅") + paragraph("2020年5月1日") + paragraph("2020年6月1日"),
            "dates_ambiguous",
        ),
        (paragraph("某厅") + paragraph("2020年2月30日"), "date_impossible"),
    ],
)
def test_a_date_that_is_not_certain_is_not_proposed(xml: str, remark: str) -> None:
    data = document_with(paragraph("正文。") + xml)

    assert not {"dated", "issuing_body"} & set(_proposals(data))
    assert remark in {kind for kind, _text in _remarks(data)}
    assert "2020年" in "".join(text for _kind, text in _blocks(data))


def test_running_text_is_no_title_and_no_signature() -> None:
    data = document_with(
        paragraph("这是一段普通的文字。")
        + paragraph("下列材料请于日内报送：")
        + paragraph("材料一。")
    )

    assert _proposals(data) == {}


def test_a_signature_with_text_behind_it_is_proposed_and_not_ticked() -> None:
    data = document_with(
        paragraph("正文。")
        + paragraph("湖南省教育厅", _RIGHT)
        + paragraph("2020年5月21日", _RIGHT)
        + paragraph("附件1的内容从这里开始，不是旁注。" * 2)
        + paragraph("更多的正文。")
    )

    found = {one["field"]: one["is_sure"] for one in _read(data)["proposals"]}
    assert found == {"issuing_body": False, "dated": False}


# The proof


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
        st.sampled_from(["", _CENTRE, '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="4"/>'])
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
                look = draw(st.sampled_from(["", _WIDE, _BEGIN, _GO_ON, _WIDE + _GO_ON]))
                cells += f"<w:tc><w:tcPr>{look}</w:tcPr>{one}</w:tc>"
                texts += more
            xml += _table(cells)
    return xml, texts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents())
def test_every_visible_text_is_in_the_page_or_in_a_remark(drawn: tuple[str, list[str]]) -> None:
    xml, texts = drawn

    found = _read(document_with(xml))

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

    assert ("unmatched", "前丢失的") in _remarks(data)


def test_a_strict_document_reads_the_same() -> None:
    def strict(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")):
            return content
        return content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    data = commissioning_notice()

    assert _read(repacked(data, change=strict)) == _read(data)


@pytest.mark.parametrize("name", ["notice", "attachment"])
def test_another_reader_finds_nothing_that_is_missing_here(name: str) -> None:
    """mammoth knows none of our code. It shows hidden text where we tell of it."""
    data = (
        commissioning_notice()
        if name == "notice"
        else Path("tests/files/attachments/notice.docx").read_bytes()
    )
    found = _read(data)
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
