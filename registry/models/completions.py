"""What schools made of earlier batches: the office's own ledger, never public."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models.batches import Batch
from registry.models.certificates import Certificate
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord


class CompletionQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """None: how far a school has come is between it and the office."""
        return self.none()

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(school__region_id__in=codes)

    def before(self, batch: Batch) -> Self:
        """Of batches that came earlier."""
        return self.filter(
            Q(batch__year__lt=batch.year)
            | Q(batch__year=batch.year, batch__number__lt=batch.number)
        )

    def with_associations(self) -> Self:
        return self.select_related("school__region", "certificate__organization", "batch")


class Completion(RegisterRecord):
    """What a school planned and achieved with a certificate in a batch (完成情况), in persons."""

    school = models.ForeignKey(
        School, models.PROTECT, related_name="completions", verbose_name=_("school")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="completions", verbose_name=_("certificate")
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="completions", verbose_name=_("batch")
    )
    planned = models.PositiveIntegerField(_("persons planned"))
    trained = models.PositiveIntegerField(_("persons trained"))
    certified = models.PositiveIntegerField(
        _("persons certified"), help_text=_("Those who have obtained the certificate.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    figures_on = models.DateField(
        _("figures of the day"),
        null=True,
        blank=True,
        help_text=_("The day on which the figures were counted. Empty means not known."),
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion of a batch")
        verbose_name_plural = _("completion of batches")
        ordering: ClassVar = ["batch", "school", "certificate"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "certificate", "batch"],
                name="xcms_completion_unique",
                violation_error_message=_(
                    "This school already has figures for this certificate in this batch."
                ),
            ),
            models.CheckConstraint(
                condition=Q(certified__lte=F("trained")),
                name="xcms_completion_certified_of_trained",
                violation_error_message=_("No more persons can be certified than were trained."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.certificate} · {self.batch}"

    def clean(self) -> None:
        super().clean()
        figures: tuple[Any, Any] = (self.trained, self.certified)
        if None not in figures and self.certified > self.trained:
            raise ValidationError(
                {
                    "certified": _(
                        "%(certified)d persons certified, but only %(trained)d trained: no more can be certified than "
                        "were trained."
                    )
                    % {"certified": self.certified, "trained": self.trained}
                }
            )
