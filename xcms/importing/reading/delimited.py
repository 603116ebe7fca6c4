"""CSV and TSV bytes to rows of text, without holding the text."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from xcms.importing.headers import header_keys
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.grids import Grid
from xcms.importing.reading.refusals import Refusal, gettext_noop

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",\t;"
_PIECE = 1024 * 1024
_SAMPLE = 4096
_HEAD = 30
#: So much of a text in valid UTF-8 can't be GB18030 by chance.
_SURELY_UTF8 = 10
_DECLARED = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_PLAIN = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def delimited_grid(data: bytes, known: Collection[str], bounds: Bounds) -> Grid:
    encoding = find_encoding(data)
    delimiter = _delimiter(data, encoding, known)
    return Grid("", lambda: _records(data, encoding, delimiter, bounds))


def find_encoding(data: bytes) -> str:
    """UTF-8 or UTF-16, with mark or without, or GB18030."""
    if (encoding := _MARKS.get(data[:2])) is not None:
        _check_decodes(data, encoding)
        return encoding
    if data.find(b"\0") >= 0:
        return _unmarked_utf16(data)
    failure = _failure(data, "utf-8")
    if failure is None:
        return "utf-8-sig"
    position, wide = failure
    if data[:3] == codecs.BOM_UTF8 or wide >= _SURELY_UTF8:
        raise _breaks_off(data, position)
    if _failure(data, "gb18030") is not None:
        raise unreadable()
    return "gb18030"


def unreadable() -> Refusal:
    return Refusal(
        gettext_noop(
            "This is neither a workbook nor readable text: save the sheet as XLSX or as CSV (UTF-8)."
        )
    )


def _breaks_off(data: bytes, position: int) -> Refusal:
    return Refusal(
        gettext_noop(
            "The text of the file is damaged in line %(line)s: save it again as CSV (UTF-8)."
        ),
        line=data[:position].count(b"\n") + 1,
    )


def _failure(data: bytes, encoding: str) -> tuple[int, int] | None:
    """Where decoding fails, and how many characters beyond ASCII came before; None if it doesn't."""
    decoder = codecs.getincrementaldecoder(encoding)()
    wide = position = 0
    try:
        for position in range(0, len(data), _PIECE):
            piece = data[position : position + _PIECE]
            text = decoder.decode(piece, final=position + _PIECE >= len(data))
            wide = wide or min(_SURELY_UTF8, sum(1 for letter in text if letter > "\x7f"))
    except UnicodeDecodeError as error:
        before = data[position : position + error.start].decode(encoding, "ignore")
        return position + error.start, wide + sum(1 for letter in before if letter > "\x7f")
    return None


def _check_decodes(data: bytes, encoding: str) -> None:
    failure = _failure(data, encoding)
    if failure is not None:
        raise _breaks_off(data, failure[0])


def _unmarked_utf16(data: bytes) -> str:
    for encoding in ("utf-16-le", "utf-16-be"):
        start = bytes(data[:_SAMPLE])
        text = start[: len(start) // 2 * 2].decode(encoding, "replace")
        if len(_PLAIN.findall(text)) >= 0.9 * len(text) and _failure(data, encoding) is None:
            return encoding
    raise unreadable()


def _delimiter(data: bytes, encoding: str, known: Collection[str]) -> str:
    """The one that the file declares, else the one that shows most known headers, else the commonest."""
    with _text(data, encoding) as lines:
        start = lines.read(20_000)
    if declared := _DECLARED.match(start.split("\n", 1)[0]):
        return declared[1]

    def headers(delimiter: str) -> int:
        records = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            rows = list(islice(records, _HEAD))
        except csv.Error:
            return 0
        return max((sum(_is_known(cell, known) for cell in row) for row in rows), default=0)

    beginning = "\n".join(start.splitlines()[:_HEAD])
    return max(_DELIMITERS, key=lambda delimiter: (headers(delimiter), beginning.count(delimiter)))


def _is_known(cell: str, known: Collection[str]) -> bool:
    return len(cell) < 100 and any(key in known for key in header_keys(cell))


class _Bytes(io.RawIOBase):
    """Bytes as a stream: unlike BytesIO it doesn't copy what is mapped from a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        piece = self._data[self._position : self._position + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


def _text(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Bytes(data), _PIECE), encoding, newline="")


def _records(data: bytes, encoding: str, delimiter: str, bounds: Bounds) -> Iterator[list[str]]:
    csv.field_size_limit(bounds.cell_characters)
    with _text(data, encoding) as lines:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):
                if len(record) > bounds.columns or number > bounds.rows:
                    bounds.check_extent(number, len(record))
                yield record
        except csv.Error as error:
            raise _unbalanced(str(error), reader.line_num, bounds) from error


def _unbalanced(complaint: str, line: int, bounds: Bounds) -> Refusal:
    if "field limit" in complaint:
        return Refusal(
            gettext_noop(
                "Near line %(line)s a cell holds more than %(limit)s characters: a quotation mark may be missing."
            ),
            line=line,
            limit=bounds.cell_characters,
        )
    return Refusal(
        gettext_noop(
            "The text of the CSV file breaks off or has unbalanced quotation marks near line %(line)s."
        ),
        line=line,
    )
