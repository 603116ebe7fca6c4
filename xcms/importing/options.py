"""What an importer wants to be told beside the file: declared once, a flag of the command and a field of the wizard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OptionKind(Enum):
    TEXT = auto()
    DAY = auto()
    SWITCH = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOption:
    """``name`` is the key in ``ImportOptions.extra``; ``choices()`` gives (value, label) of a CHOICE."""

    name: str
    label: str | Promise
    explanation: str | Promise
    kind: OptionKind = OptionKind.TEXT
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None

    @property
    def flag(self) -> str:
        return f"--{self.name.replace('_', '-')}"


#: Every register's importer that can replace takes it; its value is ``ImportOptions.replace``.
REPLACE = ImportOption(
    name="replace",
    label=_("Withdraw what the file lacks"),
    explanation=_(
        "Only for a file that is complete: rows of the round that the register has and the file lacks "
        "are withdrawn. The preview names each of them."
    ),
    kind=OptionKind.SWITCH,
)

Naming = Callable[[ImportOption], str]


def by_flag(option: ImportOption) -> str:
    """As somebody at a command line knows it."""
    return option.flag


def by_label(option: ImportOption) -> str:
    """As somebody at the form knows it."""
    return f"“{option.label}”"
