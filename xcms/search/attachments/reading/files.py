"""What a file is by its bytes, whatever its name says, and who reads it."""

from zipfile import ZipFile

from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.kinds import (
    Kind,
    check_is_workbook,
    check_open_document,
    kind_of,
)
from xcms.importing.reading.packages import check_package, open_package
from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.passages import Writer
from xcms.search.attachments.reading.pdf import read_pdf
from xcms.search.attachments.reading.plain import read_plain
from xcms.search.attachments.reading.refusals import (
    damaged,
    encrypted,
    in_our_words,
    unknown,
)
from xcms.search.attachments.reading.sheets import read_compound, read_package, read_web_page
from xcms.search.attachments.reading.word import is_word, read_word

#: Some programs write a few bytes before a PDF begins.
_PDF_WITHIN = 1024
_ENCRYPTED_FLAG = 0x1


def read_file(data: bytes, writer: Writer, bounds: Bounds) -> None:
    """Raises Refusal, and EnoughError when the writer has enough."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        read_pdf(data, writer)
        return
    match _kind(data):
        case Kind.PACKAGE:
            _read_package(data, writer, bounds)
        case Kind.COMPOUND:
            with in_our_words():
                read_compound(data, bounds, writer)
        case Kind.WEB_PAGE:
            read_web_page(data, bounds, writer)
        case Kind.XML_SHEET:
            raise unknown("XML Spreadsheet 2003")
        case Kind.TEXT:
            read_plain(data, writer)


def _kind(data: bytes) -> Kind:
    """``kind_of`` speaks of sheets; here a file of another kind is none to search, and no mistake."""
    try:
        return kind_of(data)
    except Refusal as refusal:
        if "kind" in refusal.params:
            raise unknown(refusal.params["kind"]) from refusal
        raise encrypted() from refusal


def _read_package(data: bytes, writer: Writer, bounds: Bounds) -> None:
    try:
        package = open_package(data)
    except Refusal as refusal:
        raise damaged() from refusal
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in package.infolist()):
        raise encrypted()
    if not is_word(package):
        _read_workbook(data, package, writer, bounds)
        return
    try:
        check_package(data, package, bounds)
        read_word(package, writer)
    except Refusal as refusal:
        raise damaged() from refusal


def _read_workbook(data: bytes, package: ZipFile, writer: Writer, bounds: Bounds) -> None:
    try:
        check_is_workbook(package)
    except Refusal as refusal:
        raise unknown(refusal.params.get("kind", "ZIP")) from refusal
    with in_our_words():
        check_package(data, package, bounds)
        check_open_document(package)
        read_package(data, package, bounds, writer)
