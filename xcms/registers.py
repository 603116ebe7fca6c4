"""The registers that the installed apps offer, by name: what is public of each, and its shape in a file.

Public lists, exports, imports and commands all look here, so a register is declared once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from xcms.exports.columns import ExportColumn
from xcms.exports.rows import CodedRows, Rows

if TYPE_CHECKING:
    from xcms.importing.importers import Importer


class UnknownRegisterError(LookupError):
    """No installed app offers a register of this name."""


#: Rows held in memory while a file streams.
_ROWS_AT_ONCE = 2000


def _as_it_is(queryset: Any) -> QuerySet[Any]:
    return queryset


def _as_they_are(_records: Sequence[Any]) -> None:
    return None


def _nowhere() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register as files and commands see it.

    ``public_queryset()`` starts from ``.public()``. ``office_queryset()`` is of a register that is the office's own:
    all of its rows, for commands; nothing of it is public, and no door but the admin's shows it.

    ``prepare`` joins and prefetches all that the columns need; apply it to any narrowed queryset just before its rows
    are written out, else every row costs queries. ``complete(records)`` then gives some of them, all at once, what no
    join can: every record that columns read has passed it. ``filterset``, ``importer`` and ``alias_service`` are
    dotted paths, imported on first use.

    Importing in the admin needs all of ``import_permissions``; with none declared only superusers may.
    ``alias_service(target, text, *, acting_user)`` makes a name an alias of a record, for those who have
    ``alias_permission``. ``examples`` are the sample workbook's rows, by column key.

    ``list_view`` names the public list's address. ``coded(rows, day)`` is a register's fast way into files; its
    columns then name their parts. ``hidden_since(version)`` says whether anything that was public then no longer is;
    without it, every change of a public row counts (xcms.exports.standing). ``links()`` tells where its files lead
    on this site: the address now, by what it stands beside.
    """

    name: str
    label: str | Promise
    public_queryset: Callable[[], QuerySet[Any]]
    export_columns: Sequence[ExportColumn]
    prepare: Callable[[Any], QuerySet[Any]] = _as_it_is
    complete: Callable[[Sequence[Any]], None] = _as_they_are
    filterset: str | None = None
    importer: str | None = None
    import_permissions: Sequence[str] = ()
    alias_service: str | None = None
    alias_permission: str = ""
    examples: Sequence[Mapping[str, str]] = ()
    list_view: str = ""
    coded: Callable[[Any, date], CodedRows] | None = None
    hidden_since: Callable[[int], bool] | None = None
    links: Callable[[], Mapping[str, str]] = _nowhere
    office_queryset: Callable[[], QuerySet[Any]] | None = None

    @property
    def is_public(self) -> bool:
        return self.office_queryset is None

    def exportable(self) -> QuerySet[Any]:
        """The rows for whoever sits at the server: the public ones, or all of what is the office's own."""
        return (self.office_queryset or self.public_queryset)()

    def lines(self, rows: QuerySet[Any], day: date) -> Rows:
        """The rows for a file, a few at a time: narrowed public rows, not prepared yet, as of the day."""
        if self.coded is not None:
            return self.coded(rows, day)
        # The page's own prefetches go first: Django refuses two of the same relation.
        return self.records(self.prepare(rows.prefetch_related(None)))

    def records(self, prepared: QuerySet[Any]) -> Iterator[Any]:
        """Prepared rows as the columns need them, a few in memory at a time."""
        rows = prepared.iterator(chunk_size=_ROWS_AT_ONCE)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            self.complete(some)
            yield from some

    def filterset_class(self) -> Any:
        """The public list's FilterSet; None where the register has no public list."""
        return import_string(self.filterset) if self.filterset else None

    def importer_class(self) -> "type[Importer] | None":
        return import_string(self.importer) if self.importer else None


_registers: dict[str, Register] = {}


def register(entry: Register) -> Register:
    """Offer a register; a second one of the same name takes its place."""
    _registers[entry.name] = entry
    return entry


def get_register(name: str) -> Register:
    """Raises UnknownRegisterError."""
    try:
        return _registers[name]
    except KeyError:
        raise UnknownRegisterError(name) from None


def get_public_register(name: str) -> Register:
    """For doors that anybody opens. Raises UnknownRegisterError for the office's own, too."""
    found = get_register(name)
    if not found.is_public:
        raise UnknownRegisterError(name)
    return found


def register_names() -> list[str]:
    return list(_registers)


def registers() -> list[Register]:
    return list(_registers.values())


def public_registers() -> list[Register]:
    return [entry for entry in registers() if entry.is_public]
