"""Texts that were withdrawn and stay readable (撤回), and why."""

from typing import ClassVar, Self

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageWithdrawalQuerySet(models.QuerySet["PageWithdrawal"]):
    def open(self) -> Self:
        """Those that hold now."""
        return self.filter(lifted_at=None)


class PageWithdrawal(models.Model):
    """One withdrawal of a published text, and how it was lifted, if it was.

    A table of its own: drafts and revisions of the page can't bring back or undo it. Written by
    ``notices.withdrawals.services`` alone.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )
    reason = models.TextField(_("reason"))
    successor = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), db_index=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, db_index=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(_("reason of lifting"), blank=True)

    objects = PageWithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of a text")
        verbose_name_plural = _("withdrawals of texts")
        default_permissions = ()
        ordering: ClassVar = ["-withdrawn_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(lifted_at=None),
                name="xcms_pagewithdrawal_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="xcms_pagewithdrawal_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) | ~models.Q(lift_reason=""),
                name="xcms_pagewithdrawal_lift_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.withdrawn_at:%Y-%m-%d}"
