"""The two screens that make a draft of a Word file, as a test client fills them in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.notices.word_files import W, commissioning_notice, document_with, drawing, paragraph, png

TITLE = "关于做好2020年湖南省第三批1+X证书制度试点申报工作的通知"
TICKS = ("title", "addressed_to", "issuing_body", "dated")


def upload(client: Client, url: str, data: bytes, name: str = "通知.docx") -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def into(section: Any) -> str:
    return reverse("xcms_notices_word_new", args=[section.pk])


def over(page: Any) -> str:
    return reverse("xcms_notices_word_replace", args=[page.pk])


def uploaded(client: Client, url: str, data: bytes) -> str:
    """The address of the preview."""
    response = upload(client, url, data)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def confirm(client: Client, url: str, *ticks: str, title: str = TITLE) -> Any:
    return client.post(url, {"title": title, **{f"take_{name}": "on" for name in ticks}})


def with_everything() -> bytes:
    return document_with(
        paragraph("有图有表的通知", '<w:jc w:val="center"/>')
        + f"<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>正文</w:t></w:r>{drawing('pic', '流程图')}</w:p>"
        + "<w:p><w:r><w:object><o:OLEObject ProgID='Word.Document.12' r:id='doc'/></w:object></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{paragraph('1')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>",
        add={
            "word/media/a.png": png("blue"),
            "word/embeddings/a.docx": commissioning_notice(),
            "word/comments.xml": f"<w:comments {W}><w:comment w:id='1' w:author='审稿人'>"
            f"{paragraph('请核实 <script>')}</w:comment></w:comments>".replace(
                "<script>", "&lt;script&gt;"
            ),
        },
        relations={
            "pic": ("image", "media/a.png"),
            "doc": ("package", "embeddings/a.docx"),
            "com": ("comments", "comments.xml"),
        },
    )
