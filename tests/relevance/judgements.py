"""The documents, the queries and which documents answer which query, as written in the files beside this one."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
#: Chosen once, before any engine was run, so that each kind of query falls into both halves.
_SALT = "1437"


class Half(StrEnum):
    """Engines are tuned on the one; the other only reports how far that carries."""

    TUNING = "tuning"
    HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``title`` and ``text`` are what a visitor can read; ``values`` is the entry as written."""

    id: str
    kind: str
    title: str
    text: str
    dated: date | None
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``decoys`` are known to hold the query's characters in another sense, and answer nothing."""

    id: str
    query: str
    kind: str
    intent: str
    relevant: Sequence[str]
    decoys: Sequence[str] = ()

    @property
    def half(self) -> Half:
        digest = sha256(f"{_SALT}:{self.id}".encode()).digest()
        return Half.HELD_OUT if digest[0] % 2 else Half.TUNING


@cache
def queries() -> tuple[Query, ...]:
    with (_FOLDER / "queries.toml").open("rb") as file:
        return tuple(Query(**entry) for entry in tomllib.load(file)["query"])


@cache
def documents() -> Mapping[str, Document]:
    """By id. Raises ValueError where two have the same."""
    entries = [
        (kind, entry)
        for path in sorted((_FOLDER / "documents").glob("*.toml"))
        for kind, rows in tomllib.loads(path.read_text()).items()
        for entry in rows
    ]
    owners = {entry["id"]: entry["name"] for kind, entry in entries if kind == "organization"}
    found: dict[str, Document] = {}
    for kind, entry in entries:
        if entry["id"] in found:
            raise ValueError(f"two documents have the id {entry['id']}")
        found[entry["id"]] = Document(
            id=entry["id"],
            kind=kind,
            title=entry.get("title") or entry.get("name") or entry["office"],
            text="\n".join(_text(kind, entry, owners)),
            dated=entry.get("dated"),
            values=entry,
        )
    return found


def _text(kind: str, entry: Mapping[str, Any], owners: Mapping[str, str]) -> Iterator[str]:
    """What is shown beside the title."""
    match kind:
        case "certificate":
            yield owners[entry["owner"]]
            yield entry["description"]
        case "school":
            yield from entry.get("aliases", [])
            yield from entry.get("former", [])
            yield entry["code"]
            yield entry["region"]
        case "contact":
            yield from (
                entry[key]
                for key in ("duty", "phone", "email", "address", "postal_code")
                if key in entry
            )
        case "group":
            yield from (entry["number"], entry["audience"], entry["purpose"])
        case "organization":
            return
        case _:
            yield entry["text"].strip()
