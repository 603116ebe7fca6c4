"""What organisations hand in with a filing, and what reviewers find in it. Never public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.enums import FindingOutcome, PlanContent
from registry.models.filings import Filing
from registry.models.private_files import PrivateFile


class FilingPlanFile(PrivateFile):
    """A plan (备案方案) as it came by mail; the latest counts, the former ones stay."""

    owner_field = "filing"

    filing = models.ForeignKey(
        Filing, models.CASCADE, related_name="plan_files", verbose_name=_("filing")
    )

    class Meta(PrivateFile.Meta):
        verbose_name = _("plan of a filing")
        verbose_name_plural = _("plans of filings")
        ordering: ClassVar = ["filing", "-taken_in_at", "-pk"]


class PlanFinding(models.Model):
    """What a reviewer finds on one required content of the plan (审查意见); the log keeps the former ones."""

    wagtail_reference_index_ignore = True

    filing = models.ForeignKey(
        Filing, models.CASCADE, related_name="findings", verbose_name=_("filing")
    )
    content = models.CharField(_("required content"), max_length=16, choices=PlanContent.choices)
    outcome = models.CharField(_("finding"), max_length=10, choices=FindingOutcome.choices)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    judged_at = models.DateTimeField(_("judged at"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )

    class Meta:
        verbose_name = _("finding on a plan")
        verbose_name_plural = _("findings on plans")
        ordering: ClassVar = ["filing", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "content"], name="xcms_planfinding_once"),
            models.CheckConstraint(
                condition=Q(content__in=PlanContent.values, outcome__in=FindingOutcome.values),
                name="xcms_planfinding_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_content_display()}：{self.get_outcome_display()}"
