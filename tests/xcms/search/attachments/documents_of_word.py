"""DOCX files as a few lines of their XML."""

import zipfile
from io import BytesIO

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def docx(body: str, *, before: str = "", **parts: str) -> bytes:
    """``before`` stands before the root element; ``header1="…"`` is the content of word/header1.xml."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        content = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", before + content)
        for name, part in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:hdr {_SPACES}>{part}</w:hdr>")
    return target.getvalue()


def paragraph(*runs: str) -> str:
    """Runs are texts, or XML."""
    return f"<w:p>{''.join(map(run, runs))}</w:p>"


def run(text: str, properties: str = "") -> str:
    if text.startswith("<"):
        return text
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"
