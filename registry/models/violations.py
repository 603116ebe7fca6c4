"""Violations of those who take part, from the first report to the decision: the office's own until it says more."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from registry.enums import SchoolLevel, ViolationEventKind, ViolationMeasure, ViolationState
from registry.models.append_only import LedgerEvent
from registry.models.applications import BureauMember
from registry.models.approvals import ApprovalDecision
from registry.models.batches import Batch
from registry.models.certificates import Certificate, Organization
from registry.models.duties import Duty
from registry.models.filings import Filing
from registry.models.private_files import PrivateFile
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord


class ViolationQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Only what was decided against the subject, and only where the office wrote a sentence for the public."""
        return self.filter(state=ViolationState.UPHELD).exclude(public_sentence="")

    def visible_to(self, user: Any) -> Self:
        """Whose permissions span the province sees all; a bureau's reviewer only that bureau's 中职."""
        if user.has_perm("xcms_registry.view_violation"):
            return self
        if user.has_perm("xcms_registry.add_violation"):
            return self.filter(
                school__level=SchoolLevel.SECONDARY,
                school__region__in=BureauMember.objects.filter(user=user).values("region"),
            )
        return self.none()

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(school__region_id__in=codes)


class Violation(RegisterRecord):
    """A reported violation of a school or an organisation (违规线索), and what was decided on it (违规处理).

    Its state is moved by ``services.violations`` alone, and each move is a ``ViolationEvent``.
    ``measure`` and what follows are those of the latest decision.
    """

    #: A person who reports may be in danger: the log keeps no name.
    unlogged_fields: ClassVar = frozenset({"reporter"})

    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        verbose_name=_("school"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        verbose_name=_("organisation"),
    )
    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        verbose_name=_("certificate"),
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        verbose_name=_("batch"),
    )
    duty = models.ForeignKey(
        Duty,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("duty of the batch"),
    )
    breach = models.TextField(
        _("duty or clause that was broken"),
        blank=True,
        max_length=1000,
        help_text=_("Left empty, the words of the chosen duty are taken."),
    )
    source = models.CharField(
        _("how it became known"),
        max_length=100,
        help_text=_("For example a report, an inspection or the press."),
    )
    reporter = models.CharField(
        _("who reported it"),
        max_length=200,
        blank=True,
        help_text=_("Name and telephone; never public, and seen only by the province and you."),
    )
    reported_on = models.DateField(_("reported on"))
    description = models.TextField(_("what is reported"), help_text=_("Never public."))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=ViolationState.choices,
        default=ViolationState.REPORTED,
        editable=False,
    )
    measure = models.CharField(
        _("measure"), max_length=10, choices=ViolationMeasure.choices, blank=True, editable=False
    )
    rectify_by = models.DateField(_("rectify by"), null=True, blank=True, editable=False)
    effective_on = models.DateField(_("effective from"), null=True, blank=True, editable=False)
    basis = models.CharField(_("basis"), max_length=300, blank=True, editable=False)
    clause = models.CharField(_("clause"), max_length=300, blank=True, editable=False)
    public_sentence = models.TextField(
        _("sentence for the public"), max_length=500, blank=True, editable=False
    )
    #: What the decisions on this case have revoked, also an earlier one of them.
    revocations = models.ManyToManyField(
        ApprovalDecision, related_name="violations", editable=False, verbose_name=_("revocations")
    )
    revoked_filings = models.ManyToManyField(
        Filing, related_name="violations", editable=False, verbose_name=_("revoked filings")
    )

    objects = ViolationQuerySet.as_manager()

    class Meta:
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        ordering: ClassVar = ["-reported_on", "-pk"]
        default_permissions: ClassVar = ("add", "change", "view")
        permissions: ClassVar = [("decide_violation", gettext_noop("Can decide on violations"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(organization__isnull=True),
                name="xcms_violation_one_subject",
                violation_error_message=_("Name either a school or an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=ViolationState.values, measure__in=["", *ViolationMeasure.values]
                ),
                name="xcms_violation_vocabulary",
            ),
            models.CheckConstraint(
                condition=~Q(state=ViolationState.UPHELD)
                | ~Q(measure="") & ~Q(basis="") & ~Q(clause="") & Q(effective_on__isnull=False),
                name="xcms_violation_decided",
            ),
            models.CheckConstraint(
                condition=~Q(measure=ViolationMeasure.RECTIFY) | Q(rectify_by__isnull=False),
                name="xcms_violation_rectify_by",
            ),
        ]

    def __str__(self) -> str:
        parts = [self.subject, self.certificate, self.reported_on]
        return " · ".join(str(part) for part in parts if part)

    @property
    def subject(self) -> School | Organization | None:
        return self.school or self.organization

    def clean(self) -> None:
        super().clean()
        if not self.breach and self.duty is not None:
            self.breach = "；".join(part for part in (self.duty.text, self.duty.clause) if part)
        if not self.breach:
            raise ValidationError({"breach": _("Say which duty or clause was broken.")})
        if self.duty is not None and self.batch_id not in (None, self.duty.batch_id):
            raise ValidationError({"duty": _("This duty is of another batch.")})
        owner = self.certificate.organization_id if self.certificate else None
        if self.certificate and self.organization_id not in (None, owner):
            raise ValidationError({"certificate": _("This certificate is another organisation's.")})


class ViolationEvidence(PrivateFile):
    """A file that shows what happened (违规证据); each of them counts, and none is public."""

    owner_field = "violation"
    latest_counts = False
    nameless = _("evidence")

    violation = models.ForeignKey(
        Violation, models.CASCADE, related_name="evidence", verbose_name=_("violation")
    )

    class Meta(PrivateFile.Meta):
        verbose_name = _("evidence of a violation")
        verbose_name_plural = _("evidence of violations")
        ordering: ClassVar = ["violation", "-taken_in_at", "-pk"]


class ViolationEvent(LedgerEvent):
    """One move of a case (违规处理记录): who, when, from where to where, and why. Append-only.

    ``data`` holds the decision as it was taken: measure, days, basis, the public sentence, what was revoked.
    """

    violation = models.ForeignKey(
        Violation, models.PROTECT, related_name="events", verbose_name=_("violation")
    )
    event = models.CharField(_("event"), max_length=20, choices=ViolationEventKind.choices)
    from_state = models.CharField(_("from state"), max_length=16, choices=ViolationState.choices)
    to_state = models.CharField(_("to state"), max_length=16, choices=ViolationState.choices)

    class Meta:
        verbose_name = _("move of a violation")
        verbose_name_plural = _("moves of violations")
        ordering: ClassVar = ["violation", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    event__in=ViolationEventKind.values,
                    from_state__in=ViolationState.values,
                    to_state__in=ViolationState.values,
                ),
                name="xcms_violationevent_vocabulary",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} · {self.violation}"
