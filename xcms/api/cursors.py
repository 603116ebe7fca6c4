"""Where a walk through a register goes on: signed, so that nobody's guess is taken for a place."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from xcms.api.answers import RefusalError

#: Parameters that may differ from page to page of one walk.
_FREE = frozenset({"cursor", "page_size"})
_SALT = "xcms.api.cursor"
#: Longer texts are no cursors of ours.
_LONGEST = 1_000

Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """``day`` and ``version`` are those of the walk's first page; ``position`` is the last row's key."""

    position: Position
    day: date
    version: int

    def text(self, endpoint: str, query: QueryDict) -> str:
        content = [
            fingerprint(endpoint, query),
            self.day.toordinal(),
            self.version,
            *self.position,
        ]
        return signing.dumps(content, salt=_SALT)


def read_cursor(text: str, endpoint: str, query: QueryDict) -> Cursor:
    """Raises RefusalError for a text that is no cursor, or one of other filters or another register."""
    try:
        if len(text) > _LONGEST:
            raise signing.BadSignature
        content: list[Any] = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise RefusalError(
            [_("This cursor is not one of ours. Follow “next” of an answer as it is.")]
        ) from None
    made_for, day, version, *position = content
    if made_for != fingerprint(endpoint, query):
        raise RefusalError(
            [
                _(
                    "This cursor belongs to other filters. Follow “next” as it is, or begin without a cursor."
                )
            ]
        )
    return Cursor(tuple(position), date.fromordinal(day), version)


def fingerprint(endpoint: str, query: QueryDict) -> str:
    """The same for the same filters, in whatever order they are written."""
    filters = sorted((key, sorted(values)) for key, values in query.lists() if key not in _FREE)
    text = json.dumps([endpoint, filters])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
