"""What an index is asked: phrases of tokens, joined by and, or and without; nothing of any database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from xcms.search.backends.spelling import spelled
from xcms.search.words import Term

#: Where to look. ``anywhere`` is title and body.
Column: TypeAlias = Literal["title", "anywhere", "autocomplete"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Spelled tokens one after the other; ``is_open``: the last one may go on."""

    tokens: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Without:
    kept: "Expression"
    excluded: "Expression"


Expression: TypeAlias = Phrase | AllOf | AnyOf | Without


@dataclass(frozen=True, slots=True)
class Condition:
    """``weights``: only where the value's boost is one of these (PostgreSQL's A to D); "" = any."""

    column: Column
    expression: Expression
    weights: str = ""


def phrase(term: Term, *, is_prefix: bool = False) -> Phrase:
    return Phrase(tuple(map(spelled, term.tokens)), term.ends_open or is_prefix)


def all_of(parts: Iterable[Expression]) -> Expression:
    found = tuple(parts)
    return found[0] if len(found) == 1 else AllOf(found)


def any_of(parts: Iterable[Expression]) -> Expression:
    found = tuple(parts)
    return found[0] if len(found) == 1 else AnyOf(found)


def with_exclusions_kept(expression: Expression) -> Expression:
    """At least all that the expression matches: nothing is excluded, which another field might have caused."""
    match expression:
        case Without(kept, _excluded):
            return with_exclusions_kept(kept)
        case AllOf(parts):
            return AllOf(tuple(map(with_exclusions_kept, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(with_exclusions_kept, parts)))
        case _:
            return expression


def holds(expression: Expression, column: str) -> bool:
    """Whether the text of a column has what the index would find in it."""
    match expression:
        case Phrase(tokens, is_open):
            return f" {' '.join(tokens)}{'' if is_open else ' '}" in f" {column} "
        case AllOf(parts):
            return all(holds(part, column) for part in parts)
        case AnyOf(parts):
            return any(holds(part, column) for part in parts)
        case Without(kept, excluded):
            return holds(kept, column) and not holds(excluded, column)
