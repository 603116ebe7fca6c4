"""What the skin asks on every page, asked once for each version of what visitors see."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import transaction

from xcms.versions import Versions, current_versions, versions_being_read

Answer = TypeVar("Answer")

#: Answers and what they are of, in one: threads read and replace both together.
_kept: tuple[dict[Hashable, Any], Versions | None] = ({}, None)


def remembered(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer, of these very versions; in somebody's open transaction it is asked anew."""
    global _kept
    versions = versions_being_read()
    if versions is None:
        if transaction.get_connection().in_atomic_block:
            return ask()
        # Before the answer: one of later content under earlier versions is gone with them.
        versions = current_versions()
    kept, kept_of = _kept
    if kept_of != versions:
        kept = {}
        _kept = kept, versions
    if key not in kept:
        kept[key] = ask()
    answer: Answer = kept[key]
    return answer


def forget() -> None:
    """For a database that has been replaced under the process."""
    global _kept
    _kept = ({}, None)
