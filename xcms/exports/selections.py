"""What somebody asked to have as a file: which rows of which register, which columns, as of when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.exports.columns import Cell, ExportColumn, UnknownColumnsError, chosen_columns
from xcms.exports.names import file_name
from xcms.exports.plans import expect_whole_list
from xcms.exports.rows import Rows
from xcms.feeds import publisher
from xcms.registers import Register

#: The parameter that names a column; repeated.
COLUMNS = "columns"


class SelectionRefusedError(Exception):
    """The query can't be answered; ``messages`` are sentences."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(*messages)
        self.messages = messages


def unknown_columns(error: UnknownColumnsError, columns: Sequence[ExportColumn]) -> str:
    return _("There is no column “%(keys)s”. Columns: %(known)s.") % {
        "keys": "、".join(key[:40] for key in error.keys[:5]),
        "known": ", ".join(column.key for column in columns),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """``rows`` are public, filtered and sorted. ``filterset`` is None where the register has no public list."""

    register: Register
    rows: QuerySet[Any]
    columns: Sequence[ExportColumn]
    filterset: Any
    today: date
    version: int

    @classmethod
    def asked_for(
        cls,
        register: Register,
        query: QueryDict,
        *,
        today: date,
        version: int,
        rows: QuerySet[Any] | None = None,
    ) -> Self:
        """As the public list would understand the query, defaults included. Raises SelectionRefusedError.

        ``rows`` are others than the public ones.
        """
        rows = register.public_queryset() if rows is None else rows
        filterset_class = register.filterset_class()
        filterset = filterset_class(query, rows, today=today) if filterset_class else None
        if filterset is not None and not filterset.is_valid():
            raise SelectionRefusedError(filterset.messages())
        columns = register.export_columns
        try:
            columns = chosen_columns(columns, query.getlist(COLUMNS))
        except UnknownColumnsError as error:
            raise SelectionRefusedError([unknown_columns(error, columns)]) from None
        return cls(
            register=register,
            rows=filterset.qs if filterset is not None else rows,
            columns=columns,
            filterset=filterset,
            today=today,
            version=version,
        )

    @property
    def day(self) -> date:
        """The day whose state the rows show."""
        day: date = getattr(self.filterset, "day", self.today)
        return day

    def lines(self) -> Rows:
        expect_whole_list(self.rows)
        return self.register.lines(self.rows, self.day)

    def file_name(self, extension: str) -> str:
        words = [chip.value for chip in self.filterset.chips()] if self.filterset else []
        return file_name(str(self.register.label), words, self.today, extension)

    def plain_file_name(self, extension: str) -> str:
        """In ASCII, for old programs."""
        return f"{self.register.name}-{self.today:%Y-%m-%d}.{extension}"

    def conditions(self) -> str:
        """The filters in words, on one line."""
        values: dict[str, list[str]] = {}
        for chip in self.filterset.chips() if self.filterset else ():
            values.setdefault(chip.label, []).append(chip.value)
        texts = [
            _("%(label)s: %(value)s") % {"label": label, "value": "、".join(found)}
            for label, found in values.items()
        ]
        asked = sum(len(self.filterset.data.getlist(name)) for name in self._filter_names())
        more = "……" if asked > sum(map(len, values.values())) else ""
        return "；".join(texts) + more or _("none chosen: the list as it opens")

    def _filter_names(self) -> Iterable[str]:
        return self.filterset.filters if self.filterset else ()

    def order(self) -> str:
        option, descending = self.filterset.sort_in_force if self.filterset else (None, False)
        if option is None:
            return _("as in the register")
        direction = _("%(label)s, descending") if descending else _("%(label)s, ascending")
        return direction % {"label": option.label}

    def about(self, count: int, has_demo: bool) -> list[tuple[str, Cell]]:
        """What a workbook says of itself."""
        facts: list[tuple[str, Cell]] = [
            (_("Register"), str(self.register.label)),
            (_("Filters"), self.conditions()),
            (_("Order"), self.order()),
            (_("Figures as of"), self.day),
            (_("Exported on"), self.today),
            (_("Register version"), self.version),
            (_("Number of rows"), count),
            (_("Source"), publisher()),
            (_("Licence"), licence()),
        ]
        if has_demo:
            facts.append(
                (_("Note"), _("This file contains demo data (演示数据), marked row by row."))
            )
        return facts


def licence() -> str:
    """Under what terms the public data may be used."""
    return str(setting("DATA_LICENCE")) or _(
        "Published for public information. Whoever reuses it names the source and the date."
    )
