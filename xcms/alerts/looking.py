"""Looking at a topic: what is public of it now, compared with the look before.

A look is one write: the new picture, and a line of news for each thing that became new, changed or went. So a look that
is killed has not happened, and two at once find each change once. Whoever subscribes is told of news from there on.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xcms.alerts.sources import AlertSource, TooLongError, UnknownTopicError, get_source
from xcms.days import shanghai_today
from xcms.models import AlertNews, AlertTopic, NewsKind
from xcms.versions import snapshot

_FINGERPRINT = 12
_AT_ONCE = 500


class Change(NamedTuple):
    kind: NewsKind
    item: str


class Look(NamedTuple):
    """``seen`` is None where the topic can't be compared now; the former picture then stays."""

    state: str
    seen: Mapping[str, str] | None
    format: int = 1
    is_too_long: bool = False


def topic_digest(source: str, topic: str) -> str:
    return hashlib.sha256(f"{source}\n{topic}".encode()).hexdigest()


def take_look(topic: AlertTopic, source: AlertSource) -> Look | None:
    """What is public of it now, of one version; None where nothing can have changed since the look before."""
    with snapshot() as versions:
        state = f"{versions.number}:{versions.pages}:{shanghai_today()}"
        if topic.seen_state == state:
            return None
        try:
            found = source.fingerprints(topic.topic)
        except TooLongError:
            return Look(state, None, is_too_long=True)
        except UnknownTopicError:
            return Look(state, None, is_too_long=topic.is_too_long)
        seen = {key: _short(text) for key, text in found.items()}
        return Look(state, seen, source.format)


def changes_since(topic: AlertTopic, look: Look) -> list[Change]:
    """After the first look, from which on changes are told."""
    if topic.seen is None or look.seen is None:
        return []
    before, is_comparable = seen_of(topic), _picture(topic)["format"] == look.format
    changes = [
        Change(NewsKind.CHANGED if key in before else NewsKind.NEW, key)
        for key, print_ in look.seen.items()
        if key not in before or (is_comparable and before[key] != print_)
    ]
    return changes + [Change(NewsKind.GONE, key) for key in before if key not in look.seen]


def look_at(topic_pk: int) -> None:
    """Look at a topic and write down what has changed. Slow reading comes first, then one short write."""
    topic = AlertTopic.objects.get(pk=topic_pk)
    source = get_source(topic.source)
    look = take_look(topic, source) if source else None
    if look is None:
        return
    with transaction.atomic():
        # Locks the row: of two looks at once the later one compares with the picture of the earlier one,
        # or not at all where both saw the same.
        AlertTopic.objects.filter(pk=topic_pk).update(number=F("number"))
        stored = AlertTopic.objects.filter(pk=topic_pk).first()
        if stored is None or stored.seen_state != topic.seen_state:
            return
        changes = changes_since(stored, look)
        if look.is_too_long and not stored.is_too_long:
            changes.append(Change(NewsKind.TOO_LONG, ""))
        _write(stored, look, changes)


def _write(topic: AlertTopic, look: Look, changes: list[Change]) -> None:
    now = timezone.now()
    AlertNews.objects.bulk_create(
        [
            AlertNews(topic=topic, number=number, kind=change.kind, item=change.item, found_at=now)
            for number, change in enumerate(changes, topic.number + 1)
        ],
        batch_size=_AT_ONCE,
    )
    topic.number += len(changes)
    topic.seen_state, topic.seen_at, topic.is_too_long = look.state, now, look.is_too_long
    if look.seen is not None:
        topic.seen = _packed(look.seen, look.format)
    topic.save()


def seen_of(topic: AlertTopic) -> dict[str, str]:
    found: dict[str, str] = _picture(topic)["seen"]
    return found


def _picture(topic: AlertTopic) -> dict[str, Any]:
    if topic.seen is None:
        return {"format": 0, "seen": {}}
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(topic.seen)))
    return found


def _packed(seen: Mapping[str, str], format_: int) -> bytes:
    picture = {"format": format_, "seen": dict(seen)}
    return zlib.compress(json.dumps(picture, separators=(",", ":")).encode())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT]
