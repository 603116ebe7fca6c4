"""How much a file may hold, as the child process checks it."""

from dataclasses import dataclass

from xcms.importing.reading.refusals import Refusal, gettext_noop

#: No honest part of a workbook is packed closer, once it is large.
_MOST_RATIO = 250
_RATIO_FROM = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    rows: int
    columns: int
    #: Width × height of a sheet: calamine holds all of it in memory, blank cells too.
    cells: int
    #: Of a zipped workbook: all its parts together, unpacked.
    unpacked_bytes: int
    #: Excel's own bound on one cell.
    cell_characters: int = 32_767
    #: All distinct texts of a sheet together.
    characters: int = 200_000_000

    def check_unpacked(self, size: int) -> None:
        if size > self.unpacked_bytes:
            raise Refusal(
                gettext_noop(
                    "The file unpacks to more than %(limit)s MB, which no honest sheet does."
                ),
                limit=f"{self.unpacked_bytes / 1048576:g}",
            )

    def check_ratio(self, packed: int, unpacked: int) -> None:
        if unpacked > _RATIO_FROM and unpacked > packed * _MOST_RATIO:
            raise Refusal(
                gettext_noop(
                    "The file unpacks to %(ratio)s times its size, which no honest sheet does."
                ),
                ratio=unpacked // max(packed, 1),
            )

    def check_extent(self, rows: int, columns: int) -> None:
        if rows > self.rows:
            raise Refusal(
                gettext_noop("The sheet has %(count)s rows; at most %(limit)s can be read."),
                count=rows,
                limit=self.rows,
            )
        if columns > self.columns:
            raise Refusal(
                gettext_noop("The sheet has %(count)s columns; at most %(limit)s can be read."),
                count=columns,
                limit=self.columns,
            )
        if rows * columns > self.cells:
            raise Refusal(
                gettext_noop(
                    "The sheet spans %(rows)s rows by %(columns)s columns: too much to read."
                ),
                rows=rows,
                columns=columns,
            )
