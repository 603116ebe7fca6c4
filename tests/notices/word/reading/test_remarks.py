"""A remark for everything that is not carried over; pictures and embedded files come along."""

import base64

from tests.notices.word.reading.answers import blocks, left_out, read, remarks
from tests.notices.word_files import W, commissioning_notice, document_with, drawing, paragraph, png


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

    found = blocks(data)
    assert found == [
        (
            "paragraph",
            "<p>正文<sup>〔注1〕</sup>加上的域的结果☑□划线的汉（hàn）a/(b+1)</p>",
        ),
        ("paragraph", "<p>框内文字</p>"),
        ("paragraph", "<p>控件里的文字</p>"),
        ("paragraph", "<p>〔注1〕脚注内容</p>"),
    ]
    assert left_out(data) == {
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
    comment = next(one for one in read(data)["remarks"] if one["kind"] == "comment")
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

    found = read(data)

    assert [one["name"] for one in found["pictures"]] == ["a.png", "b.png"]
    assert base64.b64decode(found["pictures"][0]["content"]) == original
    assert [(one["picture"], one["alt"]) for one in found["blocks"] if one["type"] == "image"] == [
        (0, "流程图"),
        (1, ""),
        (0, "流程图"),
    ]
    remarks = left_out(data)
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

    found = read(data)

    assert [(one["number"], one["extension"]) for one in found["files"]] == [
        (1, "docx"),
        (2, "pdf"),
    ]
    assert ("embedded_unknown", "Package") in remarks(data)
