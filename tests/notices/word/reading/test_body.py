"""What is read from a Word file: headings, lists, looks and links, in their order."""

import pytest
from docx import Document

from tests.notices.word.reading.answers import blocks, body, read, remarks
from tests.notices.word_files import commissioning_notice, document_with, paragraph, repacked, saved


def test_the_commissioning_notice_is_read_with_its_faults() -> None:
    found = read(commissioning_notice())

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

    assert blocks(saved(document)) == [
        ("heading", "总则"),
        ("subheading", "范围"),
        ("subheading", "细目"),
    ]
    assert remarks(saved(document)) == {("heading_level", "细目")}


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
    found = body(paragraph("一、前言") + paragraph(text))

    assert found[1][0] == kind


def test_looks_links_and_line_breaks_are_kept() -> None:
    found = read(
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

    assert read(repacked(data, change=strict)) == read(data)
