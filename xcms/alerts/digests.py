"""What a digest says: the news of a delivery, told by what is public at this moment.

A thing that has been withdrawn since it was found isn't named any more. What came and went in between was never told of
and is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xcms.alerts.links import site_root, whole
from xcms.alerts.sources import AlertItem, AlertSource, UnknownTopicError, get_source
from xcms.alerts.tokens import leave_token
from xcms.filters import labelled
from xcms.models import AlertDelivery, AlertNews, AlertSubscription, NewsKind
from xcms.versions import snapshot

#: More things than these of one subscription are only counted.
_MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class DigestLine:
    label: str
    item: AlertItem
    url: str

    @property
    def facts(self) -> str:
        return "；".join(labelled(label, value) for label, value in self.item.facts)


@dataclass(frozen=True, slots=True)
class DigestPart:
    """The news of one subscription. ``unnamed`` things are no longer public; ``further`` ones are only counted."""

    title: str
    url: str
    leave_url: str
    lines: Sequence[DigestLine]
    unnamed: int = 0
    further: int = 0
    is_too_long: bool = False

    @property
    def count(self) -> int:
        return len(self.lines) + self.unnamed + self.further + self.is_too_long

    @property
    def has_demo(self) -> bool:
        return any(line.item.is_demo for line in self.lines)


@dataclass(frozen=True, slots=True)
class Digest:
    parts: Sequence[DigestPart]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def has_demo(self) -> bool:
        return any(part.has_demo for part in self.parts)


def digest_of(delivery: AlertDelivery) -> Digest:
    """Of one version. Empty where nothing is left to tell."""
    with snapshot():
        subscriptions = (
            AlertSubscription.objects.filter(
                pk__in=list(delivery.ranges), confirmed_at__isnull=False
            )
            .select_related("topic")
            .order_by("pk")
        )
        parts = [_part(one, *delivery.ranges[str(one.pk)]) for one in subscriptions]
    return Digest([part for part in parts if part is not None and part.count])


def _part(subscription: AlertSubscription, after: int, up_to: int) -> DigestPart | None:
    topic = subscription.topic
    source = get_source(topic.source)
    news = topic.news.filter(number__gt=after, number__lte=up_to).order_by("number")
    told = in_short(news)
    is_too_long = told.pop("", None) == NewsKind.TOO_LONG
    if source is None or not (told or is_too_long):
        return None
    try:
        title, url = source.title(topic.topic), source.url(topic.topic)
        lines, unnamed = _lines(source, topic.topic, told)
    except UnknownTopicError:
        # Not public at this moment: nothing of it is told.
        return None
    root = site_root()
    token = leave_token(subscription)
    return DigestPart(
        title=title,
        url=whole(root, url),
        leave_url=root + reverse("xcms_alerts:leave", kwargs={"token": token}),
        lines=[
            DigestLine(label, item, whole(root, item.url) if item.url else "")
            for label, item in lines[:_MOST_NAMED]
        ],
        unnamed=unnamed,
        further=max(0, len(lines) - _MOST_NAMED),
        is_too_long=is_too_long,
    )


def in_short(news: Iterable[AlertNews]) -> dict[str, NewsKind]:
    """One kind for each thing, however often it changed; none for what came and went again."""
    told: dict[str, NewsKind] = {}
    for one in news:
        kind, former = NewsKind(one.kind), told.pop(one.item, None)
        if former == NewsKind.NEW:
            if kind == NewsKind.GONE:
                continue
            kind = NewsKind.NEW
        elif former == NewsKind.GONE and kind == NewsKind.NEW:
            kind = NewsKind.CHANGED
        told[one.item] = kind
    return told


def _lines(
    source: AlertSource, topic: str, told: dict[str, NewsKind]
) -> tuple[list[tuple[str, AlertItem]], int]:
    """Things with their labels, and how many are gone from the public's eyes."""
    present = source.items(topic, [key for key, kind in told.items() if kind != NewsKind.GONE])
    gone = [key for key, kind in told.items() if kind == NewsKind.GONE]
    departed = source.departed(topic, gone) if gone else {}
    lines: list[tuple[str, AlertItem]] = []
    for key, kind in told.items():
        found: Any = departed.get(key) if kind == NewsKind.GONE else present.get(key)
        if found is not None:
            # Whoever hears of a text for the first time needs no word of its corrections.
            label = found.event if kind == NewsKind.CHANGED else ""
            lines.append((label or _label(kind), found))
    # What has come back since, the next digest tells.
    back = source.items(topic, gone) if gone else {}
    return lines, sum(key not in departed and key not in back for key in gone)


def _label(kind: NewsKind) -> str:
    if kind == NewsKind.GONE:
        return _("No longer in this list")
    return str(kind.label)
