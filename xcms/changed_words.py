"""What changed between two texts, word by word: Chinese by the character, everything else by the word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"[A-Za-z0-9]+(?:[.%][0-9]+)*%?|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; ``is_changed`` where the other text has something else, or nothing, in its place."""

    text: str
    is_changed: bool


Pieces = list[Piece]


class WordMarker:
    """Marks the changed words of one page's texts. Comparing costs the product of two lengths: ``most_work``
    bounds the sum of the products, and what goes beyond is marked as a whole."""

    def __init__(self, most_work: int = 4_000_000) -> None:
        self._left = most_work

    def __call__(self, old: str, new: str) -> tuple[Pieces, Pieces]:
        """Both texts in pieces. The pieces of each joined give the text; the unchanged ones are the same in both."""
        a, b = _PIECE.findall(old), _PIECE.findall(new)
        start = _common(a, b)
        end = _common(a[start:][::-1], b[start:][::-1])
        a_middle, b_middle = a[start : len(a) - end], b[start : len(b) - end]
        before, after = [_piece(a[:start])], [_piece(b[:start])]
        work = len(a_middle) * len(b_middle)
        if work > self._left:
            before.append(_piece(a_middle, is_changed=True))
            after.append(_piece(b_middle, is_changed=True))
        else:
            self._left -= work
            matcher = SequenceMatcher(None, a_middle, b_middle, autojunk=False)
            for operation, i, j, k, n in matcher.get_opcodes():
                is_changed = operation != "equal"
                before.append(_piece(a_middle[i:j], is_changed=is_changed))
                after.append(_piece(b_middle[k:n], is_changed=is_changed))
        before.append(_piece(a[len(a) - end :]))
        after.append(_piece(b[len(b) - end :]))
        return _filled(before), _filled(after)


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pieces both begin with."""
    shorter = min(len(a), len(b))
    return next((at for at in range(shorter) if a[at] != b[at]), shorter)


def _piece(pieces: Sequence[str], *, is_changed: bool = False) -> Piece:
    return Piece("".join(pieces), is_changed)


def _filled(pieces: Pieces) -> Pieces:
    return [piece for piece in pieces if piece.text]
