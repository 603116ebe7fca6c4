"""What has been repaired in a text, and what has been looked at and found right (design rule 10)."""

from typing import Any, ClassVar

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class TextRepair(Orderable):
    """A repair of a text (文本校订): the original beside what is read instead, with the reason.

    It belongs to the draft that has the repaired words, and goes live and back with it. ``home`` and the words
    ``before`` and ``after`` say which of several equal words were repaired.
    """

    page = ParentalKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="xcms_text_repairs",
    )
    home = models.CharField(max_length=100)
    place = models.CharField(_("place"), max_length=200)
    original = models.TextField(_("original"))
    repaired = models.TextField(_("read as"), blank=True)
    reason = models.TextField(_("reason"))
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1)
    repaired_at = models.DateTimeField(_("repaired at"), default=timezone.now)
    repaired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("text repair")
        verbose_name_plural = _("text repairs")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.original} → {self.repaired}"


class FindingAcknowledgement(models.Model):
    """A finding of the lint that somebody looked at and found right (确认无误), with the reason.

    It counts as long as the sentence stays as it is, in whatever draft: so it is no part of the draft.
    """

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"), models.CASCADE, related_name="+"
    )
    fingerprint = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    place = models.CharField(_("place"), max_length=200)
    excerpt = models.TextField(_("excerpt"))
    reason = models.TextField(_("reason"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), default=timezone.now)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("acknowledged finding")
        verbose_name_plural = _("acknowledged findings")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["page", "fingerprint"], name="xcms_acknowledged_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return self.excerpt
