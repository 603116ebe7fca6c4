"""The mails: plain text beside simple HTML, with the headers that mail programs and providers look for."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.alerts.digests import Digest
from xcms.alerts.links import site_root
from xcms.alerts.sources import get_source
from xcms.alerts.tokens import confirm_token, leave_all_token, manage_token
from xcms.conf import setting
from xcms.feeds import publisher
from xcms.models import AlertAddress, AlertDelivery, AlertSubscription
from xcms.models.alerts import new_alert_code


def confirmation_mail(subscription: AlertSubscription) -> EmailMessage:
    """Without a word that whoever asked has written: the address may be a stranger's."""
    topic = subscription.topic
    source = get_source(topic.source)
    root = site_root()
    return _mail(
        subscription.address,
        _("Please confirm your e-mail subscription"),
        "confirm",
        root=root,
        title=source.neutral_title(topic.topic) if source else "",
        confirm_url=root
        + reverse("xcms_alerts:confirm", kwargs={"token": confirm_token(subscription)}),
        hours=setting("ALERTS_CONFIRM_HOURS"),
    )


def already_subscribed_mail(subscription: AlertSubscription) -> EmailMessage:
    return _mail(
        subscription.address,
        _("You have this e-mail subscription already"),
        "already",
        **_ways(subscription.address),
    )


def too_many_mail(address: AlertAddress) -> EmailMessage:
    return _mail(
        address,
        _("You have as many e-mail subscriptions as are possible"),
        "too_many",
        most=setting("ALERTS_MOST"),
        **_ways(address),
    )


def digest_mail(delivery: AlertDelivery, digest: Digest) -> EmailMessage:
    ways = _ways(delivery.address)
    subject = ngettext(
        "%(count)d update on %(day)s", "%(count)d updates on %(day)s", digest.count
    ) % {"count": digest.count, "day": delivery.day.isoformat()}
    message = _mail(delivery.address, subject, "digest", digest=digest, day=delivery.day, **ways)
    message.extra_headers |= {
        # The same however often it is tried: a mail that comes twice can be told for one.
        "Message-ID": delivery.message_id,
        # RFC 8058: mail programs show a button that posts to this address.
        "List-Unsubscribe": f"<{ways['leave_all_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<alerts.{_domain()}>",
    }
    return message


def new_message_id() -> str:
    return f"<xcms-alert-{new_alert_code()}@{_domain()}>"


def _ways(address: AlertAddress) -> dict[str, Any]:
    root = site_root()
    return {
        "root": root,
        "manage_url": root + reverse("xcms_alerts:manage", kwargs={"token": manage_token(address)}),
        "leave_all_url": root
        + reverse("xcms_alerts:leave", kwargs={"token": leave_all_token(address)}),
    }


def _mail(
    address: AlertAddress, subject: str, template: str, **context: Any
) -> EmailMultiAlternatives:
    name = _one_line(publisher())
    context = {"publisher": name, "subject": subject, **context}
    message = EmailMultiAlternatives(
        subject=_one_line(f"【{name}】{subject}" if name else subject),
        body=render_to_string(f"xcms/alerts/mail/{template}.txt", context).strip() + "\n",
        from_email=sender(),
        to=[address.email],
        headers={
            # No out-of-office notes in return.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(
        render_to_string(f"xcms/alerts/mail/{template}.html", context), "text/html"
    )
    return message


def sender() -> str:
    return str(setting("ALERTS_FROM") or settings.DEFAULT_FROM_EMAIL)


def _domain() -> str:
    domain = parseaddr(sender())[1].rpartition("@")[2]
    safe = "".join(sign for sign in domain if sign.isalnum() or sign in ".-")[:100]
    return safe if safe.isascii() and safe else "localhost"


def _one_line(text: str) -> str:
    """A header is one line, whatever a site's name holds."""
    parts: Sequence[str] = "".join(sign if sign.isprintable() else " " for sign in text).split()
    return " ".join(parts)
