"""Bytes of an attachment to passages of text, read in a process of its own. Knows no document and no database."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.confined.running import Death, ReaderDiedError, answered
from xcms.search.attachments.reading.passages import Passage
from xcms.search.attachments.reading.refusals import out_of_memory, out_of_time

_READER = "xcms.search.attachments.reading.child"
_ROWS = 1_100_000
_COLUMNS = 16_384
_CELLS = 25_000_000
#: An honest DOCX with many pictures; how much XML of it is read at once is another matter.
_UNPACKED_BYTES = 512 * 1024 * 1024
#: JSON of a character, at most, and room for what stands around the texts.
_BYTES_PER_CHARACTER = 8
_AROUND = 8 * 1024 * 1024


class UnreadableError(Exception):
    """The text can't be read; the message is a sentence saying why."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """No passages: there is no text in the file, as in a scan. Truncated: text is missing at the end or on pages
    that can't be read."""

    passages: tuple[Passage, ...]
    is_truncated: bool


def read_text(data: bytes) -> ReadText:
    """The text of PDF, DOCX, XLSX, XLSM, XLS, ODS, text and CSV, told by the bytes, whatever the name.

    At most SEARCH_FILE_CHARACTERS, within SEARCH_FILE_SECONDS and SEARCH_FILE_MEMORY_BYTES. Raises
    UnreadableError for files of other kinds, with a password, damaged, or beyond the limits.
    """
    if not data:
        return ReadText((), False)
    seconds = setting("SEARCH_FILE_SECONDS")
    try:
        with answered(_READER, data, _request(), seconds=seconds) as file:
            answer = json.loads(file.read())
    except ReaderDiedError as error:
        raise UnreadableError(_sentence(error.death)) from None
    if "refusal" in answer:
        raise UnreadableError(_(answer["refusal"]) % answer["params"])
    passages = tuple(Passage(**passage) for passage in answer["passages"])
    return ReadText(passages, answer["truncated"])


def _request() -> dict[str, Any]:
    characters = setting("SEARCH_FILE_CHARACTERS")
    return {
        "characters": characters,
        "bounds": {
            "rows": _ROWS,
            "columns": _COLUMNS,
            "cells": _CELLS,
            "unpacked_bytes": _UNPACKED_BYTES,
        },
        "resources": {
            "memory": setting("SEARCH_FILE_MEMORY_BYTES"),
            "seconds": setting("SEARCH_FILE_SECONDS"),
            "output": characters * _BYTES_PER_CHARACTER + _AROUND,
        },
    }


def _sentence(death: Death) -> str:
    match death:
        case Death.OUT_OF_MEMORY:
            return out_of_memory().sentence(_)
        case Death.OUT_OF_TIME:
            return out_of_time().sentence(_)
        case Death.KILLED:
            return _("The system ended the reading of the text, as it does when memory runs short.")
        case Death.CRASHED:
            return _("The file brought the reader of its text down.")
