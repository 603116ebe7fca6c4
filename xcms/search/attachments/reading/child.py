"""The process that reads an attachment: the file on standard input, the passages on standard output, as JSON."""

import json
import logging
import sys
import time
from dataclasses import asdict
from typing import Any

from xcms.confined.limits import limit_itself
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.files import read_file
from xcms.search.attachments.reading.passages import EnoughError, Writer
from xcms.search.attachments.reading.refusals import out_of_memory, out_of_time

#: With half of its time over, what is read so far is enough: the rest is for what can't be interrupted.
_SHARE = 0.5


def main(request: dict[str, Any]) -> None:
    limit_itself(**request["resources"])
    # What pypdf finds odd in a file would fill the parent's memory.
    logging.disable(logging.CRITICAL)
    try:
        answer = answer_to(request, sys.stdin.buffer.read())
    except Refusal as refusal:
        answer = {"refusal": refusal.message, "params": refusal.params}
    except MemoryError:
        answer = {"refusal": out_of_memory().message, "params": {}}
    out = sys.stdout.buffer
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    out.flush()


def answer_to(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Raises Refusal."""
    writer = Writer(
        room=request["characters"],
        ends_at=time.monotonic() + _SHARE * request["resources"]["seconds"],
    )
    try:
        read_file(data, writer, Bounds(**request["bounds"]))
    except EnoughError:
        if not writer.finish():
            raise out_of_time() from None
    return {
        "passages": [asdict(passage) for passage in writer.finish()],
        "truncated": writer.is_truncated,
    }
