"""Where a reader stopped: a moment and the name of what happened then, as one text in an address."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

_LONGEST = 200


class UnreadableCursorError(ValueError):
    """The message is a sentence."""


class Cursor(NamedTuple):
    """``key`` is "" for a plain time: everything of that very moment then counts as later."""

    at: datetime
    key: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()}~{self.key}"


def read_cursor(given: str) -> Cursor:
    """A cursor of this feed, or a time such as 2026-03-02T08:00:00+08:00. Raises UnreadableCursorError."""
    moment, _separator, key = given.strip().partition("~")
    # A plus sign that nobody has escaped arrives as a space.
    moment = moment.replace(" ", "+")
    try:
        at = parse_datetime(moment) if len(given) <= _LONGEST else None
        if at is None or is_naive(at):
            raise ValueError
        return Cursor(at.astimezone(UTC), key)
    except (ValueError, OverflowError):
        raise UnreadableCursorError(
            _("“%(given)s” is neither a time with a zone nor a cursor of this feed.")
            % {"given": given[:60]}
        ) from None
