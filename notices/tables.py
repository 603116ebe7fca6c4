"""Tables as people paste them: lines of text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows of equal length; ``header`` is empty where the table has none."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each row as (column's header, cell): on a phone every cell carries its header."""
        labels = self.header or ("",) * len(self.rows[0] if self.rows else ())
        return [list(zip(labels, row, strict=True)) for row in self.rows]


def parse_table(text: str, *, has_header: bool) -> TextTable:
    """One row a line; cells apart by tabs, or by "|" where the text has no tab. Empty lines do not count."""
    separator = "\t" if "\t" in text else "|"
    lines = [line for line in text.replace("｜", "|").splitlines() if line.strip()]
    rows = [[cell.strip() for cell in line.split(separator)] for line in lines]
    width = max((len(row) for row in rows), default=0)
    filled = [(*row, *[""] * (width - len(row))) for row in rows]
    if has_header and filled:
        return TextTable(filled[0], tuple(filled[1:]))
    return TextTable((), tuple(filled))
