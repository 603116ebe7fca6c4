"""Asking for a subscription: whoever asks is told the same, whatever the address is known for.

Anybody may type anybody's address, so little is sent: a few mails a day to one letter box, and a number an hour for one
client and for the whole site. A mail before the confirmation says nothing that the asker has written.
"""

import hashlib
import time
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xcms.alerts.addresses import mailbox
from xcms.alerts.looking import topic_digest
from xcms.alerts.mails import already_subscribed_mail, confirmation_mail, too_many_mail
from xcms.alerts.sources import AlertSource
from xcms.alerts.transport import send_now
from xcms.clients import client
from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.models import AlertAddress, AlertSubscription, AlertTopic

_HOUR = 3600


class AskedTooOftenError(Exception):
    """Not now; the message is a sentence, and says nothing about an address."""


def count_client(request: HttpRequest) -> None:
    """Raises AskedTooOftenError. Without a cache that all processes share, each counts for itself."""
    window = int(time.time()) // _HOUR
    who = hashlib.sha256(client(request).encode()).hexdigest()[:32]
    key = f"xcms:alerts:{who}:{window}"
    cache.add(key, 0, _HOUR)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache dropped it meanwhile
        return
    if asked > setting("ALERTS_MOST_PER_CLIENT"):
        raise AskedTooOftenError(_("You have subscribed often within the hour. Try again later."))


def ask(source: AlertSource, topic: str, email: str) -> None:
    """Write down the wish and send the mail to confirm it by, or do nothing where that was asked for too often.

    ``topic`` is canonical, ``email`` normalised. Raises AskedTooOftenError when the whole site has sent too many,
    MailNotSentError.
    """
    subscription = _wish(source, topic, email)
    if subscription is None:
        return
    address = subscription.address
    if subscription.confirmed_at and not address.suspended_at:
        message = already_subscribed_mail(subscription)
    elif _is_full(address):
        message = too_many_mail(address)
    else:
        message = confirmation_mail(subscription)
    send_now(message)


def _wish(source: AlertSource, topic: str, email: str) -> AlertSubscription | None:
    now, today = timezone.now(), shanghai_today()
    _check_hour()
    with transaction.atomic():
        # A write first: SQLite refuses one that comes after a read where somebody else has written since.
        AlertAddress.objects.filter(email=email).exclude(asked_on=today).update(asked=0)
        address, _is_new = AlertAddress.objects.get_or_create(
            email=email, defaults={"mailbox": mailbox(email), "language": get_language() or ""}
        )
        # Locks the row: of two requests at once the second counts the first.
        AlertAddress.objects.filter(pk=address.pk).update(
            asked=F("asked") + 1, asked_on=today, asked_at=now
        )
        asked = AlertAddress.objects.filter(mailbox=address.mailbox, asked_on=today)
        if asked.aggregate(n=Sum("asked"))["n"] > setting("ALERTS_MOST_PER_ADDRESS"):
            return None
        subscription, _is_new = AlertSubscription.objects.get_or_create(
            address=address,
            topic=_locked_topic(source.key, topic),
            defaults={"requested_at": now},
        )
        if not subscription.confirmed_at:
            # The link that was sent before goes on working; the time to confirm begins anew.
            AlertSubscription.objects.filter(pk=subscription.pk).update(requested_at=now)
        return subscription


def _locked_topic(source: str, topic: str) -> AlertTopic:
    """Locked, so that it isn't forgotten as one that nobody wants before the subscription is there."""
    while True:
        stored, _is_new = AlertTopic.objects.get_or_create(
            digest=topic_digest(source, topic), defaults={"source": source, "topic": topic}
        )
        if AlertTopic.objects.filter(pk=stored.pk).update(number=F("number")):
            return stored


def _check_hour() -> None:
    since = timezone.now() - timedelta(hours=1)
    asked = AlertAddress.objects.filter(asked_at__gt=since).aggregate(n=Sum("asked"))["n"] or 0
    if asked >= setting("ALERTS_MOST_PER_HOUR"):
        raise AskedTooOftenError(
            _("Many people are subscribing at the moment. Try again in an hour.")
        )


def _is_full(address: AlertAddress) -> bool:
    confirmed = address.subscriptions.filter(confirmed_at__isnull=False)
    return confirmed.count() >= setting("ALERTS_MOST")
