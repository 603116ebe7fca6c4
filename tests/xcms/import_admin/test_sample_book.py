"""The sample workbook: understood by the importer, and harmless as it is."""

import io
from typing import Any

import openpyxl
import pytest

from registry import registers as _registers  # noqa: F401
from xcms.import_admin.sample_book import EXAMPLE_MARK, sample_book
from xcms.importing.columns import known_headers, match_columns
from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.sheets import read_sheet
from xcms.registers import get_register, registers

NAMES = [entry.name for entry in registers() if entry.importer]


def sample(name: str) -> tuple[Any, bytes]:
    entry = get_register(name)
    importer = entry.importer_class()
    assert importer is not None
    return importer, sample_book(entry, importer)


def read(importer: Any, data: bytes) -> Any:
    return read_sheet(
        data,
        filename="样表.xlsx",
        known_headers=known_headers(importer.columns),
        limits=Limits.from_settings(),
    )


def unmarked(data: bytes) -> bytes:
    """As a clerk leaves it who wrote over the examples: their mark is gone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for number, row in enumerate(book.worksheets[0].iter_rows(min_row=2), start=1):
        row[0].value = number
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_uploaded_as_it_is_nothing_gets_in(name: str) -> None:
    importer, data = sample(name)
    with pytest.raises(ImportFileError, match="表头下面没有数据"):
        read(importer, data)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_understood_and_every_example_reads(name: str) -> None:
    importer, data = sample(name)
    sheet = read(importer, unmarked(data))

    matched = match_columns(importer.columns, importer.one_of, sheet)

    assert matched.unknown == ()
    assert {c.key for c in importer.columns if c.is_read} <= {
        c.key for c in matched.by_index.values()
    }
    assert len(sheet) == len(get_register(name).examples)
    for _number, cells in sheet.rows():
        for index, column in matched.by_index.items():
            if column.filled:
                assert cells[index], column.header
            if cells[index] and column.parse:
                try:
                    column.parse(cells[index])
                except CellError as error:
                    pytest.fail(f"{column.header}: {error}")


@pytest.mark.parametrize("name", NAMES)
def test_examples_name_columns_that_there_are(name: str) -> None:
    importer, _data = sample(name)
    keys = {column.key for column in importer.columns if column.is_read}
    examples = get_register(name).examples
    assert examples
    for example in examples:
        assert set(example) <= keys


def test_the_data_dictionary_says_what_goes_into_each_column() -> None:
    _importer, data = sample("schools")
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = list(book["数据字典"].iter_rows(values_only=True))

    entry = next(row for row in rows if row[0] == "办学层次")

    assert entry[1] == "必须"
    assert "中职、高职、应用型本科、其他本科" in entry[3]
    assert "学校层次" in entry[4]
    assert book.worksheets[0]["A2"].value.startswith(EXAMPLE_MARK)
