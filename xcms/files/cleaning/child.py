"""The process that cleans a file: the file on standard input; a line of JSON and the new file on standard output."""

import json
import logging
import sys
from typing import Any

from xcms.confined.limits import limit_itself
from xcms.files.cleaning.files import clean
from xcms.files.cleaning.outcome import ForeignError, SignedError
from xcms.files.cleaning.refusals import out_of_memory
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal


def main(request: dict[str, Any]) -> None:
    limit_itself(**request["resources"])
    logging.disable(logging.CRITICAL)
    data = b""
    try:
        outcome = clean(sys.stdin.buffer.read(), Bounds(**request["bounds"]))
        removed = sorted(outcome.removed)
        answer: dict[str, Any] = {"removed": removed, "incomplete": outcome.incomplete}
        data = outcome.data if removed else b""
    except SignedError:
        answer = {"signed": True}
    except ForeignError:
        answer = {"foreign": True}
    except Refusal as refusal:
        answer = {"refusal": refusal.message, "params": refusal.params}
    except (MemoryError, RecursionError):
        answer = {"refusal": out_of_memory().message, "params": {}}
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    out.write(data)
    out.flush()
