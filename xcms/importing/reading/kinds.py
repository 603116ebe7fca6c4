"""What a file is by its bytes, whatever its name says."""

import re
from enum import Enum
from zipfile import ZipFile

from xcms.importing.reading.packages import content_of
from xcms.importing.reading.refusals import Refusal, encrypted, gettext_noop

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Files of other kinds that get renamed or picked by mistake.
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM6": "BMP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
    b"MIME-Version:": "MHTML",
}
_IN_ZIP = {
    "word/document.xml": "Word (DOCX)",
    "ppt/presentation.xml": "PowerPoint (PPTX)",
    "visio/document.xml": "Visio",
    "AndroidManifest.xml": "APK",
    "xl/workbook.bin": "XLSB",
}
_IN_COMPOUND = {"WordDocument": "Word (DOC)", "PowerPoint Document": "PowerPoint (PPT)"}
_MANIFEST = "META-INF/manifest.xml"
_SHEETS = re.compile(r"\.(xlsx|xlsm|xls|ods|csv|tsv|et)$", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Kind(Enum):
    PACKAGE = "zipped workbook"
    COMPOUND = "XLS"
    WEB_PAGE = "HTML"
    XML_SHEET = "SpreadsheetML 2003"
    TEXT = "delimited text"


def kind_of(data: bytes) -> Kind:
    """Refuses what is plainly something else."""
    start = bytes(data[:4096])
    if start.startswith(_ZIP):
        return Kind.PACKAGE
    if start.startswith(_COMPOUND):
        _check_compound(data)
        return Kind.COMPOUND
    for magic, name in _FOREIGN.items():
        if start.startswith(magic):
            raise foreign(name)
    text = start.removeprefix(_BYTE_ORDER_MARK).replace(b"\0", b"").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and b"<workbook" in text:
        return Kind.XML_SHEET
    if text.startswith(b"<") and re.search(
        rb"<(!doctype html|html|head|meta|table|body|div)\b", text
    ):
        return Kind.WEB_PAGE
    if text.startswith((b"<?xml", b"\xff\xfe<", b"\xfe\xff<")):
        raise foreign("XML")
    if text.startswith((b"{", b"[{")) and b'":' in text:
        raise foreign("JSON")
    return Kind.TEXT


def foreign(name: str) -> Refusal:
    return Refusal(
        gettext_noop(
            "This is a file of the kind %(kind)s, not a sheet: save the sheet as XLSX or CSV."
        ),
        kind=name,
    )


def check_is_workbook(package: ZipFile) -> None:
    names = set(package.namelist())
    for part, name in _IN_ZIP.items():
        if part in names:
            raise foreign(name)
    # Some programs keep the book of an XLSX elsewhere; calamine judges.
    if names & {"xl/workbook.xml", "content.xml", "[Content_Types].xml"}:
        return
    sheet = next((name for name in sorted(names) if _SHEETS.search(name)), None)
    if sheet is not None:
        raise Refusal(
            gettext_noop(
                "This is a ZIP archive that holds “%(name)s”: unpack it and upload that file."
            ),
            name=sheet[-60:],
        )
    raise foreign("ZIP")


def check_open_document(package: ZipFile) -> None:
    """Refuses an OpenDocument that is encrypted or no spreadsheet; for a package within the bounds."""
    names = set(package.namelist())
    if "content.xml" not in names:
        return
    kind = content_of(package, "mimetype") if "mimetype" in names else b""
    about = content_of(package, _MANIFEST) if _MANIFEST in names else b""
    if b"encryption-data" in about:
        raise encrypted()
    if kind and b"spreadsheet" not in kind:
        raise foreign("OpenDocument")


def _check_compound(data: bytes) -> None:
    for stream, name in _IN_COMPOUND.items():
        if data.find(stream.encode("utf-16-le")) >= 0:
            raise foreign(name)
    if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
        raise encrypted()
    if data.find("Workbook".encode("utf-16-le")) < 0 and data.find("Book".encode("utf-16-le")) < 0:
        raise foreign("Office 97")
