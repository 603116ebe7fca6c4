"""Text and CSV, in UTF-8, UTF-16 or GB18030."""

import codecs

from xcms.importing.reading.delimited import find_encoding
from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.passages import LONGEST, Writer
from xcms.search.attachments.reading.refusals import damaged

_PIECE = 256 * 1024


def read_plain(data: bytes, writer: Writer) -> None:
    try:
        encoding = find_encoding(data)
    except Refusal as error:
        raise damaged() from error
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        # What broke in the middle of a file has been refused: at the end a character may be cut off.
        *lines, rest = (rest + decoder.decode(piece)).replace("\r", "\n").split("\n")
        if len(rest) > LONGEST:
            lines, rest = [*lines, rest], ""
        for line in lines:
            writer.line(line)
    writer.line(rest)
