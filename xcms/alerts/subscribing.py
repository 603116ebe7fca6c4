"""Confirming a subscription, and leaving it: with the last one goes everything about the address."""

from django.db import transaction
from django.utils import timezone

from xcms.alerts.looking import look_at
from xcms.conf import setting
from xcms.models import AlertAddress, AlertSubscription, AlertTopic


class TooManySubscriptionsError(Exception):
    """The address has as many as one may have."""


def confirm(subscription: AlertSubscription) -> None:
    """From now on the address is told what is new. A second time changes nothing.

    Whoever confirms reads mail there: a suspended address gets mail again. Raises TooManySubscriptionsError.
    """
    if AlertTopic.objects.filter(pk=subscription.topic_id, seen_at__isnull=True).exists():
        # News are told from the first look on.
        look_at(subscription.topic_id)
    with transaction.atomic():
        # Locks the row: two confirmations at once count each other.
        AlertAddress.objects.filter(pk=subscription.address_id).update(
            failures=0, retry_at=None, suspended_at=None, reason=""
        )
        wanted = AlertSubscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True)
        if not wanted.exists():
            return
        confirmed = AlertSubscription.objects.filter(
            address=subscription.address_id, confirmed_at__isnull=False
        )
        if confirmed.count() >= setting("ALERTS_MOST"):
            raise TooManySubscriptionsError
        told = AlertTopic.objects.values_list("number", flat=True).get(pk=subscription.topic_id)
        wanted.update(confirmed_at=timezone.now(), told=told)


def leave(subscription: AlertSubscription) -> None:
    with transaction.atomic():
        # The address first, as everywhere.
        AlertAddress.objects.filter(pk=subscription.address_id).update(retry_at=None)
        AlertSubscription.objects.filter(pk=subscription.pk).delete()
        _forget_if_alone(subscription.address_id)
    forget_topics()


def leave_all(address: AlertAddress) -> None:
    """Everything about the address is deleted, the record of its mails too."""
    with transaction.atomic():
        AlertAddress.objects.filter(pk=address.pk).delete()
    forget_topics()


def forget_topics() -> int:
    """Those that nobody subscribes to any more, with what was seen of them."""
    with transaction.atomic():
        unwanted = AlertTopic.objects.filter(subscriptions__isnull=True).select_for_update(
            of=("self",), skip_locked=True
        )
        keys = [topic.pk for topic in unwanted]
        # Asked again: somebody may have subscribed meanwhile.
        count, _by_model = AlertTopic.objects.filter(
            pk__in=keys, subscriptions__isnull=True
        ).delete()
    return count


def _forget_if_alone(address_pk: int) -> None:
    if not AlertSubscription.objects.filter(address=address_pk).exists():
        AlertAddress.objects.filter(pk=address_pk).delete()
