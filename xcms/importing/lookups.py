"""Finding a record by any of its names; what nearly fits is suggested, never taken."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from xcms.importing.errors import CellError
from xcms.importing.parsers import shown
from xcms.importing.rows import AliasOffer
from xcms.text import name_key

#: Below this WRatio two names have nothing to do with each other.
_LIKELY = 75
#: Comparing with every name is slow; a file with more unknown names than this is the wrong file.
_MOST_SUGGESTIONS = 200


class LookupTable:
    """Records by code, name, former name and alias, all as name keys.

    A key may belong to several records: ``find`` then raises a CellError that asks for more.
    """

    def __init__(self, subject: str, *, has_aliases: bool = False) -> None:
        #: What is looked for, as a message names it: "学校".
        self.subject = subject
        self._has_aliases = has_aliases
        self._by_key: dict[str, dict[Hashable, Any]] = {}
        self._names: dict[str, str] = {}
        self._suggestions: dict[str, tuple[str, float]] = {}

    def add(self, record: Any, *, names: Iterable[str], codes: Iterable[str] = ()) -> None:
        """``names`` may also be suggested; ``codes`` only match whole. Blank ones are passed over."""
        for text in codes:
            self._add(name_key(text), record)
        for text in names:
            key = name_key(text)
            self._add(key, record)
            if key:
                self._names.setdefault(key, text)

    def _add(self, key: str, record: Any) -> None:
        if key:
            self._by_key.setdefault(key, {})[record.pk] = record

    def candidates(self, text: str) -> list[Any]:
        return list(self._by_key.get(name_key(text), {}).values())

    def find(self, text: str, *, among: Callable[[Any], bool] | None = None) -> Any:
        """The one record of this name. Raises CellError when there is none or several."""
        found = self.candidates(text)
        if among is not None and len(found) > 1:
            found = [record for record in found if among(record)]
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(
                _("several %(subject)s go by “%(text)s”; say which one.")
                % {"subject": self.subject, "text": shown(text)}
            )
        raise CellError(self.unknown(text), alias=self._offer(text))

    def _offer(self, text: str) -> AliasOffer | None:
        """To make a name that nearly fits an alias: where the register keeps some and one record fits."""
        likely = self.likely(text) if self._has_aliases else ""
        fitting = self.candidates(likely) if likely else []
        if len(fitting) != 1:
            return None
        return AliasOffer(text, fitting[0].pk, str(fitting[0]))

    def unknown(self, text: str) -> str:
        values = {"subject": self.subject, "text": shown(text), "likely": self.likely(text)}
        if values["likely"]:
            return _("%(subject)s “%(text)s” is not registered; is “%(likely)s” meant?") % values
        return _("%(subject)s “%(text)s” is not registered.") % values

    def likely(self, text: str, *, cutoff: int = _LIKELY) -> str:
        """The registered name most like this one; "" where none is. Only ever a suggestion."""
        key = name_key(text)
        if key not in self._suggestions and len(self._suggestions) < _MOST_SUGGESTIONS:
            best = process.extractOne(key, self._names.keys(), scorer=fuzz.WRatio)
            self._suggestions[key] = (self._names[best[0]], best[1]) if best else ("", 0)
        name, score = self._suggestions.get(key, ("", 0))
        return name if score >= cutoff else ""
