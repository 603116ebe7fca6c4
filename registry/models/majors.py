"""Majors and their teaching teams."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.enums import MajorLevel, TeamFlag
from registry.models.named import NamedRecord
from registry.models.schools import School
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id


class MajorQuerySet(RecordQuerySet):
    def public(self) -> "MajorQuerySet":
        return self.exclude(name="")

    def unspecified(self) -> "Major":
        """The row that stands for "the approval names no major". One query."""
        return self.get(level="", code="", name="")


class Major(NamedRecord):
    """A major of the official catalogue (专业).

    One row, without level, code and name, means "unspecified": the notice fixes only school, certificate
    and scale, and a NULL would defeat the unique constraint on approvals.
    """

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    catalogue_year = models.PositiveSmallIntegerField(_("catalogue year"))
    level = models.CharField(_("level"), max_length=32, choices=MajorLevel.choices, blank=True)
    code = models.CharField(_("major code"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)

    objects = MajorQuerySet.as_manager()

    class Meta:
        verbose_name = _("major")
        verbose_name_plural = _("majors")
        ordering: ClassVar = ["level", "code", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["catalogue_year", "level", "code", "name_key"],
                name="xcms_major_unique",
                violation_error_message=_("This catalogue already has this major."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(level="") | Q(name="", level="", code=""),
                name="xcms_major_named_or_unspecified",
                violation_error_message=_("A major needs a name and a level."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Any major"))

    @property
    def is_unspecified(self) -> bool:
        return not self.name

    def search_parts(self) -> list[str]:
        return [self.code]


class MajorTeam(RegisterRecord):
    """The teaching team of a major at a school in a year (专业教学团队).

    Ratios are shares between 0 and 1; empty means not known, not zero.
    """

    school = models.ForeignKey(
        School, models.CASCADE, related_name="major_teams", verbose_name=_("school")
    )
    major = models.ForeignKey(Major, models.PROTECT, related_name="teams", verbose_name=_("major"))
    year = models.PositiveSmallIntegerField(_("year"))
    dual_qualified_ratio = models.DecimalField(
        _("share of dual-qualified teachers"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    industry_expert_ratio = models.DecimalField(
        _("share of industry experts"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    flag = models.CharField(_("team status"), max_length=12, choices=TeamFlag.choices, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    figures_on = models.DateField(
        _("figures of the day"),
        null=True,
        blank=True,
        help_text=_("The day on which the figures were counted. Empty means not known."),
    )

    class Meta:
        verbose_name = _("teaching team")
        verbose_name_plural = _("teaching teams")
        ordering: ClassVar = ["school", "-year", "major"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "major", "year"],
                name="xcms_majorteam_unique",
                violation_error_message=_("This major already has a team for this year."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}__isnull": True})
                    | Q(**{f"{field}__gte": 0, f"{field}__lte": 1}),
                    name=f"xcms_majorteam_{field}",
                    violation_error_message=_("A share lies between 0 and 1."),
                )
                for field in ("dual_qualified_ratio", "industry_expert_ratio")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.major} · {self.year}"

    def clean(self) -> None:
        super().clean()
        _refuse_unspecified(self.major_id and self.major)


def _refuse_unspecified(major: Any) -> None:
    from django.core.exceptions import ValidationError

    if major and major.is_unspecified:
        raise ValidationError({"major": _("A teaching team belongs to a named major.")})
