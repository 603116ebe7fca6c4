"""Files inside of the file: kept as attachments where they are what an office hands on."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from notices.word.reading.compound import streams_of
from notices.word.reading.package import WordPackage
from notices.word.reading.refusals import too_long
from notices.word.reading.remarks import Remarks

_IN_ZIP = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OLD = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_FILES = 50
_MOST_BYTES = 60 * 1024 * 1024
_EQUATION = re.compile(r"^(Equation|MathType)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """``number`` counts from 1; the parent process gives the title in the language of the office."""

    number: int
    extension: str
    content: bytes


@dataclass(slots=True)
class Embedded:
    package: WordPackage
    remarks: Remarks
    files: list[EmbeddedFile] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def take(self, part: str, program: str) -> None:
        if _EQUATION.match(program):
            # Its text is in a format of its own.
            self.remarks.add("equation_object", program)
            return
        if part in self._known:
            return
        self._known.add(part)
        if part not in self.package.names:
            self.remarks.add("embedded_missing", program)
            return
        found = _document(self.package.content(part))
        if found is None:
            self.remarks.add("embedded_unknown", program or part.rpartition("/")[2])
            return
        extension, content = found
        self.files.append(EmbeddedFile(len(self.files) + 1, extension, content))
        if (
            len(self.files) > _MOST_FILES
            or sum(len(one.content) for one in self.files) > _MOST_BYTES
        ):
            raise too_long()
        self.remarks.add("embedded", f"{len(self.files)}.{extension}", is_kept=True)

    def take_the_rest(self) -> None:
        """Embedded parts that no object in the text names."""
        self.remarks.at("")
        for name in sorted(self.package.names):
            if name.startswith("word/embeddings/") and name not in self._known:
                self._take_unnamed(name)

    def _take_unnamed(self, name: str) -> None:
        # The sheet behind a chart is no file of its own.
        if name.endswith(("/", ".rels")):
            return
        for part in self.package.names:
            if part.startswith("word/charts/_rels/") and name.rpartition("/")[2] in str(
                self.package.content(part)
            ):
                return
        self.take(name, "")


def _document(content: bytes) -> tuple[str, bytes] | None:
    """(extension, bytes) of what an office hands on, told by the bytes; None for everything else."""
    if content.startswith(b"%PDF-"):
        return "pdf", content
    if content.startswith(b"PK\x03\x04"):
        extension = _zipped(content)
        return (extension, content) if extension else None
    if not content.startswith(_COMPOUND):
        return None
    streams = streams_of(content)
    for name, extension in _OLD.items():
        if name in streams:
            # May hold macros, as no .docx can; the old formats have no way to tell cheaply.
            is_clean = not any("VBA" in one.upper() for one in streams)
            return (extension, content) if is_clean else None
    inner = streams.get("CONTENTS") or streams.get("Package") or b""
    if not inner and (native := streams.get("\x01Ole10Native")):
        inner = _native(native)
    if inner and not inner.startswith(_COMPOUND):
        return _document(inner)
    return None


def _zipped(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as package:
            names = package.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next(
        (
            extension
            for beginning, extension in _IN_ZIP
            if any(name.startswith(beginning) for name in names)
        ),
        "",
    )


def _native(stream: bytes) -> bytes:
    """The file in an Ole10Native stream, which begins with names and paths."""
    for start in (b"%PDF-", b"PK\x03\x04"):
        at = stream.find(start, 0, 4096)
        if at >= 4:
            size = int.from_bytes(stream[at - 4 : at], "little")
            return stream[at : at + size] if 0 < size <= len(stream) - at else b""
    return b""
