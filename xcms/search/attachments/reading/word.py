"""The text of a DOCX that a reader sees: body, tables, text boxes, headers, footers, notes.

Not what was deleted with changes tracked, hidden text, comments, or the codes of fields.
"""

import re
from xml.parsers import expat
from zipfile import ZipFile

from xcms.importing.reading.packages import pieces_of
from xcms.search.attachments.reading.passages import Writer
from xcms.search.attachments.reading.refusals import damaged

#: In the order of reading; a document has up to three headers and footers for each section.
_PARTS = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
_MAIN = re.compile(r"word/document\d*\.xml")
_ORDER = ("header", "document", "footnotes", "endnotes", "footer")
_WORD = "/wordprocessingml"
#: ``Fallback`` is a text box for programs that don't know its newer form: the same text once more.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "rPrChange", "pPrChange"})
_BREAKS = frozenset({"br", "cr"})
_OFF = frozenset({"0", "false", "off"})


def is_word(package: ZipFile) -> bool:
    return any(map(_MAIN.fullmatch, package.namelist()))


def read_word(package: ZipFile, writer: Writer) -> None:
    """For a package that is within the bounds."""
    found = [name for name in package.namelist() if _PARTS.fullmatch(name)]
    seen: set[str] = set()
    for name in sorted(found, key=_place):
        reader = _Part(writer, seen if _is_repeated(name) else None)
        try:
            reader.read(package, name)
        except expat.ExpatError as error:
            raise damaged() from error


def _place(name: str) -> tuple[int, str]:
    kind = _PARTS.fullmatch(name)
    return (_ORDER.index(kind[1]) if kind else len(_ORDER), name)


def _is_repeated(name: str) -> bool:
    """Headers and footers of other sections mostly say the same again."""
    return "/header" in name or "/footer" in name


class _Part:
    """One part. ``seen`` are the lines of headers and footers before, each of which counts once."""

    def __init__(self, writer: Writer, seen: set[str] | None) -> None:
        self._writer = writer
        self._seen = seen
        #: One list of texts for each paragraph or row that is open: a text box is inside a paragraph.
        self._open: list[list[str]] = [[]]
        self._rows = self._skipped = 0
        self._is_text = self._is_hidden = False

    def read(self, package: ZipFile, name: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        for piece in pieces_of(package, name, overlap=0):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _start(self, name: str, given: dict[str, str]) -> None:
        space, _blank, local = name.rpartition(" ")
        if local in _SKIPPED:
            self._skipped += 1
        if self._skipped or not _is_word_space(space):
            return
        if local == "t":
            self._is_text = True
        elif local == "r":
            self._is_hidden = False
        elif local == "vanish":
            self._is_hidden = _value(given) not in _OFF
        elif local == "tab":
            self._put(" ")
        elif local == "noBreakHyphen":
            self._put("-")
        elif local in _BREAKS:
            self._put(" " if self._rows else "\n")
        elif local == "tr":
            self._rows += 1
            self._open.append([])
        elif local == "p":
            self._open.append([])

    def _end(self, name: str) -> None:
        space, _blank, local = name.rpartition(" ")
        if local in _SKIPPED:
            self._skipped -= 1
            return
        if self._skipped or not _is_word_space(space):
            return
        if local == "t":
            self._is_text = False
        elif local == "r":
            self._is_hidden = False
        elif local == "p" and len(self._open) > 1:
            text = "".join(self._open.pop())
            if self._rows:
                self._open[-1].append(f"{text} ")
            else:
                self._write(text)
        elif local == "tc":
            self._open[-1].append("\t")
        elif local == "tr" and len(self._open) > 1:
            self._rows -= 1
            text = "".join(self._open.pop())
            if self._rows:
                self._open[-1].append(text.replace("\t", " "))
            else:
                self._write(text)

    def _text(self, text: str) -> None:
        if self._is_text and not self._skipped:
            self._put(text)

    def _put(self, text: str) -> None:
        if not self._is_hidden:
            self._open[-1].append(text)

    def _write(self, text: str) -> None:
        for line in text.split("\n"):
            if self._seen is not None:
                if line in self._seen:
                    continue
                self._seen.add(line)
            self._writer.line(line)


def _is_word_space(space: str) -> bool:
    return _WORD in space


def _value(given: dict[str, str]) -> str:
    return next((value for name, value in given.items() if name.endswith(" val")), "")


def _refuse(*_declared: object) -> None:
    """No honest document declares entities; expanding them is a bomb or reads the server's files."""
    raise damaged()
