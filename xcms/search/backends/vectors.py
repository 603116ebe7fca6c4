"""Text form of a tsvector from tokens, within all of PostgreSQL's limits."""

from collections.abc import Iterable, Sequence

#: PostgreSQL stores no higher position, and no more than 255 positions of one lexeme.
_MOST_POSITIONS, _MOST_OF_ONE = 16_383, 255
#: Lexemes and their positions together take up to 1 MB, each lexeme with at most 3 bytes of padding.
_MOST_BYTES = (1 << 20) - 1024


def vector(values: Iterable[tuple[Sequence[str], str]]) -> str:
    """Values with the weight of each, one after the other; what does not fit is left out at the end.

    A token's position is its place, so phrases are those of the text. "" for no tokens is a vector too.
    """
    places: dict[str, list[str]] = {}
    size = position = 0
    for tokens, weight in values:
        label = "" if weight == "D" else weight
        for token in tokens:
            position += 1
            known = places.get(token)
            if known is None:
                size += len(token.encode()) + 8
                known = places[token] = []
            if len(known) < _MOST_OF_ONE:
                size += 2
                known.append(f"{position}{label}")
            if position == _MOST_POSITIONS or size > _MOST_BYTES - 2048:
                return _written(places)
    return _written(places)


def _written(places: dict[str, list[str]]) -> str:
    return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items())
