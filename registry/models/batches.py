"""The province's batches and their rounds."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from registry.working_calendar import CountedDays
from registry.working_days import add_working_days, counted_days
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id
from xcms.versions import register_write


class BatchQuerySet(RecordQuerySet):
    def public(self) -> "BatchQuerySet":
        return self.filter(is_listed=True)

    def current(self) -> "Batch | None":
        """The latest public batch. One query."""
        return self.public().order_by("-year", "-number").first()

    def by_key(self, key: str) -> "BatchQuerySet":
        """``"2020-3"``; none for anything else."""
        year, _separator, number = key.partition("-")
        if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) <= 3):
            return self.none()
        return self.filter(year=int(year), number=int(number))


class Batch(RegisterRecord, ClusterableModel):
    """A batch of the province's own pilot (批次), not a certificate's national batch."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("batch number"))
    title = models.CharField(_("title"), max_length=100)
    municipal_review_days = models.PositiveSmallIntegerField(
        _("municipal review, working days"),
        default=5,
        help_text=_(
            "A bureau answers within this many working days after each application deadline."
        ),
    )
    is_listed = models.BooleanField(_("shown to the public"), default=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="xcms_batch_unique",
                violation_error_message=_("This batch exists already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2019, year__lte=2100, number__gte=1),
                name="xcms_batch_year_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        with register_write() as version:
            super().save(*args, **kwargs)
            if not self.is_listed:
                # Its groups say no longer what they said: files made earlier are taken back.
                self.qq_groups.update(recorded_version=version)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"


class RoundQuerySet(RecordQuerySet):
    def public(self) -> "RoundQuerySet":
        return self.filter(batch__is_listed=True)

    def by_key(self, key: str) -> "RoundQuerySet":
        """``"2020-3-1"`` is round 1 of the third batch of 2020; none for anything else."""
        batch_key, _separator, number = key.rpartition("-")
        if not number.isdecimal() or len(number) > 3:
            return self.none()
        return self.filter(batch__in=Batch.objects.by_key(batch_key), number=int(number))


class Round(RegisterRecord):
    """A round of a batch (轮次): organisations file until one day, schools apply until another."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rounds", verbose_name=_("batch"))
    number = models.PositiveSmallIntegerField(_("round number"))
    filing_deadline = models.DateField(_("filing deadline"))
    application_deadline = models.DateField(_("application deadline"))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering: ClassVar = ["-batch__year", "-batch__number", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="xcms_round_unique",
                violation_error_message=_("This batch already has this round."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(application_deadline__gte=F("filing_deadline")),
                name="xcms_round_filing_before_application",
                violation_error_message=_("Schools apply after organisations have filed."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(batch)s, round %(number)s") % {"batch": self.batch, "number": self.number})

    @property
    def key(self) -> str:
        return f"{self.batch.key}-{self.number}"

    @property
    def municipal_review_due(self) -> date:
        """The bureau's last day: working days of China after the application deadline."""
        return add_working_days(self.application_deadline, self.batch.municipal_review_days)

    @property
    def counted_review_days(self) -> CountedDays:
        """The days that lead to it, each with why it counts or doesn't."""
        return counted_days(self.application_deadline, self.batch.municipal_review_days)

    def clean(self) -> None:
        super().clean()
        if (
            self.filing_deadline
            and self.application_deadline
            and self.application_deadline < self.filing_deadline
        ):
            raise ValidationError(
                {"application_deadline": _("Schools apply after organisations have filed.")}
            )
