"""Bytes of an office's file to a Sheet. Knows no register and no database."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.importing.child_process import answered
from xcms.importing.coded import Codes, Sheet, TextColumn
from xcms.importing.errors import ImportFileError, SeveralSheetsError
from xcms.importing.limits import Limits

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """One sheet of a file, for choosing. ``header`` is empty, and ``header_number`` 0, where none was found."""

    name: str
    header_number: int
    header: tuple[str, ...]
    header_keys: tuple[tuple[str, ...], ...]
    row_count: int
    known_count: int
    sample: tuple[tuple[str, ...], ...]


def read_sheet(
    data: bytes,
    *,
    filename: str,
    known_headers: Collection[str],
    limits: Limits,
    sheet: str | None = None,
    tick: Tick | None = None,
) -> Sheet:
    """Read the sheet that has the known headers (or the one named ``sheet``), as text.

    ``known_headers`` are name keys. The header is the row near the top with most of them, two rows where
    groups stand above it; rows above are titles. Cells come back stripped ("" when blank) and otherwise as
    typed: "011001" keeps its zero, "NA" stays "NA", a whole number stored as a float loses its ".0", dates
    are ISO, errors like "#N/A" stay. Cells merged downwards are filled. Blank rows, totals, notes,
    signatures and repeated headers are left out; row numbers are those the person sees.

    ``tick`` is called at least each second; what it raises ends the reading.

    Raises ImportFileError for a file that is too large, broken, encrypted, of another kind, without a
    header or rows, or with a repeated header, and SeveralSheetsError where two sheets fit.
    """
    request = _request(known_headers, limits) | {"survey": False, "sheet": sheet}
    with _answer(data, request, limits, tick) as (described, file):
        header = described["header"]
        return Sheet(
            name=described["name"],
            header=tuple(header["names"]),
            header_keys=_keys(header),
            header_number=header["number"],
            numbers=_codes(file, described["rows"]),
            columns=tuple(
                TextColumn(
                    tuple(column["texts"]),
                    _codes(file, described["rows"]),
                    frozenset(column["overlong"]),
                )
                for column in described["columns"]
            ),
        )


def survey_book(
    data: bytes, *, filename: str, known_headers: Collection[str], limits: Limits
) -> tuple[SheetSummary, ...]:
    """All sheets that hold anything, in the workbook's order. Raises ImportFileError as ``read_sheet`` does."""
    request = _request(known_headers, limits) | {"survey": True}
    with _answer(data, request, limits, None) as (described, _file):
        return tuple(map(_summary, described["sheets"]))


@contextmanager
def _answer(
    data: bytes, request: Mapping[str, Any], limits: Limits, tick: Tick | None
) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    limits.check_bytes(len(data))
    if not data or data.isspace():
        raise ImportFileError(_("The file is empty."))
    with answered(data, dict(request), seconds=setting("IMPORT_SECONDS"), tick=tick) as file:
        described = json.loads(file.readline())
        if "refusal" in described:
            message = _(described["refusal"]) % described["params"]
            if described["several"]:
                raise SeveralSheetsError(message, names=tuple(described["several"]))
            raise ImportFileError(message)
        yield described, file


def _request(known_headers: Collection[str], limits: Limits) -> dict[str, Any]:
    return {
        "known": sorted(known_headers),
        "bounds": {
            "rows": limits.rows,
            "columns": limits.columns,
            "cells": limits.cells,
            "unpacked_bytes": limits.unpacked_bytes,
        },
        "resources": {
            "memory": setting("IMPORT_MEMORY_BYTES"),
            "seconds": setting("IMPORT_SECONDS"),
            "output": setting("IMPORT_MEMORY_BYTES"),
        },
    }


def _codes(file: IO[bytes], count: int) -> Codes:
    return np.frombuffer(file.read(4 * count), np.int32)


def _keys(header: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(keys) for keys in header["keys"])


def _summary(item: Mapping[str, Any]) -> SheetSummary:
    header = item["header"]
    return SheetSummary(
        name=item["name"],
        header_number=header["number"],
        header=tuple(header["names"]),
        header_keys=_keys(header),
        row_count=item["rows"],
        known_count=header["known"],
        sample=tuple(tuple(row) for row in item["sample"]),
    )
