"""What can be subscribed to: each app offers its sources by the hook ``register_xcms_alert_sources``.

The hook's functions return a list of ``AlertSource``. A source knows topics by a canonical text of its own ("12" for a
section, "region=430100" for a filtered list) and says what is public of a topic at this moment. What is new, changed or
gone is found by comparing that with the look before (xcms.alerts.looking): no source keeps a history.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from wagtail import hooks

HOOK = "register_xcms_alert_sources"

#: Longer topics are no address that a browser would carry.
LONGEST_TOPIC = 2000


class UnknownTopicError(Exception):
    """There is no such topic, or it isn't public (any more); the message is a sentence for the visitor."""


class TooLongError(UnknownTopicError):
    """More things than can be compared one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertItem:
    """A public thing as a mail tells of it. ``url`` is a path on the site or a whole address.

    ``event`` says what has happened to it where "new" and "changed" are too little, such as 更正 or 撤回;
    ``note`` is the reason given. ``facts`` are labelled values.
    """

    title: str
    url: str = ""
    event: str = ""
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_demo: bool = False


class AlertSource:
    """One kind of topic. All methods start from what the public may see."""

    key: str
    #: Another number when fingerprints are made in another way: then nothing counts as changed by that alone.
    format: int = 1
    #: What somebody subscribes to, in general: for the admin's counts.
    label: str | Promise

    def canonical(self, asked: str) -> str:
        """The topic that a visitor's text means. Raises UnknownTopicError, TooLongError; cheap."""
        raise NotImplementedError

    def title(self, topic: str) -> str:
        """Raises UnknownTopicError. May hold words that a visitor typed."""
        raise NotImplementedError

    def neutral_title(self, topic: str) -> str:
        """The same without a word that a visitor typed: for mail to somebody who has confirmed nothing yet."""
        return self.title(topic)

    def url(self, topic: str) -> str:
        """Where the topic can be seen on the site."""
        raise NotImplementedError

    def fingerprints(self, topic: str) -> Mapping[str, str]:
        """By key, what tells that a public thing of the topic has changed; keys have at most 100 characters.

        Made of stored values, never of translated words. In the order in which a mail should name them.
        Raises UnknownTopicError while the topic isn't public, TooLongError.
        """
        raise NotImplementedError

    def items(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        """Of these keys, the things that are public and in the topic now."""
        raise NotImplementedError

    def departed(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        """Of these keys, the things that are public and not in the topic any more; all others stay unnamed."""
        return {}


def sources() -> dict[str, AlertSource]:
    found: list[AlertSource] = [one for offer in hooks.get_hooks(HOOK) for one in offer()]
    return {source.key: source for source in found}


def get_source(key: Any) -> AlertSource | None:
    return sources().get(str(key))
