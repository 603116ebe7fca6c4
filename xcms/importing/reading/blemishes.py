"""Cells of an XLSX sheet that calamine gives as blank and that are not: errors like #N/A, and formulas whose
result nobody stored."""

import posixpath
import re
from xml.etree import ElementTree  # nosec B405  # the packages' check has refused entities
from zipfile import ZipFile

from xcms.importing.reading.packages import content_of, pieces_of
from xcms.importing.reading.refusals import Refusal, damaged, gettext_noop

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = rb"""<(?:\w+:)?c\b([^<>]*)>"""
_VALUE = rb"""<(?:\w+:)?v>([^<]*)</"""
_ERROR = re.compile(_CELL + rb"(?:(?!</(?:\w+:)?c>).){0,2000}?" + _VALUE, re.DOTALL)
_FORMULA = re.compile(
    _CELL + rb"\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")


def blemishes_of(package: ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """The errors' texts by (row, column) from 0.

    Refuses a sheet with formulas that have no result, as some programs write them.
    """
    part = _part_of(package, sheet)
    # A large sheet without any is told by its pieces: all of it would double what the child holds.
    if part is None or not any(_has_mark(piece) for piece in pieces_of(package, part)):
        return {}
    xml = content_of(package, part)
    _refuse_without_result(xml, sheet)
    found = {}
    for attributes, value in _ERROR.findall(xml):
        kind, reference = _TYPE.search(attributes), _REFERENCE.search(attributes)
        if kind and kind[1] == b"e" and reference:
            place = (int(reference[2]) - 1, _column(reference[1]))
            found[place] = value.decode("utf-8", "replace")
    return found


def _has_mark(piece: bytes) -> bool:
    """Of an error or a formula. A formula that others share ends with a tag of its own."""
    return b't="e"' in piece or b"f>" in piece or b"t='e'" in piece


def _refuse_without_result(xml: bytes, sheet: str) -> None:
    for attributes in _FORMULA.findall(xml):
        kind, reference = _TYPE.search(attributes), _REFERENCE.search(attributes)
        if not (kind and kind[1] == b"str"):
            raise Refusal(
                gettext_noop(
                    "Cell %(cell)s of the sheet “%(sheet)s” holds a formula whose result is not in the file: "
                    "open it in Excel, save it, and try again."
                ),
                cell=b"".join(reference.groups()).decode() if reference else "?",
                sheet=sheet,
            )


def _part_of(package: ZipFile, sheet: str) -> str | None:
    """Where the package keeps the sheet; None for a workbook that is no XLSX."""
    names = set(package.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return None
    try:
        book = ElementTree.fromstring(content_of(package, "xl/workbook.xml"))  # noqa: S314  # nosec B314
        relations = ElementTree.fromstring(content_of(package, "xl/_rels/workbook.xml.rels"))  # noqa: S314  # nosec B314
    except ElementTree.ParseError as error:
        raise damaged() from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets.get(element.get(_RELATION), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            return part if part in names else None
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
