"""The ledger held against the national platform's figures: what differs, and what was decided on it. Never public."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from registry.enums import (
    FINAL_CHOICES,
    CertificateLevel,
    DiscrepancyKind,
    ReconciliationChoice,
)
from registry.models.batches import Round
from registry.models.certificates import Certificate
from registry.models.majors import Major
from registry.models.schools import School


class ReconciliationQuerySet(models.QuerySet[Any]):
    def with_progress(self) -> Self:
        """Annotate ``items_count`` and ``decided_count``, without the figures themselves."""
        decided = models.Count("items", filter=Q(items__choice__in=FINAL_CHOICES))
        return self.defer("figures").annotate(
            items_count=models.Count("items"), decided_count=decided
        )


class Reconciliation(models.Model):
    """A comparison of a round's ledger with the platform's sheet (核对).

    ``figures`` are the sheet's lines, as ``[school, certificate, level, major, persons, row]``, so that the ledger can
    be compared again. ``compared_version`` is the register version that the ledger had.
    """

    wagtail_reference_index_ignore = True

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="reconciliations", verbose_name=_("round")
    )
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    figures = models.JSONField(_("figures of the platform"))
    equal = models.PositiveIntegerField(_("lines that agree"), default=0)
    compared_at = models.DateTimeField(_("compared at"))
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compared by"),
    )
    compared_version = models.PositiveBigIntegerField(_("register version compared"))

    objects = ReconciliationQuerySet.as_manager()

    # Annotated by ``with_progress()``.
    items_count: int
    decided_count: int

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering: ClassVar = ["-compared_at", "-pk"]
        default_permissions = ("add", "view")
        permissions: ClassVar = [
            (
                "decide_reconciliation",
                gettext_noop("Can decide on differences between ledger and platform"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.name}"


class ReconciliationItemQuerySet(models.QuerySet[Any]):
    def undecided(self) -> Self:
        return self.exclude(choice__in=FINAL_CHOICES)

    def with_associations(self) -> Self:
        return self.select_related(
            "school__region", "certificate__organization", "major", "decided_by"
        )


class ReconciliationItem(models.Model):
    """A line on which ledger and platform differ (核对差异), and what was decided on it.

    Persons in all, after the decision that rules; None where a side doesn't have the line.
    """

    wagtail_reference_index_ignore = True

    reconciliation = models.ForeignKey(
        Reconciliation,
        models.CASCADE,
        related_name="items",
        verbose_name=_("reconciliation"),
    )
    kind = models.CharField(_("difference"), max_length=10, choices=DiscrepancyKind.choices)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate")
    )
    level = models.CharField(
        _("certificate level"), max_length=16, choices=CertificateLevel.choices, blank=True
    )
    major = models.ForeignKey(Major, models.PROTECT, related_name="+", verbose_name=_("major"))
    ledger = models.PositiveIntegerField(_("ledger (persons)"), null=True, blank=True)
    platform = models.PositiveIntegerField(_("platform (persons)"), null=True, blank=True)
    row = models.PositiveIntegerField(_("row of the sheet"), null=True, blank=True)
    choice = models.CharField(
        pgettext_lazy("reconciliation", "decision"),
        max_length=10,
        choices=ReconciliationChoice.choices,
        default=ReconciliationChoice.OPEN,
    )
    reason = models.TextField(_("reason or note"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    #: At which it was last compared or decided.
    recorded_version = models.PositiveBigIntegerField(_("register version"))

    objects = ReconciliationItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference between ledger and platform")
        verbose_name_plural = _("differences between ledger and platform")
        ordering: ClassVar = ["reconciliation", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reconciliation", "school", "certificate", "level", "major"],
                name="xcms_reconciliationitem_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DiscrepancyKind.values)
                & Q(choice__in=ReconciliationChoice.values),
                name="xcms_reconciliationitem_vocabulary",
            ),
            models.CheckConstraint(
                condition=Q(kind=DiscrepancyKind.MISSING, ledger__isnull=False, platform=None)
                | Q(kind=DiscrepancyKind.SURPLUS, ledger=None, platform__isnull=False)
                | Q(kind=DiscrepancyKind.DIFFERING, ledger__isnull=False, platform__isnull=False)
                & ~Q(ledger=F("platform")),
                name="xcms_reconciliationitem_differs",
            ),
            models.CheckConstraint(
                condition=Q(choice=ReconciliationChoice.OPEN)
                | Q(decided_at__isnull=False) & ~Q(reason=""),
                name="xcms_reconciliationitem_has_reason",
            ),
        ]

    def __str__(self) -> str:
        parts = [self.school.name, self.certificate.name, self.get_level_display(), self.major.name]
        return " · ".join(part for part in parts if part)

    @property
    def is_decided(self) -> bool:
        return self.choice in FINAL_CHOICES

    @property
    def key(self) -> str:
        """What a form sends back: the item as it was seen."""
        return f"{self.pk}-{self.recorded_version}"

    @property
    def identity(self) -> tuple[Any, Any, str, Any]:
        return self.school_id, self.certificate_id, self.level, self.major_id
