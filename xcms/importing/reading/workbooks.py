"""Workbooks as calamine reads them: XLSX, XLSM, XLS, ODS."""

from collections.abc import Callable, Iterator
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
from xcms.importing.reading.grids import Cells, Grid
from xcms.importing.reading.refusals import Refusal, damaged, encrypted

_MOST_SHEETS = 50
Result = TypeVar("Result")


def workbook_grids(data: bytes, package: ZipFile | None, bounds: Bounds) -> Iterator[Grid]:
    """Every worksheet; chart and macro sheets hold no rows. ``package`` is the workbook's own zip."""
    book = _asked(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))
    for about in book.sheets_metadata[:_MOST_SHEETS]:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = _asked(lambda name=about.name: book.get_sheet_by_name(name))  # type: ignore[misc]
        bounds.check_extent(sheet.total_height, sheet.total_width)
        yield _grid(sheet, package, is_hidden=about.visible != SheetVisibleEnum.Visible)


def _grid(sheet: CalamineSheet, package: ZipFile | None, *, is_hidden: bool) -> Grid:
    left = sheet.start[1] if sheet.start else 0
    merges = _asked(lambda: sheet.merged_cell_ranges) or []
    return Grid(
        name=sheet.name,
        rows=lambda: _rows(sheet),
        merges=[
            ((top, first - left), (bottom, last - left))
            for (top, first), (bottom, last) in merges
            if first >= left
        ],
        blemishes=lambda: blemishes_of(package, sheet.name, left) if package else {},
        is_hidden=is_hidden,
    )


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
