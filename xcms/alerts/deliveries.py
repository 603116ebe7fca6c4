"""The ledger of digests: claimed in one short write before the mail, marked in another after it.

Between the two a mail is on its way. A process killed there leaves its claim behind, and nobody can know whether the
server had taken the mail. The next run sends it again, with the same news and the same Message-ID: a notice that comes
twice and can be told for one is better than one that never comes. The gap is as small as it can be: the connection is
open, the mail is composed before the server is spoken to, and its answer is followed by one statement, the mark. What
else follows from it (whose news are told) is settled after that, by the next run if need be.

A mail that certainly was not accepted gives its news back: the next attempt tells what is new by then.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xcms.alerts.mails import new_message_id
from xcms.alerts.runs import RunTakenOverError, beat, still_own
from xcms.conf import setting
from xcms.models import AlertAddress, AlertDelivery, AlertRun, AlertSubscription, DeliveryState

#: After the first failure in a row, the second, …
_WAITS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=20),
    timedelta(hours=44),
)
_DONE = (DeliveryState.SENT, DeliveryState.NOTHING)
_UNFINISHED = (DeliveryState.SENDING, DeliveryState.ACCEPTED)


def unfinished() -> list[AlertDelivery]:
    """Claims that a dead run, or a lost connection, left behind. Only for whoever holds the run."""
    return list(
        AlertDelivery.objects.filter(
            state=DeliveryState.SENDING, address__suspended_at__isnull=True
        ).order_by("pk")
    )


def addresses_with_news(day: date) -> Iterator[int]:
    """Those that are due: news untold, nothing sent on that day, no failure to wait after."""
    now = timezone.now()
    due = (
        AlertAddress.objects.filter(
            suspended_at__isnull=True,
            subscriptions__confirmed_at__isnull=False,
            subscriptions__told__lt=F("subscriptions__topic__number"),
        )
        .exclude(retry_at__gt=now)
        .exclude(pk__in=AlertDelivery.objects.filter(day=day, state__in=_DONE).values("address"))
        .order_by("failures", "pk")
    )
    # All keys at once: each is asked anew when it is claimed. A repeated one is no harm.
    return iter(dict.fromkeys(due.values_list("pk", flat=True)))


def claim(run: AlertRun, address_pk: int, day: date) -> AlertDelivery | None:
    """The day's delivery with the news to tell now; None where there is nothing to send (any more).

    Raises RunTakenOverError.
    """
    with transaction.atomic():
        beat(run)
        address = _locked(address_pk)
        if address is None or _must_wait(address) or _has_unfinished(address):
            return None
        delivery = AlertDelivery.objects.filter(address=address, day=day).first()
        if delivery is not None and delivery.state != DeliveryState.REFUSED:
            return None
        ranges = _ranges(address)
        if not ranges:
            return None
        delivery = delivery or AlertDelivery(address=address, day=day, message_id=new_message_id())
        delivery.ranges = ranges
        return _claimed(delivery, run)


def claim_again(run: AlertRun, delivery_pk: int) -> AlertDelivery | None:
    """An unfinished one, with the news that it was to tell. Raises RunTakenOverError."""
    with transaction.atomic():
        beat(run)
        delivery = AlertDelivery.objects.filter(pk=delivery_pk, state=DeliveryState.SENDING).first()
        address = _locked(delivery.address_id) if delivery else None
        if delivery is None or address is None or _must_wait(address):
            return None
        delivery.address = address
        delivery.was_unfinished = True
        return _claimed(delivery, run)


def _claimed(delivery: AlertDelivery, run: AlertRun) -> AlertDelivery:
    delivery.run, delivery.state, delivery.error = run, DeliveryState.SENDING, ""
    delivery.claimed_at = timezone.now()
    delivery.attempts += 1
    delivery.save()
    return delivery


def mark_accepted(delivery: AlertDelivery) -> None:
    """At once after the server's answer, whoever has the run by now: one statement, and nothing before it."""
    AlertDelivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.ACCEPTED, sent_at=timezone.now()
    )


def settle(run: AlertRun, delivery: AlertDelivery, *, nothing: bool = False) -> None:
    """Its news are told, or ``nothing`` of them was left to tell. Raises RunTakenOverError, having written it down."""
    with transaction.atomic():
        is_own = still_own(
            run,
            sent=0 if nothing else 1,
            repeated=int(delivery.was_unfinished and not nothing),
        )
        _locked(delivery.address_id)
        AlertDelivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.NOTHING if nothing else DeliveryState.SENT
        )
        for key, (_after, up_to) in delivery.ranges.items():
            AlertSubscription.objects.filter(pk=int(key), told__lt=up_to).update(told=up_to)
        if not nothing:
            AlertAddress.objects.filter(pk=delivery.address_id).update(
                failures=0, retry_at=None, reason=""
            )
    if not is_own:
        raise RunTakenOverError


def settle_all(run: AlertRun) -> None:
    """What dead runs had handed over and not settled."""
    for delivery in AlertDelivery.objects.filter(state=DeliveryState.ACCEPTED).order_by("pk"):
        settle(run, delivery)


def mark_failed(
    run: AlertRun, delivery: AlertDelivery, reason: str, *, blame: bool, unknown: bool = False
) -> None:
    """``blame``: it counts against the address. ``unknown``: the server may have it, so the claim stands."""
    with transaction.atomic():
        beat(run, refused=1)
        address = _locked(delivery.address_id)
        AlertDelivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.SENDING if unknown else DeliveryState.REFUSED, error=reason[:300]
        )
        if address is not None and blame:
            _count_failure(address, reason)


def forgive(addresses: list[int]) -> None:
    """It was the server's fault after all."""
    with transaction.atomic():
        AlertAddress.objects.filter(pk__in=addresses, failures__gt=0).update(
            failures=F("failures") - 1, retry_at=None, suspended_at=None, reason=""
        )


def _count_failure(address: AlertAddress, reason: str) -> None:
    now = timezone.now()
    address.failures += 1
    address.reason = reason[:300]
    address.retry_at = now + _WAITS[min(address.failures, len(_WAITS)) - 1]
    if address.failures >= setting("ALERTS_TRIES"):
        address.suspended_at = now
    address.save(update_fields=["failures", "reason", "retry_at", "suspended_at"])


def _ranges(address: AlertAddress) -> dict[str, list[int]]:
    behind = AlertSubscription.objects.filter(
        address=address, confirmed_at__isnull=False, told__lt=F("topic__number")
    ).order_by("pk")
    return {str(one.pk): [one.told, one.topic.number] for one in behind.select_related("topic")}


def _has_unfinished(address: AlertAddress) -> bool:
    """Its news must come with its own Message-ID or not at all: in no other mail."""
    return AlertDelivery.objects.filter(address=address, state__in=_UNFINISHED).exists()


def _must_wait(address: AlertAddress) -> bool:
    return address.suspended_at is not None or (
        address.retry_at is not None and address.retry_at > timezone.now()
    )


def _locked(address_pk: int) -> AlertAddress | None:
    return AlertAddress.objects.select_for_update().filter(pk=address_pk).first()
