"""What is asked: words that stand in the documents, of every kind that people type."""

import random
from collections.abc import Callable, Sequence

from tests.bench.search.texts import Text, vocabulary

USUAL = ("1 character", "2 characters", "4 characters", "mixed", "2 terms")


def questions(documents: Sequence[Text], each: int) -> dict[str, list[str]]:
    """By kind. The documents are a sample, so that most questions have answers."""
    dice = random.Random(5)  # noqa: S311
    words = vocabulary()

    def place(length: int) -> str:
        title = dice.choice(documents).title[2:-3]
        begin = dice.randrange(max(1, len(title) - length))
        return title[begin : begin + length]

    def word() -> str:
        # As often a common as a rare one.
        return words[int(len(words) ** dice.random())]

    made: dict[str, Callable[[], str]] = {
        "1 character": lambda: word()[0],
        "2 characters": word,
        "4 characters": lambda: place(4),
        "mixed": lambda: f"{dice.choice(('1+X', '2023年', 'BIM', 'hcia'))} {word()}",
        "2 terms": lambda: f"{word()} {word()}",
    }
    return {kind: [made[kind]() for _n in range(each)] for kind in USUAL}
