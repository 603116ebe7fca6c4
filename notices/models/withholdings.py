"""Former texts that are kept and no longer shown to the public, and why (design rule 9)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.editions import TextEdition


class TextWithholdingQuerySet(models.QuerySet["TextWithholding"]):
    def open(self) -> Self:
        """Those that hold now."""
        return self.filter(lifted_at=None)


class TextWithholding(models.Model):
    """A former text (文本版本) is no longer public from a moment on, and how that was lifted, if it was.

    A table of its own: no draft or revision of the page can bring the text back. Written by
    ``notices.withholding.services`` alone.
    """

    wagtail_reference_index_ignore = True

    edition = models.ForeignKey(
        TextEdition,
        models.CASCADE,
        related_name="withholdings",
        verbose_name=_("published text"),
    )
    reason = models.TextField(_("reason"))
    # Of the whole kept record, with its random keys. The edition's own digest is of words alone: whoever knows the
    # rest of them could find a mobile number by trying all.
    record_digest = models.CharField(_("SHA-256 of the kept record"), max_length=64)
    withheld_at = models.DateTimeField(_("no longer public since"))
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(_("reason of lifting"), blank=True)

    objects = TextWithholdingQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that is no longer public")
        verbose_name_plural = _("texts that are no longer public")
        default_permissions = ()
        ordering: ClassVar = ["-withheld_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(lifted_at=None),
                name="xcms_textwithholding_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="xcms_textwithholding_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) | ~models.Q(lift_reason=""),
                name="xcms_textwithholding_lift_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.withheld_at:%Y-%m-%d}"
