"""How good a match is, without a score for each: questions to the index whose answers come one after the other.

What people type is ranked by tiers: the title is exactly this; it begins so; it has all the terms; the terms are
anywhere (where fields differ in boost: in the better ones first). Within a tier the newest comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xcms.search.backends.expressions import Column, Condition, Expression, Phrase, all_of
from xcms.search.backends.questions import Conjunction, cut, has_exclusions
from xcms.search.backends.spelling import first_mark, last_mark, spelled, spelled_tokens
from xcms.search.words import LONGEST_QUERY, Term, runs


@dataclass(frozen=True, slots=True)
class Tier:
    """``score`` is what ``annotate_score`` says; ``conditions`` hold all together."""

    score: float
    conditions: tuple[Condition, ...]


def tiers(
    asked: Conjunction,
    expression: Expression,
    column: Column,
    *,
    weights: Sequence[str] = (),
    is_prefix: bool = False,
) -> list[Tier]:
    """From the best to the last, which is the whole question. A match may be in several.

    ``weights``: those that fields of the body can have, the best first.
    """
    last = Condition(column, expression)
    # A title may have all the terms and yet, in its body, what is excluded.
    also = (last,) if has_exclusions(expression) else ()
    titles: Column = "autocomplete" if column == "autocomplete" else "title"
    better: list[Expression] = [*_exact(asked.text), *_beginning(asked.text, is_prefix=is_prefix)]
    if titles != column:
        better.append(all_of(asked.terms))
    conditions = [Condition(titles, part) for part in better]
    if titles != column:
        whole = all_of(asked.terms)
        conditions += [
            Condition(column, whole, "".join(weights[: n + 1])) for n in range(len(weights) - 1)
        ]
    found = [(condition, *also) for condition in conditions] + [(last,)]
    return [Tier(float(len(found) - n), each) for n, each in enumerate(found)]


def _exact(text: str) -> list[Phrase]:
    # ``cut`` may have left out the end.
    if len(text) > LONGEST_QUERY:
        return []
    tokens = spelled_tokens(text)
    if not tokens:
        return []
    return [Phrase((first_mark(tokens[0]), *tokens, last_mark(tokens[-1])))]


def _beginning(text: str, *, is_prefix: bool) -> list[Phrase]:
    found = tuple(runs(cut(text)))
    if not found:
        return []
    term = Term(found)
    tokens = [spelled(token) for token in term.tokens]
    is_open = term.ends_open or is_prefix
    if len(tokens) == 1:
        return [Phrase((first_mark(tokens[0]),), is_open)]
    return [Phrase((first_mark(tokens[0]), *tokens), is_open)]
