"""Bytes of a Word file to what it says, read in a process of its own. Knows no page and no database."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from notices.word.reading.model import Remark
from notices.word.reading.refusals import out_of_memory, out_of_time
from xcms.conf import setting
from xcms.confined.running import Death, ReaderDiedError, answered

_READER = "notices.word.reading.child"
#: Pictures and embedded files in base64, and the text.
_OUTPUT = 240 * 1024 * 1024


class UnreadableWordError(Exception):
    """The file is not read; the message is a sentence for the person who uploaded it."""


@dataclass(frozen=True, slots=True)
class WordReading:
    """What a file says, as the child process tells it; JSON throughout, so that it can be kept.

    ``blocks`` are paragraphs, headings, tables and pictures in reading order. A paragraph with a ``role`` is
    what the proposal of that name has taken its value from.
    """

    blocks: Sequence[Mapping[str, Any]]
    proposals: Sequence[Mapping[str, Any]]
    remarks: Sequence[Mapping[str, Any]]
    pictures: Sequence[Mapping[str, Any]]
    files: Sequence[Mapping[str, Any]]

    def proposal(self, field: str) -> str:
        return next((str(one["value"]) for one in self.proposals if one["field"] == field), "")

    def remarks_on(self, *, kept: bool) -> list[Remark]:
        return [Remark(**one) for one in self.remarks if one["is_kept"] is kept]

    def picture(self, index: int) -> bytes:
        return base64.b64decode(self.pictures[index]["content"])


def read_word(data: bytes) -> WordReading:
    """Within WORD_FILE_MAX_BYTES, WORD_FILE_SECONDS and WORD_FILE_MEMORY_BYTES. Raises UnreadableWordError."""
    limit = setting("WORD_FILE_MAX_BYTES")
    if len(data) > limit:
        raise UnreadableWordError(
            _("The file is larger than %(limit)s MB.") % {"limit": f"{limit / 1048576:g}"}
        )
    if not data:
        raise UnreadableWordError(_("The file is empty."))
    seconds = setting("WORD_FILE_SECONDS")
    request = {
        "picture_bytes": getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", None) or 10 * 1024**2,
        "resources": {
            "memory": setting("WORD_FILE_MEMORY_BYTES"),
            "seconds": seconds,
            "output": _OUTPUT,
        },
    }
    try:
        with answered(_READER, data, request, seconds=seconds) as file:
            answer = json.loads(file.read())
    except ReaderDiedError as error:
        raise UnreadableWordError(_sentence(error.death)) from None
    if "refusal" in answer:
        raise UnreadableWordError(_(answer["refusal"]) % answer["params"])
    return WordReading(**answer)


def _sentence(death: Death) -> str:
    match death:
        case Death.OUT_OF_MEMORY:
            return out_of_memory().sentence(_)
        case Death.OUT_OF_TIME:
            return out_of_time().sentence(_)
        case Death.KILLED:
            return _(
                "The system ended the reading of the Word file, as it does when memory runs short."
            )
        case Death.CRASHED:
            return _(
                "The Word file brought its reader down: save it again in Word or WPS and try that file."
            )
