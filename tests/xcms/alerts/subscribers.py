"""Subscriptions as if they had been confirmed by their links."""

from django.utils import timezone

from xcms.alerts.addresses import mailbox
from xcms.alerts.looking import topic_digest
from xcms.alerts.subscribing import confirm
from xcms.models import AlertAddress, AlertSubscription, AlertTopic


def wish(email: str, source: str, topic: str = "") -> AlertSubscription:
    """Asked for, not confirmed."""
    stored, _new = AlertTopic.objects.get_or_create(
        digest=topic_digest(source, topic), defaults={"source": source, "topic": topic}
    )
    address, _new = AlertAddress.objects.get_or_create(
        email=email, defaults={"mailbox": mailbox(email)}
    )
    return AlertSubscription.objects.create(
        address=address, topic=stored, requested_at=timezone.now()
    )


def subscribe(email: str, source: str, topic: str = "") -> AlertSubscription:
    subscription = wish(email, source, topic)
    confirm(subscription)
    subscription.refresh_from_db()
    return subscription
