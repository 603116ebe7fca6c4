"""What the bench asks of every contestant: the same questions, each another random choice."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from xcms.search.names import needles
from xcms.search.words import parse

#: As the public list has them when nobody says otherwise.
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Question:
    """Filters by the list's own keys, several values each. ``q`` is one word."""

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    q: str = ""
    sort: str = ""
    page: int = 1

    def query(self, **more: str) -> str:
        pairs: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        pairs += [(key, value) for key, values in self.filters.items() for value in values]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode([*pairs, *more.items()])


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of question. ``limit`` is how often hello-world Django a page may take (design §6)."""

    name: str
    limit: float | None
    questions: Sequence[Question]


#: Values of each filter; in the order in which the random choice takes them.
Choices = Mapping[str, Sequence[str]]

_FROM_HELLO, _TEXT_FROM_HELLO = 6.0, 20.0


def kinds(choices: Choices, lines: int, count: int) -> list[Kind]:
    """So many different questions of each kind about a list of so many lines; the same in every run."""
    dice = random.Random(2020)  # noqa: S311
    last = max(1, -(-lines // PAGE_SIZE))
    deep = min(10_000, last)
    words = _words(dice)

    def filtered(most: int) -> dict[str, list[str]]:
        return _filters(dice, choices, most)

    return [
        Kind("no filter", _FROM_HELLO, [Question()] * count),
        Kind("1 filter", _FROM_HELLO, _different(lambda: Question(filtered(1)), count)),
        Kind("3 filters", _FROM_HELLO, _different(lambda: Question(filtered(3)), count)),
        Kind("text", _TEXT_FROM_HELLO, _different(lambda: Question(q=next(words)), count)),
        Kind(
            "text, 3 filters",
            _TEXT_FROM_HELLO,
            _different(lambda: Question(filtered(3), q=next(words)), count),
        ),
        Kind(
            f"page {deep:,}",
            None,
            [Question(page=max(1, deep - n)) for n in range(count)],
        ),
        Kind(
            "by quota, 1 filter",
            _FROM_HELLO,
            _different(lambda: Question(filtered(1), sort=dice.choice(["quota", "-quota"])), count),
        ),
    ]


def _filters(dice: random.Random, choices: Choices, count: int) -> dict[str, list[str]]:
    # An organisation and another one's certificate have nothing in common.
    left_out = dice.choice(["organization", "certificate"])
    keys = dice.sample([key for key in choices if key != left_out], count)
    return {key: _several(dice, choices[key]) for key in sorted(keys)}


def _several(dice: random.Random, values: Sequence[str]) -> list[str]:
    """Two to four, but never all."""
    return sorted(dice.sample(list(values), min(dice.randint(2, 4), max(1, len(values) - 1))))


def needle(text: str) -> str:
    """The piece of a search text by which peers find the names that have a text."""
    (term,) = parse(text)
    return needles(term)[0]


def _words(dice: random.Random) -> Iterator[str]:
    """Parts of names: of a school, of certificates with their lines, of majors. Their numbers are whole."""
    while True:
        yield dice.choice(["第{}职业", "第{}号", "南第{}职", "第{}号职业"]).format(
            dice.randint(1, 300)
        )


def _different(make: Callable[[], Question], count: int) -> list[Question]:
    found: dict[str, Question] = {}
    for _attempt in range(count * 50):
        if len(found) == count:
            break
        question = make()
        found.setdefault(question.query(), question)
    return list(found.values())
