"""The daily digests, from the looks at the topics to the last mail. It may be killed at any point and run again."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from xcms.alerts.addresses import masked
from xcms.alerts.deliveries import (
    addresses_with_news,
    claim,
    claim_again,
    forgive,
    mark_accepted,
    mark_failed,
    settle,
    settle_all,
    unfinished,
)
from xcms.alerts.digests import digest_of
from xcms.alerts.looking import changes_since, look_at, take_look
from xcms.alerts.mails import digest_mail
from xcms.alerts.runs import RunTakenOverError, beat, begin, end
from xcms.alerts.sources import get_source
from xcms.alerts.transport import (
    MailNotSentError,
    MailServerError,
    OutcomeUnknownError,
    Transport,
)
from xcms.days import shanghai_today
from xcms.models import AlertAddress, AlertDelivery, AlertRun, AlertTopic

logger = logging.getLogger(__name__)

#: So many lost connections, or refusals without an accepted mail, in a row are the server's fault, not the addresses'.
_MOST_LOST = 3
_MOST_REFUSED = 10


@dataclass(slots=True)
class _Trouble:
    """Failures since the last accepted mail."""

    addresses: list[int] = field(default_factory=list)
    lost: int = 0

    def is_too_much(self) -> bool:
        return self.lost >= _MOST_LOST or len(self.addresses) >= _MOST_REFUSED


def send_digests(day: date | None = None) -> AlertRun:
    """Everything that is due. Raises AlreadyRunningError, MailServerError when no mail could be sent at all.

    What a run that was killed left behind comes first.
    """
    run = begin(day or shanghai_today())
    transport = Transport()
    message = ""
    try:
        message = _look_at_all(run)
        _send_all(run, transport)
    except MailServerError as error:
        message = str(error)
        raise
    except RunTakenOverError:
        message = _("Another run took over.")
        logger.warning("The run of the alerts was taken over.", extra={"run": run.pk})
    finally:
        transport.close()
        end(run, message)
    run.refresh_from_db()
    return run


def _subscribed_topics() -> Iterator[int]:
    wanted = AlertTopic.objects.filter(subscriptions__confirmed_at__isnull=False)
    return iter(list(wanted.order_by("pk").values_list("pk", flat=True).distinct()))


def _look_at_all(run: AlertRun) -> str:
    failed = 0
    for topic_pk in _subscribed_topics():
        beat(run, topics=1)
        try:
            look_at(topic_pk)
        except Exception:
            # One source's mistake must not keep the others' news back.
            failed += 1
            logger.exception("A topic of the alerts could not be read.", extra={"topic": topic_pk})
    return (
        _("%(count)d topics could not be read; see the log.") % {"count": failed} if failed else ""
    )


def _send_all(run: AlertRun, transport: Transport) -> None:
    trouble = _Trouble()
    settle_all(run)
    for left in unfinished():
        transport.open()
        if delivery := claim_again(run, left.pk):
            _deliver(run, transport, delivery, trouble)
    for address_pk in addresses_with_news(run.day):
        transport.open()
        if delivery := claim(run, address_pk, run.day):
            _deliver(run, transport, delivery, trouble)


def _deliver(
    run: AlertRun, transport: Transport, delivery: AlertDelivery, trouble: _Trouble
) -> None:
    language = delivery.address.language or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            digest = digest_of(delivery)
            message = digest_mail(delivery, digest) if digest.count else None
            # Composed now, not when the server is waiting.
            if message is not None:
                message.message()
    except Exception:
        logger.exception("A digest could not be written.", extra={"delivery": delivery.pk})
        mark_failed(run, delivery, _("The mail could not be written; see the log."), blame=False)
        return
    if message is None:
        settle(run, delivery, nothing=True)
        return
    try:
        transport.send(message)
        mark_accepted(delivery)
    except MailServerError as error:
        mark_failed(run, delivery, str(error), blame=False)
        raise
    except MailNotSentError as error:
        unknown = isinstance(error, OutcomeUnknownError)
        mark_failed(run, delivery, str(error), blame=True, unknown=unknown)
        trouble.addresses.append(delivery.address_id)
        trouble.lost += unknown
        if trouble.is_too_much():
            forgive(trouble.addresses)
            raise MailServerError(str(error)) from error
    else:
        settle(run, delivery)
        trouble.addresses.clear()
        trouble.lost = 0


def preview() -> list[tuple[str, int]]:
    """(masked address, number of news) of what a run would send now. Writes nothing and speaks to no server."""
    found_by_topic: dict[int, int] = {}
    for topic in AlertTopic.objects.filter(pk__in=list(_subscribed_topics())):
        source = get_source(topic.source)
        look = take_look(topic, source) if source else None
        found_by_topic[topic.pk] = topic.number + (len(changes_since(topic, look)) if look else 0)
    due: list[tuple[str, int]] = []
    addresses = AlertAddress.objects.filter(suspended_at__isnull=True).order_by("pk")
    for address in addresses.prefetch_related("subscriptions"):
        news = sum(
            found_by_topic.get(one.topic_id, 0) - one.told
            for one in address.subscriptions.all()
            if one.confirmed_at
        )
        if news > 0:
            due.append((masked(address.email), news))
    return due
