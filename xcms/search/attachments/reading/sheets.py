"""The text of a workbook, row by row. Hidden sheets are nothing that a reader sees."""

from collections.abc import Iterable
from zipfile import ZipFile

from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.grids import Grid
from xcms.importing.reading.texts import cell_text
from xcms.importing.reading.web_tables import web_page_grid
from xcms.importing.reading.workbooks import compound_grids, package_grids
from xcms.search.attachments.reading.passages import Writer


def read_package(data: bytes, package: ZipFile, bounds: Bounds, writer: Writer) -> None:
    """XLSX, XLSM or ODS, for a package that is within the bounds."""
    _read(package_grids(data, package, bounds), writer)


def read_compound(data: bytes, bounds: Bounds, writer: Writer) -> None:
    """XLS."""
    _read(compound_grids(data, bounds), writer)


def read_web_page(data: bytes, bounds: Bounds, writer: Writer) -> None:
    """The tables of a page that was saved as .xls."""
    _read([web_page_grid(data, bounds)], writer)


def _read(grids: Iterable[Grid], writer: Writer) -> None:
    for grid in grids:
        if grid.is_hidden:
            continue
        writer.begin(name=grid.name)
        for row in grid.rows():
            writer.line("\t".join(text for cell in row if (text := cell_text(cell))))
