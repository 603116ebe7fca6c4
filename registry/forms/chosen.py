"""Rows that somebody ticks in a list, each with the version that was before the eyes."""

from typing import Any

from django import forms

from registry.services.seen import Seen

#: More at once would keep all other writers waiting.
MOST_AT_ONCE = 200
#: Of a key that databases take.
_MOST_DIGITS = 18


def chosen_of(form: forms.Form, *, nothing: Any, too_many: Any, unreadable: Any) -> list[Seen]:
    """The form's repeated ``chosen`` ("pk-version"); each argument is the sentence of one error."""
    keys = form.data.getlist("chosen")  # type: ignore[attr-defined]
    if not keys:
        form.add_error(None, nothing)
    if len(keys) > MOST_AT_ONCE:
        form.add_error(None, too_many % {"most": MOST_AT_ONCE})
        return []
    found = []
    for key in keys:
        pk, _separator, version = key.partition("-")
        if not all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in (pk, version)):
            form.add_error(None, unreadable)
            return []
        found.append(Seen(int(pk), int(version)))
    return found
