"""What schools credit for a certificate: the office's own ledger, never public."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.enums import CertificateLevel
from registry.models.certificates import Certificate
from registry.models.majors import Major
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord


class RecognitionQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """None: schools report it to the office."""
        return self.none()

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(school__region_id__in=codes)

    def with_associations(self) -> Self:
        return self.select_related("school__region", "certificate__organization", "major")


class OutcomeRecognition(RegisterRecord):
    """What a school recognises of a certificate (学习成果认定记录): courses, credits, or both.

    As on an approval, level "" and the major without a name mean all of them.
    """

    school = models.ForeignKey(
        School, models.PROTECT, related_name="recognitions", verbose_name=_("school")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="recognitions", verbose_name=_("certificate")
    )
    level = models.CharField(
        _("certificate level"), max_length=16, choices=CertificateLevel.choices, blank=True
    )
    major = models.ForeignKey(
        Major,
        models.PROTECT,
        related_name="recognitions",
        verbose_name=_("major"),
        help_text=_("Empty: of all majors."),
    )
    recognised = models.CharField(
        _("what is recognised"),
        max_length=300,
        help_text=_("Courses, modules or examinations, as the school names them."),
    )
    credits = models.DecimalField(
        _("credits"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Empty where none are given for it."),
    )
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("The school's document, with its number.")
    )
    recognised_on = models.DateField(_("recognised on"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition of learning outcomes")
        verbose_name_plural = _("recognitions of learning outcomes")
        ordering: ClassVar = ["-recognised_on", "school", "certificate"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(credits__isnull=True) | Q(credits__gte=0),
                name="xcms_recognition_credits",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *CertificateLevel.values]),
                name="xcms_recognition_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.certificate} · {self.recognised}"

    def clean(self) -> None:
        super().clean()
        if self.certificate_id and self.level and self.level not in self.certificate.levels:
            raise ValidationError(
                {
                    "level": _("This certificate is offered only at: %(levels)s.")
                    % {"levels": self.certificate.get_levels_display()}
                }
            )
