"""Office files with names in all the places where programs put them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import openpyxl
from docx import Document
from openpyxl.comments import Comment
from pypdf import PdfWriter

WHO = "张三丰"
SECRETS = (WHO, "保密公司", "李经理", "zhangsanfeng", "00AB12CD", "内部备注")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with parts replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.get(info.filename, old.read(info)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def word(text: str = "各市州教育局：现将有关事项通知如下。") -> bytes:
    document = Document()
    document.add_heading("通知", 1)
    document.add_paragraph(text)
    document.add_table(1, 2).rows[0].cells[0].text = "单元格"
    document.core_properties.author = WHO
    document.core_properties.last_modified_by = WHO
    document.core_properties.comments = "内部备注"
    document.core_properties.title = "关于申报工作的通知"
    out = BytesIO()
    document.save(out)
    data = out.getvalue()
    parts = parts_of(data)
    body = parts["word/document.xml"].decode()
    body = body.replace("<w:p>", '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">', 1).replace(
        "<w:sectPr",
        f'<w:p><w:ins w:id="9" w:author="{WHO}" w:date="2020-01-01T00:00:00Z"><w:r>'
        '<w:t xml:space="preserve"> w:rsidR="00AB12CE" 是正文</w:t></w:r></w:ins></w:p><w:sectPr',
        1,
    )
    app = (
        '<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Template>C:\\Users\\zhangsanfeng\\a.dotm</Template>'
        "<Pages>1</Pages><Manager>李经理</Manager><Company>保密公司</Company></Properties>"
    )
    comments = (
        f'<w:comments {_W}><w:comment w:id="0" w:author="{WHO}" w:initials="zhangsanfeng">'
        "<w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>"
    )
    return with_parts(
        data,
        {
            "word/document.xml": body.encode(),
            "docProps/app.xml": app.encode(),
            "word/comments.xml": comments.encode(),
        },
    )


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = WHO
    book.properties.lastModifiedBy = WHO
    book.properties.description = "内部备注"
    sheet = book.active
    sheet.append(["学校", "名额"])
    sheet.append(["某学院", 30])
    sheet["A2"].comment = Comment(f"{WHO}:\n请核对", WHO)
    out = BytesIO()
    book.save(out)
    data = out.getvalue()
    main = parts_of(data)["xl/workbook.xml"].decode()
    place = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\zhangsanfeng\\桌面\\" '
        'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice>'
        "</mc:AlternateContent>"
    )
    at = main.index("<bookViews")
    return with_parts(data, {"xl/workbook.xml": (main[:at] + place + main[at:]).encode()})


def signed(data: bytes) -> bytes:
    return with_parts(data, {"_xmlsignatures/origin.sigs": b""})


def pdf(**information: str) -> bytes:
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 100 100 re f")
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Author": WHO, "/Company": "保密公司", "/Title": "通知", **information})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def everything(data: bytes) -> str:
    """All that can be read in a package."""
    return "\n".join(content.decode("utf-8", "replace") for content in parts_of(data).values())
