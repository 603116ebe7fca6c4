"""What an importer of a register is to the engine."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.translation import gettext as _

from xcms.importing.columns import Column
from xcms.importing.errors import ImportFileError
from xcms.importing.lookups import LookupTable
from xcms.importing.options import REPLACE, ImportOption, Naming, by_flag
from xcms.importing.parsed import ParsedSheet
from xcms.importing.report import Outcomes, no_outcomes
from xcms.importing.rows import Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import. ``extra`` are the register's own options as typed, by name; blank ones are absent.

    ``demo`` marks new rows as demo data. ``called`` says how messages name an option: as a flag of the
    command, or as the form's label.
    """

    today: date
    acting_user: Any = None
    dry_run: bool = False
    replace: bool = False
    demo: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)
    called: Naming = by_flag


@dataclass(slots=True)
class Plan:
    """What writing would do: an outcome for every register row, and whether there is anything to write.

    Importers add what they need for writing.
    """

    outcomes: Outcomes = field(default_factory=no_outcomes)
    is_empty: bool = True


@dataclass(slots=True)
class Written:
    """What a write did, as JSON can keep it: enough to undo it.

    ``created``  keys of new rows by model label ("xcms_registry.School")
    ``former``   by model label, for each changed row its key and the values its columns had, by attname
    ``extra``    what only the importer itself understands
    """

    created: dict[str, list[Any]] = field(default_factory=dict)
    former: dict[str, list[tuple[Any, dict[str, Any]]]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


PlanT = TypeVar("PlanT", bound=Plan)


def _unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


class Importer(ABC, Generic[PlanT]):
    """One register's importer. A fresh one serves each diff, so it may keep what it has looked up.

    ``diff`` reads the database in a number of queries that doesn't grow with the rows, writes nothing and
    adds every error it finds to ``problems``. ``write`` runs inside ``register_write()``, only after a
    diff without errors, and only against the state that was diffed.
    """

    columns: ClassVar[Sequence[Column]]
    #: Groups of column keys of which a sheet needs at least one.
    one_of: ClassVar[Sequence[tuple[str, ...]]] = ()
    #: What it wants to be told beside the file; keys of ``ImportOptions.extra``.
    accepts: ClassVar[Sequence[ImportOption]] = ()
    can_replace: ClassVar[bool] = False

    #: Told how many of how many rows are through; what it raises ends the work.
    reach: Callable[[int, int], None]

    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self.reach = _unheard

    def check_options(self) -> None:
        """Raises ImportFileError for an option that is unknown here, unusable or missing."""
        known = {option.name for option in self.accepts}
        for name in self.options.extra:
            if name not in known:
                raise ImportFileError(
                    _("This register has no use for --%(option)s.")
                    % {"option": name.replace("_", "-")}
                )
        if self.options.replace and not self.can_replace:
            raise ImportFileError(
                _(
                    "%(replace)s is only for approvals: rows of this register that a file lacks stay."
                )
                % {"replace": self.options.called(REPLACE)}
            )

    def lookups(self) -> Mapping[str, LookupTable]:
        """The tables that columns with a ``lookup`` refer to, filled."""
        return {}

    @abstractmethod
    def diff(self, sheet: ParsedSheet, problems: Problems) -> PlanT: ...

    @abstractmethod
    def write(self, plan: PlanT, version: int) -> Written: ...

    @abstractmethod
    def undo_refusals(self, written: Written, *, written_version: int) -> list[str]:
        """Sentences that name the rows in the way of undoing what was written at that register version."""

    @abstractmethod
    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        """Give the register the content again that it had before. Runs inside ``register_write()``, which
        began before the refusals were asked for, so that nothing comes in between."""
