"""Bytes of an upload to the same file without its metadata. Knows no document and no database."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.confined.running import Death, ReaderDiedError, answered
from xcms.files.cleaning.files import may_be_cleaned
from xcms.files.cleaning.refusals import out_of_memory, out_of_time
from xcms.models import Cleaning

_CLEANER = "xcms.files.cleaning.child"
_START = 1024
#: Deflated anew, a file may be somewhat larger than it was.
_AROUND = 16 * 1024 * 1024
_BOUNDS = {
    "rows": 1_100_000,
    "columns": 16_384,
    "cells": 25_000_000,
    "unpacked_bytes": 512 * 1024 * 1024,
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``data`` is None where the file stays as it is. ``reason`` says why metadata are left."""

    state: Cleaning
    data: bytes | None = None
    removed: tuple[str, ...] = ()
    reason: str = ""


def clean_file(data: bytes) -> Cleaned:
    """Never raises for what is in the file: what could not be done is in the answer."""
    if not may_be_cleaned(data[:_START]):
        return Cleaned(Cleaning.FOREIGN)
    limit = setting("FILES_CLEAN_MAX_BYTES")
    if len(data) > limit:
        reason = _("The file is larger than %(limit)s MB.") % {"limit": f"{limit / 1048576:g}"}
        return Cleaned(Cleaning.FAILED, reason=reason)
    seconds = setting("FILES_CLEAN_SECONDS")
    try:
        with answered(_CLEANER, data, _request(len(data)), seconds=seconds) as file:
            answer = json.loads(file.readline())
            return _judged(answer, file.read())
    except ReaderDiedError as error:
        return Cleaned(Cleaning.FAILED, reason=_sentence(error.death))


def _judged(answer: dict[str, Any], data: bytes) -> Cleaned:
    if answer.get("signed"):
        return Cleaned(Cleaning.SIGNED)
    if answer.get("foreign"):
        return Cleaned(Cleaning.FOREIGN)
    if "refusal" in answer:
        return Cleaned(Cleaning.FAILED, reason=_(answer["refusal"]) % answer["params"])
    removed = tuple(answer["removed"])
    reason = (
        _("Names in remarks and tracked changes can't be removed from this old format.")
        if answer["incomplete"]
        else ""
    )
    state = Cleaning.DONE if removed else Cleaning.NOTHING
    return Cleaned(state, data if removed else None, removed, reason)


def _request(size: int) -> dict[str, Any]:
    return {
        "bounds": _BOUNDS,
        "resources": {
            "memory": setting("FILES_CLEAN_MEMORY_BYTES"),
            "seconds": setting("FILES_CLEAN_SECONDS"),
            "output": size * 2 + _AROUND,
        },
    }


def _sentence(death: Death) -> str:
    match death:
        case Death.OUT_OF_MEMORY:
            return out_of_memory().sentence(_)
        case Death.OUT_OF_TIME:
            return out_of_time().sentence(_)
        case _:
            return _("The file brought the program that removes its metadata down.")
