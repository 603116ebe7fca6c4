"""A file's bytes to one sheet, or to a survey of all its sheets."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xcms.importing.reading.bodies import Body, read_body
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.choosing import Candidate, candidates, choose
from xcms.importing.reading.delimited import delimited_grid
from xcms.importing.reading.grids import Grid
from xcms.importing.reading.header_rows import Header
from xcms.importing.reading.kinds import (
    Kind,
    check_is_workbook,
    check_open_document,
    foreign,
    kind_of,
)
from xcms.importing.reading.packages import check_package, open_package
from xcms.importing.reading.refusals import Refusal, gettext_noop
from xcms.importing.reading.web_tables import web_page_grid
from xcms.importing.reading.workbooks import compound_grids, package_grids
from xcms.text import name_key

_SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class ReadSheet:
    name: str
    header: Header
    body: Body


@dataclass(frozen=True, slots=True)
class Surveyed:
    name: str
    header: Header | None
    row_count: int
    sample: list[list[str]]


def read(data: bytes, *, known: Collection[str], bounds: Bounds, sheet: str | None) -> ReadSheet:
    """The sheet of that name, or the one that fits. Raises Refusal."""
    best, header = choose(candidates(_grids(data, known, bounds), known), sheet)
    _refuse_repeated_headers(header)
    body = _body(best, header, bounds)
    if not len(body):
        raise Refusal(gettext_noop("There are no rows below the header."))
    return ReadSheet(best.grid.name, header, body)


def survey(data: bytes, *, known: Collection[str], bounds: Bounds) -> Iterator[Surveyed]:
    """Every sheet that is not blank, in the workbook's order."""
    for candidate in candidates(_grids(data, known, bounds), known):
        if candidate.is_blank:
            continue
        header = candidate.header
        if header is None:
            yield Surveyed(candidate.grid.name, None, 0, [])
            continue
        body = _body(candidate, header, bounds)
        sample = [body.row(index) for index in range(min(_SAMPLE_ROWS, len(body)))]
        yield Surveyed(candidate.grid.name, header, len(body), sample)


def _body(candidate: Candidate, header: Header, bounds: Bounds) -> Body:
    return read_body(candidate.grid, header, candidate.head[: header.last + 1], bounds)


def _grids(data: bytes, known: Collection[str], bounds: Bounds) -> Iterator[Grid]:
    kind = kind_of(data)
    if kind is Kind.PACKAGE:
        package = open_package(data)
        check_is_workbook(package)
        check_package(data, package, bounds)
        check_open_document(package)
        yield from package_grids(data, package, bounds)
    elif kind is Kind.COMPOUND:
        yield from compound_grids(data, bounds)
    elif kind is Kind.WEB_PAGE:
        yield web_page_grid(data, bounds)
    elif kind is Kind.XML_SHEET:
        raise foreign("XML Spreadsheet 2003")
    else:
        yield delimited_grid(data, known, bounds)


def _refuse_repeated_headers(header: Header) -> None:
    seen: set[str] = set()
    for name in header.names:
        key = name_key(name)
        if key and key in seen:
            raise Refusal(
                gettext_noop("The header “%(header)s” stands there twice: which column counts?"),
                header=name,
            )
        seen.add(key)
