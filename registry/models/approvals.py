"""Approvals and the decisions from which their status and quota derive."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from registry.enums import ApprovalStatus, CertificateLevel, DecisionKind, DecisionSource
from registry.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from registry.models.batches import Round
from registry.models.certificates import Certificate
from registry.models.majors import Major
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id


class ApprovalQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Every decided line, also future, ended and revoked ones; never one whose decisions are all void."""
        return self.filter(Exists(ApprovalDecision.objects.valid().filter(approval=OuterRef("pk"))))

    def with_state(self, day: date) -> Self:
        """Annotate what the decisions say of ``day``; nothing of it is stored.

        ``ruling``          key of the decision that rules on the day (NULL before the first takes effect)
        ``status``          an ApprovalStatus
        ``quota``           persons; 0 once revoked; of the first decision while that is still to come
        ``effective_from``, ``effective_to``   the ruling decision's half-open interval ``[from, to)``

        The ruling decision is the latest by effective date, then by recorded version: a correction of an
        old decision never outranks a cut that took effect after it.
        """
        of_line = ApprovalDecision.objects.filter(approval=OuterRef("pk"))
        ruling, coming = of_line.ruling_on(day), of_line.coming_after(day)

        def of(field: str) -> Coalesce:
            return Coalesce(Subquery(ruling.values(field)[:1]), Subquery(coming.values(field)[:1]))

        return self.annotate(
            ruling=Subquery(ruling.values("pk")[:1]),
            ruling_kind=Subquery(ruling.values("kind")[:1]),
            quota=of("quota"),
            effective_from=of("effective_from"),
            # Not coalesced: a ruling decision without an end must not borrow the end of a later one.
            effective_to=Case(
                When(ruling__isnull=True, then=Subquery(coming.values("effective_to")[:1])),
                default=Subquery(ruling.values("effective_to")[:1]),
            ),
            status=of("status"),
        )

    def effective_on(self, day: date) -> Self:
        """Lines in force on the day, with their state."""
        return self.with_state(day).filter(status=ApprovalStatus.IN_FORCE)

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(school__region_id__in=codes)

    def in_rounds(self, rounds: Sequence[int]) -> Self:
        """Lines with a valid decision made in one of these rounds (primary keys)."""
        return self.filter(
            Exists(
                ApprovalDecision.objects.valid().filter(
                    approval=OuterRef("pk"), round__in=list(rounds)
                )
            )
        )

    def with_public_associations(self) -> Self:
        """School, region, certificate, organisation and major: one query."""
        return self.select_related("school__region", "certificate__organization", "major")


class Approval(RegisterRecord):
    """The identity of a school's qualification (试点资格): who may run what.

    Level "" and the unspecified major stand for "not specified". Status and quota come from the decisions.
    """

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(
        School, models.PROTECT, related_name="approvals", verbose_name=_("school")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="approvals", verbose_name=_("certificate")
    )
    level = models.CharField(
        _("certificate level"), max_length=16, choices=CertificateLevel.choices, blank=True
    )
    major = models.ForeignKey(
        Major, models.PROTECT, related_name="approvals", verbose_name=_("major")
    )
    synchronised_on = models.DateField(
        _("last synchronised"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day on which the figures last agreed with the national platform's."),
    )

    objects = ApprovalQuerySet.as_manager()

    # Annotated by ``with_state()``.
    status: str
    quota: int
    effective_from: date
    effective_to: date | None
    # Prefetched by who asks for them.
    valid_decisions: "list[ApprovalDecision]"

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering: ClassVar = ["school", "certificate", "level", "major"]
        indexes: ClassVar = [
            # For what changed since a version, in the order in which it changed.
            models.Index(fields=["recorded_version", "id"], name="xcms_approval_recorded")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "certificate", "level", "major"],
                name="xcms_approval_unique",
                violation_error_message=_(
                    "This line exists already; record a decision on it instead."
                ),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *CertificateLevel.values]),
                name="xcms_approval_level_known",
            ),
        ]

    def __str__(self) -> str:
        parts = [self.school.name, self.certificate.name, self.get_level_display(), self.major.name]
        return " · ".join(part for part in parts if part)

    def clean(self) -> None:
        super().clean()
        if self.certificate_id and self.level and self.level not in self.certificate.levels:
            raise ValidationError(
                {
                    "level": _("This certificate is offered only at: %(levels)s.")
                    % {"levels": self.certificate.get_levels_display()}
                }
            )


