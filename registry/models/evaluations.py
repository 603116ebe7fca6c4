"""The evaluation of schools, year by year: indicators and weights as data, and what each school scored."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from registry.enums import EvaluationMeasure
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord

#: What all weights of a scheme come to, in percent; a total lies between 0 and this.
WHOLE = 100


class SchemeQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Only where the office has said so."""
        return self.filter(is_public=True)

    def of_school(self, school: School) -> Self:
        """In which the school has been scored."""
        scored = EvaluationScore.objects.filter(school=school).values("indicator__scheme")
        return self.filter(pk__in=scored)


class EvaluationScheme(RegisterRecord, ClusterableModel):
    """How the schools' pilot work of a year is evaluated (绩效评价方案)."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        validators=[MinValueValidator(2019), MaxValueValidator(2100)],
        error_messages={"unique": _("There is an evaluation of this year already.")},
    )
    title = models.CharField(_("title"), max_length=100)
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("The text that the evaluation rests on.")
    )
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False, editable=False)
    public_since = models.DateField(_("public since"), null=True, blank=True, editable=False)
    shows_totals = models.BooleanField(_("totals are public, too"), default=False, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering: ClassVar = ["-year"]
        permissions: ClassVar = [
            ("publish_evaluation", gettext_noop("Can publish evaluations and take them back"))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(year__gte=2019, year__lte=2100), name="xcms_evaluation_year_range"
            ),
            models.CheckConstraint(
                condition=Q(is_public=True, public_since__isnull=False)
                | Q(is_public=False, public_since__isnull=True, shows_totals=False),
                name="xcms_evaluation_public_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvaluationIndicator(RegisterRecord):
    """What is looked at (评价指标): so many points at most, and their weight in the total."""

    scheme = ParentalKey(EvaluationScheme, related_name="indicators", verbose_name=_("evaluation"))
    name = models.CharField(_("indicator"), max_length=60)
    weight = models.PositiveSmallIntegerField(
        _("weight, percent"),
        validators=[MinValueValidator(1), MaxValueValidator(WHOLE)],
        help_text=_("Whole percent; all weights together are 100."),
    )
    max_points = models.PositiveSmallIntegerField(
        _("points at most"), default=100, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    measure = models.CharField(
        _("figure of the register"),
        max_length=16,
        choices=EvaluationMeasure.choices,
        blank=True,
        help_text=_("Where chosen, points are proposed by the register; who enters may differ."),
    )
    full_at = models.PositiveIntegerField(
        _("full points from"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "The figure that brings all points: 90 of a rate is 90%. Below, in proportion."
        ),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["scheme", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="xcms_indicator_unique",
                violation_error_message=_("This evaluation already has this indicator."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=WHOLE, max_points__gte=1),
                name="xcms_indicator_range",
            ),
            models.CheckConstraint(
                condition=Q(measure="", full_at__isnull=True)
                | Q(measure__in=EvaluationMeasure.values, full_at__gte=1),
                name="xcms_indicator_measure",
                violation_error_message=_(
                    "A figure of the register and “full points from” go together."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if bool(self.measure) != (self.full_at is not None):
            raise ValidationError(
                {"full_at": _("A figure of the register and “full points from” go together.")}
            )


class EvaluationGrade(RegisterRecord):
    """A grade (评价等级), from so many points of the total on; the bound itself belongs to it."""

    scheme = ParentalKey(EvaluationScheme, related_name="grades", verbose_name=_("evaluation"))
    name = models.CharField(_("grade"), max_length=20)
    lower_bound = models.DecimalField(
        _("from (inclusive)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(WHOLE))],
    )

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering: ClassVar = ["scheme", "-lower_bound"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="xcms_grade_name_unique",
                violation_error_message=_("This evaluation already has this grade."),
            ),
            models.UniqueConstraint(
                fields=["scheme", "lower_bound"],
                name="xcms_grade_bound_unique",
                violation_error_message=_("Another grade begins at the same bound."),
            ),
            models.CheckConstraint(
                condition=Q(lower_bound__gte=0, lower_bound__lte=WHOLE), name="xcms_grade_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ≥ {self.lower_bound.normalize():f}"


class ScoreQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """None: of a public evaluation visitors see grades, never single points."""
        return self.none()


class EvaluationScore(RegisterRecord):
    """What a school scored on an indicator (评价得分)."""

    school = models.ForeignKey(
        School, models.PROTECT, related_name="scores", verbose_name=_("school")
    )
    indicator = models.ForeignKey(
        EvaluationIndicator, models.PROTECT, related_name="scores", verbose_name=_("indicator")
    )
    points = models.DecimalField(
        _("points"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering: ClassVar = ["indicator", "school"]
        default_permissions = ("change",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "indicator"], name="xcms_score_unique"),
            models.CheckConstraint(condition=Q(points__gte=0), name="xcms_score_points"),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.indicator}：{self.points.normalize():f}"

    def clean(self) -> None:
        super().clean()
        most: Any = self.indicator.max_points
        if self.points is not None and self.points > most:
            raise ValidationError(
                {
                    "points": _("at most %(most)d points, not %(points)s")
                    % {"most": most, "points": f"{self.points.normalize():f}"}
                }
            )
