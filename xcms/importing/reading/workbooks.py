"""Workbooks as calamine reads them: XLSX, XLSM, XLS, ODS."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TypeVar
from zipfile import ZipFile

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xcms.importing.reading.blemishes import blemishes_of
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.compound import error_cells, has_password
from xcms.importing.reading.grids import Cells, Grid, Merge
from xcms.importing.reading.open_document import Marks, marks_of
from xcms.importing.reading.refusals import Refusal, damaged, encrypted

_MOST_SHEETS = 50
Blemishes = dict[tuple[int, int], str]
Result = TypeVar("Result")


def package_grids(data: bytes, package: ZipFile, bounds: Bounds) -> Iterator[Grid]:
    """The worksheets of an XLSX, XLSM or ODS file that is within the bounds."""
    if "content.xml" not in package.namelist():
        yield from _grids(data, bounds, partial(blemishes_of, package))
        return
    marks = marks_of(package)
    for grid in _grids(data, bounds, lambda name: marks.get(name, Marks()).errors):
        own = marks.get(grid.name, Marks())
        yield replace(grid, merges=_moved(own.merges, grid.left))


def compound_grids(data: bytes, bounds: Bounds) -> Iterator[Grid]:
    """The worksheets of an XLS file."""
    if has_password(data):
        raise encrypted()
    yield from _grids(data, bounds, partial(error_cells, data))


def _grids(data: bytes, bounds: Bounds, blemishes: Callable[[str], Blemishes]) -> Iterator[Grid]:
    """Every worksheet; chart and macro sheets hold no rows. ``blemishes`` are by the sheet's name."""
    book = _asked(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))
    for about in book.sheets_metadata[:_MOST_SHEETS]:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = _asked(partial(book.get_sheet_by_name, about.name))
            bounds.check_extent(sheet.total_height, sheet.total_width)
            yield _grid(sheet, about.visible != SheetVisibleEnum.Visible, blemishes)


def _grid(sheet: CalamineSheet, is_hidden: bool, blemishes: Callable[[str], Blemishes]) -> Grid:
    left = sheet.start[1] if sheet.start else 0
    return Grid(
        name=sheet.name,
        rows=lambda: _rows(sheet),
        merges=_moved(_asked(lambda: sheet.merged_cell_ranges or []), left),
        blemishes=lambda: {
            (row, column - left): text for (row, column), text in blemishes(sheet.name).items()
        },
        left=left,
        is_hidden=is_hidden,
    )


def _moved(merges: Sequence[Merge], left: int) -> list[Merge]:
    """In the columns of the rows, which begin with the first that isn't blank."""
    return [
        ((top, first - left), (bottom, last - left))
        for (top, first), (bottom, last) in merges
        if first >= left
    ]


def _rows(sheet: CalamineSheet) -> Iterator[Cells]:
    try:
        yield from sheet.iter_rows()
    except (GeneratorExit, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise damaged() from error


def _asked(question: Callable[[], Result]) -> Result:
    try:
        return question()
    except PasswordError as error:
        raise encrypted() from error
    except (Refusal, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    # calamine's errors have no common base, and a panic in its Rust code is a BaseException.
    except BaseException as error:
        raise damaged() from error
