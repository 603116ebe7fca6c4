"""How the tests of importers read their sheets."""

import pytest

from tests.reading_here import read_sheets_here


@pytest.fixture(autouse=True)
def _reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_sheets_here(monkeypatch)
