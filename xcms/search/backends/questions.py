"""modelsearch's queries as expressions: every nesting of and, or, not becomes one, perhaps negated as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from xcms.search.backends.expressions import AnyOf, Expression, Without, all_of, any_of, phrase
from xcms.search.backends.expressions import Phrase as TokenPhrase
from xcms.search.words import LONGEST_QUERY, Term, folded, parse, runs

#: modelsearch has no types.
Query: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches the expression, or what does not. Without an expression: everything, or nothing."""

    expression: Expression | None
    is_negated: bool = False

    def inverted(self) -> "Matching":
        return Matching(self.expression, not self.is_negated)


EVERYTHING = Matching(None)
NOTHING = EVERYTHING.inverted()


def cut(text: str) -> str:
    """As much of a question as ``parse`` looks at, folded."""
    return folded(text[: LONGEST_QUERY * 2])[:LONGEST_QUERY]


def phrases(query: Query, *, is_prefix: bool) -> list[TokenPhrase]:
    """The terms of a text or of a phrase. ``is_prefix``: the last one is still being typed."""
    if isinstance(query, Phrase):
        found = tuple(runs(cut(query.query_string)))
        terms = [Term(found, is_quoted=True)] if found else []
    else:
        terms = parse(query.query_string)
    last = len(terms) - 1
    return [phrase(term, is_prefix=is_prefix and n == last) for n, term in enumerate(terms)]


def matching(query: Query, *, is_prefix: bool = False) -> Matching:
    """Text without any term matches nothing; so does a junction of nothing."""
    match query:
        case MatchAll():
            return EVERYTHING
        case PlainText() | Fuzzy() | Phrase():
            found = phrases(query, is_prefix=is_prefix)
            join = any_of if getattr(query, "operator", "and") == "or" else all_of
            return Matching(join(found)) if found else NOTHING
        case Boost():
            return matching(query.subquery, is_prefix=is_prefix)
        case Not():
            return matching(query.subquery, is_prefix=is_prefix).inverted()
        case And():
            return _both([matching(part, is_prefix=is_prefix) for part in query.subqueries])
        case Or():
            # De Morgan's law: either is not (neither).
            parts = [matching(part, is_prefix=is_prefix).inverted() for part in query.subqueries]
            return _both(parts).inverted() if parts else NOTHING
    raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")


def _both(parts: Sequence[Matching]) -> Matching:
    if not parts or NOTHING in parts:
        return NOTHING
    wanted = [p.expression for p in parts if p.expression is not None and not p.is_negated]
    unwanted = [p.expression for p in parts if p.expression is not None and p.is_negated]
    if not wanted:
        return Matching(any_of(unwanted), is_negated=True) if unwanted else EVERYTHING
    kept = all_of(wanted)
    return Matching(Without(kept, any_of(unwanted)) if unwanted else kept)


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A question all of whose terms are asked for: what people type. ``text`` is what they typed."""

    terms: tuple[TokenPhrase, ...]
    text: str


def conjunction(query: Query, *, is_prefix: bool = False) -> Conjunction | None:
    """None for questions with alternatives, which are ranked by how much of them is found."""
    match query:
        case PlainText() | Phrase() | Fuzzy():
            found = phrases(query, is_prefix=is_prefix)
            if len(found) > 1 and getattr(query, "operator", "and") == "or":
                return None
            return Conjunction(tuple(found), query.query_string)
        case Boost():
            return conjunction(query.subquery, is_prefix=is_prefix)
        case And():
            # What is excluded does not rank.
            parts = [
                conjunction(part, is_prefix=is_prefix)
                for part in query.subqueries
                if not isinstance(part, Not | MatchAll)
            ]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            terms = tuple(dict.fromkeys(term for part in known for term in part.terms))
            return Conjunction(terms, " ".join(part.text for part in known))
    return None


def has_exclusions(expression: Expression) -> bool:
    return isinstance(expression, Without)


def alternatives(query: Query, *, is_prefix: bool = False) -> list[tuple[Expression, float]]:
    """The parts of a question that rank, each with its weight: one for each term of an “or”."""
    match query:
        case Boost():
            return [
                (part, weight * query.boost)
                for part, weight in alternatives(query.subquery, is_prefix=is_prefix)
            ]
        case And() | Or():
            return [
                found
                for part in query.subqueries
                for found in alternatives(part, is_prefix=is_prefix)
            ]
        case PlainText() | Phrase() | Fuzzy():
            found = matching(query, is_prefix=is_prefix).expression
            boost = float(getattr(query, "boost", 1))
            parts = found.parts if isinstance(found, AnyOf) else (found,)
            return [(part, boost) for part in parts if part is not None]
    return []
