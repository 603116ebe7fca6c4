"""The parts of a .docx and what refers to what, for a file that is within its bounds."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from notices.word.reading.refusals import (
    damaged,
    dishonest,
    encrypted,
    not_word,
    old_word,
    with_macros,
)
from notices.word.reading.xml import Element, parse
from xcms.importing.reading import refusals as sheet_refusals
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.kinds import Kind, kind_of
from xcms.importing.reading.packages import check_package, content_of, open_package
from xcms.importing.reading.refusals import Refusal

_MAIN = re.compile(r"word/document\d*\.xml")
_FOREIGN = (
    ("xl/", "Excel (XLSX)"),
    ("ppt/", "PowerPoint (PPTX)"),
    ("content.xml", "OpenDocument (ODT)"),
)
#: Text of a part that is read as XML; a picture may be larger.
_MOST_XML = 40 * 1024 * 1024
_UNPACKED = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Relationship:
    kind: str
    target: str
    is_external: bool


class WordPackage:
    def __init__(self, data: bytes) -> None:
        """Raises Refusal for whatever is no .docx that may be read."""
        _check_kind(data)
        try:
            self._zip = open_package(data)
        except Refusal as refusal:
            raise damaged() from refusal
        self.names = set(self._zip.namelist())
        self.main = self._find_main()
        if any(part.flag_bits & 0x1 for part in self._zip.infolist()):
            raise encrypted()
        _check_bounds(data, self._zip)
        self._check_macros()
        self._relationships: dict[str, dict[str, Relationship]] = {}

    def xml(self, part: str) -> Element | None:
        if part not in self.names:
            return None
        content = self.content(part)
        if len(content) > _MOST_XML:
            raise dishonest()
        return parse(content)

    def content(self, part: str) -> bytes:
        try:
            return content_of(self._zip, part)
        except Refusal as refusal:
            raise damaged() from refusal

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Of a part, by their ids; targets are names of parts, or addresses where external."""
        if part not in self._relationships:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relationships[part] = {
                one.get("Id", ""): _relationship(one, folder)
                for one in (root if root is not None else ())
                if one.get("Target") is not None
            }
        return self._relationships[part]

    def related(self, kind: str) -> list[str]:
        """Parts that the document refers to as ``kind``: "footnotes", "header"."""
        found = [
            one.target
            for one in self.relationships(self.main).values()
            if one.kind == kind and not one.is_external and one.target in self.names
        ]
        return list(dict.fromkeys(found))

    @cached_property
    def document(self) -> Element:
        root = self.xml(self.main)
        if root is None or root.find("w:body") is None:
            raise damaged()
        return root

    def _find_main(self) -> str:
        if "_rels/.rels" in self.names:
            try:
                for one in parse(content_of(self._zip, "_rels/.rels")):
                    target = posixpath.normpath(one.get("Target", "").lstrip("/"))
                    if one.get("Type", "").endswith("/officeDocument") and (
                        target in self.names and target.startswith("word/")
                    ):
                        return target
            except Refusal as refusal:
                raise damaged() from refusal
        for name in sorted(self.names):
            if _MAIN.fullmatch(name):
                return name
        for beginning, kind in _FOREIGN:
            if any(name.startswith(beginning) for name in self.names):
                raise not_word(kind)
        raise damaged() if "[Content_Types].xml" in self.names else not_word("ZIP")

    def _check_macros(self) -> None:
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise with_macros()
        kinds = self.content("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        if b"macroEnabled" in kinds:
            raise with_macros()


def _relationship(element: Any, folder: str) -> Relationship:
    target = element.get("Target", "")
    is_external = element.get("TargetMode") == "External"
    if not is_external:
        target = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        target = posixpath.normpath(target)
    return Relationship(element.get("Type", "").rpartition("/")[2], target, is_external)


def _check_kind(data: bytes) -> None:
    try:
        kind = kind_of(data)
    except Refusal as refusal:
        found = refusal.params.get("kind")
        if found is None:
            raise encrypted() from refusal
        raise (old_word() if found == "Word (DOC)" else not_word(found)) from refusal
    if kind is Kind.COMPOUND:
        raise not_word("Excel (XLS)")
    if kind is not Kind.PACKAGE:
        raise not_word("HTML" if kind is Kind.WEB_PAGE else "TXT") if data else damaged()


def _check_bounds(data: bytes, package: Any) -> None:
    bounds = Bounds(rows=2**31, columns=2**31, cells=2**62, unpacked_bytes=_UNPACKED)
    try:
        check_package(data, package, bounds)
    except Refusal as refusal:
        if refusal.message == sheet_refusals.damaged().message:
            raise damaged() from refusal
        if refusal.message == sheet_refusals.encrypted().message:
            raise encrypted() from refusal
        raise dishonest() from refusal
