"""E-mail alerts: who wants to be told of what, what there is to tell, and what was sent.

An address is personal data. It lives in one table, only for these mails, and goes with its last subscription.
"""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_alert_code() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


class AlertTopic(models.Model):
    """What can be subscribed to: a section, a filtered list. It goes with its last subscription.

    ``topic`` is the source's own canonical text. ``seen`` is how the public things in it looked at ``seen_at``: a
    compressed JSON object of keys and fingerprints (xcms.alerts.looking). ``number`` is that of its latest news.
    """

    source = models.CharField(_("source"), max_length=50)
    topic = models.TextField(_("topic"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    seen = models.BinaryField(null=True)
    seen_at = models.DateTimeField(null=True)
    # Register version, page version and day of the last look: nothing can have changed while they are the same.
    seen_state = models.CharField(max_length=60, blank=True)
    is_too_long = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("topic of alerts")
        verbose_name_plural = _("topics of alerts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source} {self.topic[:100]}".strip()


class NewsKind(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("No longer there")
    TOO_LONG = "too_long", _("Too long to compare")


class AlertNews(models.Model):
    """One thing that became new, changed or went, as a look at its topic found it.

    ``number`` counts within the topic.
    """

    wagtail_reference_index_ignore = True

    topic = models.ForeignKey(AlertTopic, models.CASCADE, related_name="news")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=NewsKind.choices)
    item = models.CharField(max_length=100, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("news of a topic")
        verbose_name_plural = _("news of topics")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "number"], name="xcms_alertnews_number")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}/{self.number} {self.kind} {self.item}"


class AlertAddress(models.Model):
    """An e-mail address that asked for alerts.

    ``mailbox`` is the address without its ``+tag``: asking is limited by it. ``asked`` counts the confirmations
    asked for on the day ``asked_on``. ``failures`` counts the mails in a row that were not accepted; after too many of
    them the address is suspended, with the last reason.
    """

    email = models.CharField(_("e-mail address"), max_length=254, unique=True)
    mailbox = models.CharField(max_length=254, db_index=True)
    code = models.CharField(max_length=32, unique=True, default=new_alert_code, editable=False)
    language = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True, db_index=True)
    asked = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("address of alerts")
        verbose_name_plural = _("addresses of alerts")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        # Not the address: this text goes into logs and lists.
        return f"{self.pk}"


class AlertSubscription(models.Model):
    """An address that is told of a topic, from its confirmation on. ``told`` is the number of the last news told."""

    wagtail_reference_index_ignore = True

    address = models.ForeignKey(AlertAddress, models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(AlertTopic, models.CASCADE, related_name="subscriptions")
    code = models.CharField(max_length=32, unique=True, default=new_alert_code, editable=False)
    requested_at = models.DateTimeField(_("requested at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    told = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("e-mail subscription")
        verbose_name_plural = _("e-mail subscriptions")
        default_permissions = ("view", "delete")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "topic"], name="xcms_alertsubscription_once")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class AlertRun(models.Model):
    """One go at sending the digests. ``slot`` is 1 while it is under way, so that there is one at a time.

    ``host`` and ``process`` tell whether the process that runs it still lives; ``beat_at`` moves with each mail.
    """

    slot = models.PositiveSmallIntegerField(null=True, unique=True)
    day = models.DateField(_("day"))
    host = models.CharField(max_length=200)
    process = models.CharField(max_length=60)
    started_at = models.DateTimeField(_("started at"))
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True)
    topics = models.PositiveIntegerField(_("topics looked at"), default=0)
    sent = models.PositiveIntegerField(_("mails sent"), default=0)
    repeated = models.PositiveIntegerField(_("sent again after an interruption"), default=0)
    refused = models.PositiveIntegerField(_("mails not accepted"), default=0)
    message = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("run of the alerts")
        verbose_name_plural = _("runs of the alerts")
        default_permissions = ("view",)
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.pk}"


class DeliveryState(models.TextChoices):
    #: Claimed; perhaps handed over, perhaps not. Unfinished where its run is over.
    SENDING = "sending", _("Being sent")
    #: The server has it; that its news are told isn't written down yet.
    ACCEPTED = "accepted", _("Accepted by the mail server")
    SENT = "sent", _("Sent")
    NOTHING = "nothing", _("Nothing left to tell")
    REFUSED = "refused", _("Not accepted")


class AlertDelivery(models.Model):
    """The ledger: one address, one day, one mail.

    ``ranges`` are the news that it tells, fixed when it was claimed: {subscription: [after, up to]}. ``message_id``
    names the mail and stays the same however often it is tried.
    """

    wagtail_reference_index_ignore = True

    address = models.ForeignKey(AlertAddress, models.CASCADE, related_name="deliveries")
    day = models.DateField(_("day"))
    run = models.ForeignKey(AlertRun, models.SET_NULL, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices)
    message_id = models.CharField(max_length=200)
    ranges = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    #: Claimed a second time after an interruption: the server may have it already.
    was_unfinished: bool = False

    class Meta:
        verbose_name = _("delivery of alerts")
        verbose_name_plural = _("deliveries of alerts")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "day"], name="xcms_alertdelivery_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=("sending", "accepted")),
                name="xcms_alertdelivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"
