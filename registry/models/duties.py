"""Duties of those who take part in a batch, each with the clause that it comes from."""

from typing import ClassVar, Self

import swapper
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from registry.enums import Audience
from registry.models.batches import Batch
from xcms.models import RecordQuerySet, RegisterRecord


class DutyQuerySet(RecordQuerySet):
    def public(self) -> Self:
        return self.filter(batch__is_listed=True)


class Duty(RegisterRecord):
    """What the notice asks of organisations, schools or bureaus in a batch (职责要求)."""

    batch = ParentalKey(Batch, related_name="duties", verbose_name=_("batch"))
    audience = models.CharField(_("whom it binds"), max_length=16, choices=Audience.choices)
    text = models.TextField(_("duty"), max_length=500)
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    notice = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page with the clause"),
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering: ClassVar = ["batch", "audience", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values) & ~Q(text=""),
                name="xcms_duty_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}：{self.text}"
