"""Who may open and do what in the ledger: read from the table of registry/README.md, which says it to the office."""

from dataclasses import dataclass
from pathlib import Path

import registry

README = (Path(registry.__file__).parent / "README.md").read_text("utf-8")
_HEAD = "| Ledger | Screens and actions | "
NOTHING, OWN, ALL = "", "own", "all"


@dataclass(frozen=True, slots=True)
class Right:
    """``scope`` of a group: everything, its own prefectures' 中职, or nothing."""

    record: str
    action: str
    group: str
    scope: str


def rights() -> list[Right]:
    lines = README[README.index(_HEAD) :].split("\n\n")[0].splitlines()
    groups = _cells(lines[0])[2:]
    return [
        Right(record.strip("`"), action.strip("` "), group, scope)
        for record, actions, *scopes in map(_cells, lines[2:])
        for action in actions.split(",")
        for group, scope in zip(groups, scopes, strict=True)
    ]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
