"""A closed list of values and every way a sheet may spell them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xcms.text import name_key


class Vocabulary:
    """``{value: (label, synonym, …)}``: the first spelling is the one that exports write.

    Spellings compare as name keys, so brackets, spaces and widths don't matter; the value itself is one.
    """

    def __init__(self, spellings: Mapping[Any, Sequence[str]]) -> None:
        self._labels = {value: texts[0] for value, texts in spellings.items()}
        self._values = {
            name_key(text): value
            for value, texts in spellings.items()
            for text in (*texts, str(value))
        }

    def label(self, value: Any) -> str:
        """The label; "" for a value that is not in the list (an unspecified level)."""
        return self._labels.get(value, "")

    def labels(self, values: Iterable[Any]) -> str:
        return "、".join(self.label(value) for value in values)

    def value(self, text: str) -> Any:
        """KeyError for a spelling nobody has declared."""
        return self._values[name_key(text)]

    def choices(self) -> dict[Any, str]:
        """Value: label, in order."""
        return dict(self._labels)

    def all_labels(self) -> str:
        return "、".join(self._labels.values())