class ApprovalDecisionQuerySet(AppendOnlyQuerySet):
    def valid(self) -> Self:
        return self.filter(voided_version__isnull=True)

    def public(self) -> Self:
        return self.valid()

    def ruling_on(self, day: date) -> Self:
        """Of one approval's: the decision that rules on the day comes first. With the ``status`` it gives."""
        # The status in the same subquery: lists filter a million lines by it.
        status = Case(
            When(kind=DecisionKind.REVOKE, then=Value(ApprovalStatus.REVOKED.value)),
            When(effective_to__lte=day, then=Value(ApprovalStatus.ENDED.value)),
            default=Value(ApprovalStatus.IN_FORCE.value),
            output_field=models.CharField(),
        )
        found = self.valid().filter(effective_from__lte=day).annotate(status=status)
        return found.order_by("-effective_from", "-recorded_version", "-pk")

    def coming_after(self, day: date) -> Self:
        """Of one approval's: the next to take effect comes first. It counts where none rules yet."""
        status = Value(ApprovalStatus.FUTURE.value, output_field=models.CharField())
        found = self.valid().filter(effective_from__gt=day).annotate(status=status)
        return found.order_by("effective_from", "-recorded_version", "-pk")

    def void(self, version: int) -> int:
        """Take these decisions out of force from this register version on; the rows stay."""
        return models.QuerySet.update(self.valid(), voided_version=version)


class ApprovalDecision(AppendOnlyModel):
    """A decision on an approval (资格决定): append-only.

    ``quota`` is the total after the decision, in persons. The interval is half-open, ``[from, to)``; no
    ``effective_to`` means until further notice.
    """

    approval = models.ForeignKey(
        Approval, models.PROTECT, related_name="decisions", verbose_name=_("approval")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DecisionKind.choices)
    quota = models.PositiveIntegerField(_("quota"))
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("effective until (exclusive)"), null=True, blank=True)
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("round"),
    )
    basis = models.CharField(_("basis"), max_length=300)
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=DecisionSource.choices)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    decided_at = models.DateTimeField(_("recorded at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_version = models.PositiveBigIntegerField(_("register version"))
    voided_version = models.PositiveBigIntegerField(
        _("voided at register version"), null=True, blank=True
    )

    objects = ApprovalDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on an approval")
        verbose_name_plural = _("decisions on approvals")
        ordering: ClassVar = ["approval", "effective_from", "recorded_version", "pk"]
        indexes: ClassVar = [
            models.Index(
                F("approval"),
                F("effective_from").desc(),
                F("recorded_version").desc(),
                F("id").desc(),
                name="xcms_decision_ruling",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="xcms_decision_interval",
                violation_error_message=_("A decision ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REVOKE) | Q(quota=0) & ~Q(reason="") & ~Q(clause=""),
                name="xcms_decision_revocation_has_reason",
                violation_error_message=_(
                    "A revocation needs a reason and a clause, and leaves no quota."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DecisionKind.values) & Q(source__in=DecisionSource.values),
                name="xcms_decision_vocabulary",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="xcms_decision_has_basis"),
            models.CheckConstraint(
                condition=Q(voided_version__isnull=True)
                | Q(voided_version__gte=F("recorded_version")),
                name="xcms_decision_voided_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quota} · {self.effective_from}"

    @property
    def public_round(self) -> Round | None:
        """The round, where the public may know of it; the decision itself is public all the same."""
        return self.round if self.round and self.round.batch.is_listed else None
