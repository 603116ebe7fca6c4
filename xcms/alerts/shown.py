"""A subscription as its own subscriber sees it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xcms.alerts.sources import UnknownTopicError, get_source
from xcms.models import AlertAddress, AlertSubscription


@dataclass(frozen=True, slots=True)
class ShownSubscription:
    """``url`` is "" while the topic isn't public: then nothing of it is told."""

    code: str
    title: str
    url: str
    requested_at: Any
    confirmed_at: Any


def shown(subscription: AlertSubscription) -> ShownSubscription:
    topic = subscription.topic
    source = get_source(topic.source)
    title, url = _("Not public at the moment"), ""
    if source is not None:
        try:
            title, url = source.title(topic.topic), source.url(topic.topic)
        except UnknownTopicError:
            title = f"{source.label} · {title}"
    return ShownSubscription(
        subscription.code, title, url, subscription.requested_at, subscription.confirmed_at
    )


def shown_of(address: AlertAddress) -> list[ShownSubscription]:
    subscriptions = address.subscriptions.select_related("topic").order_by("pk")
    return [shown(one) for one in subscriptions]
