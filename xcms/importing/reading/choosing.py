"""Which sheet of a file is meant."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from xcms.importing.headers import header_text
from xcms.importing.reading.grids import Grid
from xcms.importing.reading.header_rows import Header, find_header
from xcms.importing.reading.refusals import Refusal, gettext_noop
from xcms.importing.reading.texts import cell_text

#: The header is looked for in so many rows, blank ones included.
_HEAD = 1000
_MOST_LABEL = 500
#: A sheet with nearly as many known columns as the best may be meant as well.
_NEARLY = 0.8
_EXPLAINS = re.compile(r"说明|字典|目录|readme|填表须知|填报须知|封面|样例|示例", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``head`` are the sheet's first rows as texts."""

    grid: Grid
    head: list[list[str]]
    header: Header | None
    has_rows: bool

    @property
    def known(self) -> int:
        return self.header.known if self.header else 0

    @property
    def is_blank(self) -> bool:
        return not any(map(any, self.head))


def candidates(grids: Iterable[Grid], known: Collection[str]) -> Iterator[Candidate]:
    for grid in grids:
        head = [[_label(cell) for cell in row] for row in grid.head(_HEAD)]
        header = find_header(head, grid.merges, known)
        yield Candidate(grid, head, header, header is not None and _has_rows(grid, header, head))


def _label(cell: object) -> str:
    """What a title or header may be; a longer text is cut before anybody compares it."""
    return cell_text(cell[:_MOST_LABEL] if isinstance(cell, str) else cell)


def choose(found: Iterable[Candidate], sheet: str | None) -> tuple[Candidate, Header]:
    """The sheet of that name, else the one that fits best. Refuses where none fits or several do."""
    everything = list(found)
    if sheet is not None:
        everything = [candidate for candidate in everything if candidate.grid.name == sheet]
        if not everything:
            raise Refusal(gettext_noop("The file has no sheet “%(name)s”."), name=sheet)
    fitting = [candidate for candidate in everything if candidate.header is not None]
    if not fitting:
        raise _none_fits(everything)
    fitting = _preferred(fitting)
    best = max(fitting, key=lambda candidate: candidate.known)
    rivals = [item for item in fitting if item is best or item.known > best.known * _NEARLY]
    if len(rivals) > 1:
        names = tuple(candidate.grid.name for candidate in rivals)
        raise Refusal(
            gettext_noop(
                "Several sheets of the workbook fit: %(names)s. Choose one, or keep one in the file."
            ),
            sheets=names,
            names="、".join(names),
        )
    if best.header is None or not best.has_rows:
        raise Refusal(gettext_noop("There are no rows below the header."))
    return best, best.header


def _preferred(fitting: list[Candidate]) -> list[Candidate]:
    """With rows rather than without, shown rather than hidden, data rather than explanations of it."""
    for is_better in (
        lambda candidate: candidate.has_rows,
        lambda candidate: not candidate.grid.is_hidden,
        lambda candidate: not _EXPLAINS.search(candidate.grid.name),
    ):
        fitting = [candidate for candidate in fitting if is_better(candidate)] or fitting
    return fitting


def _has_rows(grid: Grid, header: Header, head: list[list[str]]) -> bool:
    if any(map(any, head[header.last + 1 :])):
        return True
    return any(any(map(_label, row)) for row in islice(grid.rows(), _HEAD, None))


def _none_fits(everything: list[Candidate]) -> Refusal:
    if all(candidate.is_blank for candidate in everything):
        return Refusal(gettext_noop("The file is empty."))
    seen = [
        header_text(cell)[:20]
        for candidate in everything
        for row in [row for row in candidate.head if any(row)][:3]
        for cell in row
        if cell
    ]
    return Refusal(
        gettext_noop(
            "No header row with known columns was found; the file begins with: %(cells)s."
        ),
        cells="、".join(seen[:12]),
    )
