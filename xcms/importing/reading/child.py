"""The reader's child process: a file on standard input, a request as argument, the answer on standard output.

The answer is one line of JSON and then the codes of all columns, 32-bit integers, one column after the other.
"""

import gc
import json
import mmap
import sys
from array import array
from typing import IO, Any

from xcms.confined.limits import limit_itself
from xcms.importing.reading.books import ReadSheet, Surveyed, read, survey
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.header_rows import Header
from xcms.importing.reading.refusals import Refusal, gettext_noop


def main(request: dict[str, Any]) -> None:
    limit_itself(**request["resources"])
    # Nothing here makes cycles worth looking for among millions of cells.
    gc.disable()
    write_answer(request, _mapped(), sys.stdout.buffer)


def write_answer(request: dict[str, Any], data: bytes, out: IO[bytes]) -> None:
    codes: list[array[int]] = []
    try:
        answer, codes = answer_to(request, data)
    except Refusal as refusal:
        answer = _refused(refusal)
    except MemoryError:
        answer = _refused(out_of_memory())
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    for column in codes:
        out.write(memoryview(column).cast("B"))
    out.flush()


def answer_to(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list["array[int]"]]:
    known = frozenset(request["known"])
    bounds = Bounds(**request["bounds"])
    if request["survey"]:
        return {"sheets": [_summary(item) for item in survey(data, known=known, bounds=bounds)]}, []
    found = read(data, known=known, bounds=bounds, sheet=request["sheet"])
    return _described(found), [found.body.numbers, *(c.codes for c in found.body.columns)]


def out_of_memory() -> Refusal:
    return Refusal(
        gettext_noop(
            "Reading the file needs more memory than allowed: split it, or save it as CSV."
        )
    )


def _mapped() -> bytes:
    """Mapped, not read: a CSV file of any size costs no memory."""
    mapped: Any = mmap.mmap(sys.stdin.fileno(), 0, access=mmap.ACCESS_READ)
    return mapped if mapped[:2] != b"PK" and mapped[:1] != b"\xd0" else mapped[:]


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"refusal": refusal.message, "params": refusal.params, "several": refusal.sheets}


def _header(header: Header | None) -> dict[str, Any]:
    if header is None:
        return {"number": 0, "names": (), "keys": (), "known": 0}
    return {
        "number": header.last + 1,
        "names": header.names,
        "keys": header.keys,
        "known": header.known,
    }


def _described(found: ReadSheet) -> dict[str, Any]:
    return {
        "name": found.name,
        "header": _header(found.header),
        "rows": len(found.body),
        "columns": [{"texts": c.texts, "overlong": c.overlong} for c in found.body.columns],
    }


def _summary(item: Surveyed) -> dict[str, Any]:
    return {
        "name": item.name,
        "header": _header(item.header),
        "rows": item.row_count,
        "sample": item.sample,
    }
