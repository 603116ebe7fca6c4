"""Repeatable "random" choices: the same words give the same choice on every machine."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def draw(*words: str) -> int:
    return int.from_bytes(sha256("|".join(words).encode()).digest()[:6], "big")


def pick(options: Sequence[T], *words: str) -> T:
    return options[draw(*words) % len(options)]


def shuffled(options: Sequence[str], *words: str) -> list[str]:
    return sorted(options, key=lambda option: draw(option, *words))
