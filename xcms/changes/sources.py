"""What the change feed tells: each app offers its sources by the hook ``register_xcms_change_sources``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from wagtail import hooks

HOOK = "register_xcms_change_sources"


class Moment(NamedTuple):
    """When something happened, and its name for good: newest first is by both. ``what`` is the source's own."""

    at: datetime
    key: str
    what: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``kind`` is a word of the feed's vocabulary; ``more`` goes into the entry's extension as it is."""

    kind: str
    title: str
    url: str
    text: str = ""
    is_demo: bool = False
    more: Mapping[str, Any] | None = None


class ChangeSource:
    """Both methods start from what the public may see now: what has left the public has no past either."""

    def moments(self) -> Sequence[Moment]:
        """Everything that happened, in any order. Cheap: no texts."""
        raise NotImplementedError

    def described(self, moments: Sequence[Moment], request: HttpRequest) -> Mapping[str, Change]:
        """By key, those of one page of the feed; one that can't be told is left out."""
        raise NotImplementedError


def change_sources() -> list[ChangeSource]:
    return [source for offer in hooks.get_hooks(HOOK) for source in offer()]
