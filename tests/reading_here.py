"""Sheets read without a process of their own, for tests that read hundreds and ask what becomes of the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any

import pytest

from xcms.importing.reading.child import write_answer


def read_sheets_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same reader; what its process is for, limits and deaths, is the business of tests/xcms/importing/."""
    monkeypatch.setattr("xcms.importing.sheets.answered", _answered)


@contextmanager
def _answered(data: bytes, request: dict[str, Any], **_process: Any) -> Iterator[IO[bytes]]:
    answer = BytesIO()
    write_answer(request, data, answer)
    answer.seek(0)
    yield answer
