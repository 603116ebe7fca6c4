"""What is kept no longer than it is needed: addresses above all."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from xcms.alerts.subscribing import forget_topics
from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.models import (
    AlertAddress,
    AlertDelivery,
    AlertNews,
    AlertRun,
    AlertSubscription,
    AlertTopic,
)


def purge() -> dict[str, int]:
    """Wishes never confirmed, addresses without a subscription or long suspended, old news and lists of mails.

    Gives back how many wishes, addresses, topics and runs went.
    """
    now = timezone.now()
    confirm_by = now - timedelta(hours=setting("ALERTS_CONFIRM_HOURS"))
    keep_from = now - timedelta(days=setting("ALERTS_KEEP_DAYS"))
    with transaction.atomic():
        wishes = AlertSubscription.objects.filter(
            confirmed_at__isnull=True, requested_at__lt=confirm_by
        )
        wish_count = wishes.count()
        wishes.delete()
        # Until the day is over they count how often was asked.
        addresses = AlertAddress.objects.filter(subscriptions__isnull=True).exclude(
            asked_on=shanghai_today()
        )
        suspended = AlertAddress.objects.filter(
            suspended_at__lt=now - timedelta(days=setting("ALERTS_SUSPENDED_DAYS"))
        )
        keys = {*addresses.values_list("pk", flat=True), *suspended.values_list("pk", flat=True)}
        AlertAddress.objects.filter(pk__in=keys).delete()
        AlertDelivery.objects.filter(day__lt=keep_from.date()).exclude(
            state__in=("sending", "accepted")
        ).delete()
        runs = AlertRun.objects.filter(started_at__lt=keep_from, slot__isnull=True)
        run_count = runs.count()
        runs.delete()
    topics = forget_topics()
    _forget_told_news()
    return {
        "wishes": wish_count,
        "addresses": len(keys),
        "topics": topics,
        "runs": run_count,
    }


def _forget_told_news() -> None:
    """News that every subscriber has been told, and no delivery on its way still tells."""
    ranges = AlertDelivery.objects.filter(state="sending").values_list("ranges", flat=True)
    kept = {int(key): after for one in ranges for key, (after, _up_to) in one.items()}
    for topic in AlertTopic.objects.prefetch_related("subscriptions"):
        told = [
            min(one.told, kept.get(one.pk, one.told))
            for one in topic.subscriptions.all()
            if one.confirmed_at
        ]
        AlertNews.objects.filter(topic=topic, number__lte=min(told, default=topic.number)).delete()
