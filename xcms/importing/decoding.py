"""CSV bytes to rows of text."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",\t;"


def csv_rows(data: bytes, limits: Limits) -> Iterator[list[str]]:
    """The records of a CSV or TSV file in UTF-8 (with or without mark), UTF-16 (with mark) or GB18030."""
    text = _decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, record in enumerate(reader, start=1):
            limits.check_extent(number, len(record))
            yield record
    except csv.Error as error:
        raise ImportFileError(
            _(
                "The text of the CSV file breaks off or has unbalanced quotation marks near line %(line)s."
            )
            % {"line": reader.line_num}
        ) from error


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ImportFileError(
        _(
            "This is neither an XLSX workbook nor readable text: save the sheet as XLSX or as CSV (UTF-8)."
        )
    )


def _delimiter(text: str) -> str:
    """The one that the first lines use most; a title line above the header has none."""
    start = "\n".join(text[:20_000].splitlines()[:30])
    return max(_DELIMITERS, key=start.count)
