"""The process that reads a Word file: bytes on standard input, what was read on standard output, as JSON."""

import json
import logging
import sys
from base64 import b64encode
from dataclasses import asdict
from typing import Any

from notices.word.reading.blocks import BlockWriter
from notices.word.reading.body import BodyReader
from notices.word.reading.drawings import Drawings
from notices.word.reading.embedded import Embedded
from notices.word.reading.inline import Shared
from notices.word.reading.numbering import Numbering
from notices.word.reading.official import propose
from notices.word.reading.package import WordPackage
from notices.word.reading.pictures import Pictures
from notices.word.reading.proof import lost
from notices.word.reading.refusals import dishonest, out_of_memory, too_long
from notices.word.reading.remarks import Remarks
from notices.word.reading.styles import Styles
from notices.word.reading.surroundings import comments, headers_and_footers, notes
from xcms.confined.limits import limit_itself
from xcms.importing.reading.refusals import Refusal

#: Of all blocks together: about a hundred pages of paper.
_MOST_CHARACTERS = 400_000


def main(request: dict[str, Any]) -> None:
    limit_itself(**request["resources"])
    logging.disable(logging.CRITICAL)
    try:
        answer = answer_to(sys.stdin.buffer.read(), picture_bytes=request["picture_bytes"])
    except Refusal as refusal:
        answer = {"refusal": refusal.message, "params": dict(refusal.params)}
    except RecursionError:
        answer = {"refusal": dishonest().message, "params": {}}
    except MemoryError:
        answer = {"refusal": out_of_memory().message, "params": {}}
    out = sys.stdout.buffer
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    out.flush()


def answer_to(data: bytes, *, picture_bytes: int) -> dict[str, Any]:
    """Raises Refusal."""
    package = WordPackage(data)
    remarks = Remarks()
    pictures = Pictures(package, remarks, picture_bytes)
    embedded = Embedded(package, remarks)
    shared = Shared(
        package, Styles(package), remarks, Drawings(package, remarks, pictures, embedded)
    )
    numbering = Numbering(package)
    body = package.document.find("w:body")
    found = BodyReader(shared, numbering, package.main).blocks([] if body is None else body)
    proposals = propose(found, remarks)
    found += notes(shared, numbering)
    embedded.take_the_rest()
    comments(shared)
    pictures_of_text = len(pictures.files)
    headers_and_footers(shared)
    blocks = BlockWriter(remarks).blocks(found)
    if (
        sum(len(block.get(key, "")) for block in blocks for key in ("text", "cells"))
        > _MOST_CHARACTERS
    ):
        raise too_long()
    for text in lost(shared, blocks, remarks.found):
        remarks.at(text)
        remarks.add("unmatched", text.replace("\0", ""))
    return {
        "blocks": blocks,
        "proposals": [asdict(one) for one in proposals],
        "remarks": [asdict(one) for one in remarks.found],
        "pictures": [
            {
                "name": one.name,
                "width": one.width,
                "height": one.height,
                "content": b64encode(one.content).decode(),
            }
            for one in pictures.files[:pictures_of_text]
        ],
        "files": [
            {
                "number": one.number,
                "extension": one.extension,
                "content": b64encode(one.content).decode(),
            }
            for one in embedded.files
        ],
    }
