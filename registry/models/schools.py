"""Schools: who may run certificates."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from registry.enums import SchoolLevel, SchoolNameKind
from registry.models.named import NamedRecord
from registry.short_names import short_names
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id
from xcms.text import clean_text, name_key
from xcms.versions import register_write

#: What stands between several names of a school in one cell of a sheet.
_NAME_SEPARATORS = "、;；\n"

school_code_validator = RegexValidator(r"^[0-9]{10}\Z", _("A school code has exactly 10 digits."))
region_code_validator = RegexValidator(
    r"^[0-9]{6}\Z", _("A region code has exactly 6 digits (GB/T 2260).")
)


class Region(models.Model):
    """A prefecture (市州), keyed by its GB/T 2260 code."""

    code = models.CharField(
        _("region code"), max_length=6, primary_key=True, validators=[region_code_validator]
    )
    name = models.CharField(_("name"), max_length=50, unique=True)
    short_name = models.CharField(_("short name"), max_length=20)
    # Its name stands in other records, whose readers must learn of a change.
    recorded_version = models.PositiveBigIntegerField(
        _("register version"), default=0, editable=False
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # No record of the register, but every record of a school shows its name.
        with register_write() as self.recorded_version:
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "recorded_version"}
            super().save(*args, **kwargs)
            for school in self.schools.with_names():
                school.refresh_search_text()


class SchoolQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Every school: which schools exist is no secret."""
        return self.all()

    def in_region(self, codes: Sequence[str]) -> Self:
        return self.filter(region_id__in=codes)

    def with_names(self) -> Self:
        return self.prefetch_related(Prefetch("names", SchoolName.objects.order_by("kind", "name")))

    def with_public_associations(self) -> Self:
        """What every public list of schools shows: two queries whatever the number of schools."""
        return self.select_related("region").with_names()


class School(NamedRecord, ClusterableModel):
    """A school of the pilot (试点院校)."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    code = models.CharField(
        _("school code"), max_length=10, unique=True, validators=[school_code_validator]
    )
    level = models.CharField(_("school level"), max_length=32, choices=SchoolLevel.choices)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="schools", verbose_name=_("region")
    )
    authority = models.CharField(_("competent authority"), max_length=100, blank=True)
    is_private = models.BooleanField(_("privately run"), default=False)
    website = models.URLField(_("website"), blank=True)
    is_eligible = models.BooleanField(
        _("eligible"),
        default=True,
        help_text=_("Other undergraduate schools take part only where the office says so."),
    )
    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(fields=["region", "level"], name="xcms_school_region_level")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="xcms_school_name_unique",
                violation_error_message=_("Another school already has this name."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=SchoolLevel.values), name="xcms_school_level_known"
            ),
        ]

    @property
    def lasting_identity(self) -> str:
        return self.code

    def alias_texts(self) -> list[str]:
        return [alias.name for alias in self.names.all()] if self.pk else []

    def search_names(self) -> list[str]:
        names = [self.name, *self.alias_texts()]
        return [*names, *(short for name in names for short in short_names(name))]

    def search_parts(self) -> list[str]:
        # The last five digits are the code by which a college is known to applicants (院校代码).
        region = [self.region.name] if self.region_id else []
        return [self.code, self.code[-5:], *region]


class SchoolName(RegisterRecord):
    """A former name or an alias of a school (曾用名、简称)."""

    school = ParentalKey(School, related_name="names", verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(max_length=100, editable=False, db_index=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=SchoolNameKind.choices, default=SchoolNameKind.ALIAS
    )
    until = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="xcms_schoolname_unique",
                violation_error_message=_("This name already belongs to a school."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name = clean_text(self.name)
        self.name_key = name_key(self.name)

    def clean(self) -> None:
        super().clean()
        self.derive()
        if set(_NAME_SEPARATORS) & set(self.name):
            raise ValidationError(
                {"name": _("One name to a row; “、” and “；” stand between several.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)
        self.school.refresh_search_text()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        self.school.refresh_search_text()
        return result


class SchoolYearQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Every year's figures: the caps of a scope are checked against them in the open."""
        return self.all()


class SchoolYear(RegisterRecord):
    """A school's figures of one year (年度办学数据): the bases of the caps."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    school = ParentalKey(School, related_name="years", verbose_name=_("school"))
    year = models.PositiveSmallIntegerField(_("year"))
    majors_count = models.PositiveIntegerField(_("number of majors"), null=True, blank=True)
    enrolment = models.PositiveIntegerField(_("enrolment"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    figures_on = models.DateField(
        _("figures of the day"),
        null=True,
        blank=True,
        help_text=_("The day on which the figures were counted. Empty means not known."),
    )

    objects = SchoolYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures by year")
        ordering: ClassVar = ["school", "-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "year"],
                name="xcms_schoolyear_unique",
                violation_error_message=_("This school already has figures for this year."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2019, year__lte=2100), name="xcms_schoolyear_year_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"
