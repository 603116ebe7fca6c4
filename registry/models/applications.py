"""Applications of schools, and everything that was decided on them: the office's own ledger, never public."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from registry.enums import (
    ApplicationEventKind,
    ApplicationState,
    CertificateLevel,
    SchoolLevel,
)
from registry.models.append_only import LedgerEvent
from registry.models.batches import Round
from registry.models.certificates import Certificate
from registry.models.majors import Major
from registry.models.private_files import PrivateFile
from registry.models.schools import Region, School
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id


class BureauMember(RegisterRecord):
    """A municipal reviewer (市州审核员): reviews the 中职 of one prefecture, and sees nobody else's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="xcms_bureaus",
        verbose_name=_("user"),
    )
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="reviewers", verbose_name=_("region")
    )

    class Meta:
        verbose_name = _("municipal reviewer")
        verbose_name_plural = _("municipal reviewers")
        ordering: ClassVar = ["region", "user"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "region"],
                name="xcms_bureaumember_unique",
                violation_error_message=_("This user reviews this prefecture already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.short_name} · {self.user}"


class ApplicationQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Nothing: what the public reads of an application is the approval that came of it."""
        return self.none()

    def visible_to(self, user: Any) -> Self:
        """Whose permissions span the province sees all; a bureau's reviewer only that bureau's 中职."""
        if user.has_perm("xcms_registry.view_application"):
            return self
        if user.has_perm("xcms_registry.review_application"):
            return self.of_bureaus_of(user)
        return self.none()

    def of_bureaus_of(self, user: Any) -> Self:
        return self.filter(
            school__level=SchoolLevel.SECONDARY,
            school__region__in=BureauMember.objects.filter(user=user).values("region"),
        )

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(school__region_id__in=codes)

    def with_associations(self) -> Self:
        return self.select_related(
            "school__region", "certificate__organization", "round__batch"
        ).prefetch_related("lines__major")

    def with_plan_file(self) -> Self:
        """Annotate ``has_plan_file``."""
        files = ApplicationPlanFile.objects.filter(application=OuterRef("pk"))
        return self.annotate(has_plan_file=Exists(files))


class Application(RegisterRecord, ClusterableModel):
    """A school's application for a certificate in a round (试点申报).

    Its state is moved by ``services.applications`` alone, and each move is an ``ApplicationEvent``.
    """

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(
        School, models.PROTECT, related_name="applications", verbose_name=_("school")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="applications", verbose_name=_("certificate")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="applications", verbose_name=_("round")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ApplicationState.choices,
        default=ApplicationState.DRAFT,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    platform_number = models.CharField(_("number on the platform"), max_length=50, blank=True)
    plan = models.TextField(
        _("pilot plan"),
        blank=True,
        help_text=_("What the school plans: teachers, conditions, teaching, examination."),
    )
    note = models.TextField(_("internal note"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    # Annotated by ``with_plan_file()``.
    has_plan_file: bool

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering: ClassVar = ["round", "school", "certificate"]
        indexes: ClassVar = [models.Index(fields=["round", "state"], name="xcms_application_state")]
        permissions: ClassVar = [
            ("review_application", gettext_noop("Can review applications for a municipal bureau")),
            ("decide_application", gettext_noop("Can decide on applications for the province")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "certificate", "round"],
                name="xcms_application_unique",
                violation_error_message=_(
                    "This school applies for this certificate in this round already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="xcms_application_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT) | Q(submitted_at__isnull=False),
                name="xcms_application_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.certificate} · {self.round}"

    @property
    def lasting_identity(self) -> str:
        return f"{self.school.code}\n{self.certificate.public_id}\n{self.round.key}"

    @property
    def passes_bureau(self) -> bool:
        """中职 pass their bureau first (design rule 6)."""
        return bool(self.school.level == SchoolLevel.SECONDARY)

    @property
    def is_open_to_change(self) -> bool:
        return self.state in (ApplicationState.DRAFT, ApplicationState.RETURNED)

    @property
    def takes_in_plans(self) -> bool:
        return self.state not in (ApplicationState.APPROVED, ApplicationState.REFUSED)

    @property
    def students(self) -> int:
        return sum(line.students for line in self.lines.all())

    @property
    def approved(self) -> int | None:
        """Persons approved; None while nothing is decided."""
        figures = [line.approved for line in self.lines.all() if line.approved is not None]
        return sum(figures) if figures else None


class ApplicationLineQuerySet(RecordQuerySet):
    def public(self) -> Self:
        return self.none()

    def with_application(self) -> Self:
        """With all that a file says of a line; annotates ``decided_at``: when it was approved or refused."""
        decisions = ApplicationEvent.objects.filter(
            application=OuterRef("application"),
            to_state=OuterRef("application__state"),
            event__in=(ApplicationEventKind.APPROVE, ApplicationEventKind.REFUSE),
        ).order_by("-pk")
        return self.select_related(
            "application__school__region",
            "application__certificate__organization",
            "application__round__batch",
            "major",
        ).annotate(decided_at=Subquery(decisions.values("happened_at")[:1]))


class ApplicationLine(RegisterRecord):
    """A line of an application (申报明细): how many students of a major go for a level.

    ``approved`` may differ from ``students``, and is written with the decision alone.
    """

    application = ParentalKey(
        Application, on_delete=models.CASCADE, related_name="lines", verbose_name=_("application")
    )
    level = models.CharField(
        _("certificate level"), max_length=16, choices=CertificateLevel.choices, blank=True
    )
    major = models.ForeignKey(
        Major, models.PROTECT, related_name="application_lines", verbose_name=_("major")
    )
    students = models.PositiveIntegerField(_("students applied for"))
    approved = models.PositiveIntegerField(
        _("students approved"), null=True, blank=True, editable=False
    )

    objects = ApplicationLineQuerySet.as_manager()

    # Annotated by ``with_application()``.
    decided_at: datetime | None

    class Meta:
        verbose_name = _("line of an application")
        verbose_name_plural = _("lines of applications")
        ordering: ClassVar = ["application", "level", "major"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "level", "major"],
                name="xcms_applicationline_unique",
                violation_error_message=_("This level and major stand in another line already."),
            ),
            models.CheckConstraint(
                condition=Q(students__gte=1),
                name="xcms_applicationline_students",
                violation_error_message=_("A line is for at least one student."),
            ),
        ]

    def __str__(self) -> str:
        level = self.get_level_display() if self.level else ""
        return " · ".join(part for part in (level, str(self.major), str(self.students)) if part)

    def clean(self) -> None:
        super().clean()
        if self.students == 0:
            raise ValidationError({"students": _("A line is for at least one student.")})


class ApplicationPlanFile(PrivateFile):
    """The plan (试点实施方案) that a school hands in with its application; the latest counts, the former ones stay."""

    owner_field = "application"

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="plan_files", verbose_name=_("application")
    )

    class Meta(PrivateFile.Meta):
        verbose_name = _("plan of an application")
        verbose_name_plural = _("plans of applications")
        ordering: ClassVar = ["application", "-taken_in_at", "-pk"]


class ApplicationEvent(LedgerEvent):
    """One move of an application (申报办理记录): who, when, from where to where, and why. Append-only.

    ``data`` holds what the decision rested on: figures approved, findings of the rules, reasons of overrides.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="events", verbose_name=_("application")
    )
    event = models.CharField(_("event"), max_length=20, choices=ApplicationEventKind.choices)
    from_state = models.CharField(_("from state"), max_length=20, choices=ApplicationState.choices)
    to_state = models.CharField(_("to state"), max_length=20, choices=ApplicationState.choices)

    class Meta:
        verbose_name = _("move of an application")
        verbose_name_plural = _("moves of applications")
        ordering: ClassVar = ["application", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    event__in=ApplicationEventKind.values,
                    from_state__in=ApplicationState.values,
                    to_state__in=ApplicationState.values,
                ),
                name="xcms_applicationevent_vocabulary",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} · {self.application}"
