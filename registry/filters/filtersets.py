"""One filter set per public list."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from registry.enums import ApprovalStatus, CertificateLevel, ContactKind, NationalBatch, SchoolLevel
from registry.filters.choices import (
    batches,
    named_certificates,
    organizations_of_named_certificates,
    public_certificates,
    public_organizations,
    regions,
    rounds,
    schools,
)
from registry.filters.kinds import (
    ApprovalSearchFilter,
    Combined,
    RecordsFilter,
    TextsFilter,
    in_batches,
    in_rounds,
    majors_named,
)
from registry.models import Approval, ApprovalDecision, Certificate, EditionRow
from registry.services.published import rows_that_say
from xcms.filters import DayFilter, RegisterFilterSet, SortOption, ValuesFilter


class CertificateFilterSet(Combined, RegisterFilterSet):
    """Filed certificates. Levels, school levels, majors, batch and round are those of one published row."""

    sorts = (
        SortOption("national_batch", _("National batch"), ["national_batch", "pinyin"]),
        SortOption("name", _("Name"), ["pinyin"]),
        SortOption("organization", _("Organisation"), ["organization__pinyin", "pinyin"]),
    )

    certificate_level = ValuesFilter(
        label=_("Certificate level"), choices=CertificateLevel.choices, method="combined"
    )
    school_level = ValuesFilter(
        label=_("School level"), choices=SchoolLevel.choices, method="combined"
    )
    round = ValuesFilter(label=_("Round"), choices=rounds, method="combined")
    batch = ValuesFilter(label=_("Batch"), choices=batches, method="combined")
    national_batch = ValuesFilter(
        "national_batch", label=_("National batch"), choices=NationalBatch.choices
    )
    organization = ValuesFilter(
        "organization__public_id", label=_("Organisation"), choices=public_organizations
    )
    major = TextsFilter(label=_("Range of majors"), method="combined")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.form.cleaned_data
        narrowed = rows_that_say(
            levels=asked["certificate_level"],
            school_levels=asked["school_level"],
            majors=asked["major"],
        )
        narrowed &= in_batches(asked["batch"], "edition__round__batch")
        narrowed &= in_rounds(asked["round"], "edition__round")
        if narrowed:
            rows = EditionRow.objects.public().filter(narrowed, filing__certificate=OuterRef("pk"))
            queryset = queryset.filter(Exists(rows))
        return super().filter_queryset(queryset)


class SchoolFilterSet(Combined, RegisterFilterSet):
    """Schools. Certificate, level, major and status are those of one approved line, today's state."""

    sorts = (
        # Schools that may take part come first within their region.
        SortOption("region", _("Region"), ["region", "-is_eligible", "code"]),
        SortOption("name", _("Name"), ["pinyin"]),
        SortOption("code", _("School code"), ["code"]),
    )

    region = ValuesFilter("region", label=_("Region"), choices=regions)
    school_level = ValuesFilter("level", label=_("School level"), choices=SchoolLevel.choices)
    certificate = ValuesFilter(
        label=_("Certificate"), choices=named_certificates, method="combined"
    )
    certificate_level = ValuesFilter(
        label=_("Certificate level"), choices=CertificateLevel.choices, method="combined"
    )
    major = TextsFilter(label=_("Major"), method="combined")
    status = ValuesFilter(
        label=_("Status of the approval"), choices=ApprovalStatus.choices, method="combined"
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.form.cleaned_data
        narrowed = Q()
        if asked["certificate"]:
            narrowed &= Q(certificate__public_id__in=asked["certificate"])
        if asked["certificate_level"]:
            narrowed &= Q(level__in=asked["certificate_level"])
        if asked["major"]:
            narrowed &= Q(major__in=majors_named(asked["major"]).order_by().values("pk"))
        if narrowed or asked["status"]:
            lines = Approval.objects.public().with_state(self.today)
            lines = lines.filter(narrowed, school=OuterRef("pk"))
            lines = lines.filter(status__in=asked["status"] or [ApprovalStatus.IN_FORCE])
            queryset = queryset.filter(Exists(lines))
        return super().filter_queryset(queryset)


class OrganizationFilterSet(RegisterFilterSet):
    sorts = (SortOption("name", _("Name"), ["pinyin"]),)

    national_batch = ValuesFilter(
        label=_("National batch"), choices=NationalBatch.choices, method="owning_of_batch"
    )
    certificate = ValuesFilter(label=_("Certificate"), choices=public_certificates, method="owning")

    def owning(self, queryset: QuerySet[Any], _name: str, public_ids: list[str]) -> QuerySet[Any]:
        owned = Certificate.objects.public().filter(public_id__in=public_ids)
        return queryset.filter(Exists(owned.filter(organization=OuterRef("pk"))))

    def owning_of_batch(
        self, queryset: QuerySet[Any], _name: str, batches: list[str]
    ) -> QuerySet[Any]:
        owned = Certificate.objects.public().filter(national_batch__in=batches)
        return queryset.filter(Exists(owned.filter(organization=OuterRef("pk"))))


class ApprovalFilterSet(RegisterFilterSet):
    """Approved lines with their state on ``as_of`` (today): those in force unless ``status`` says otherwise."""

    sorts = (
        SortOption(
            "school",
            _("School"),
            ["school__region", "school__code", "certificate__pinyin", "level", "major__code"],
        ),
        SortOption(
            "certificate",
            _("Certificate"),
            ["certificate__pinyin", "level", "school__region", "school__code"],
        ),
        SortOption("quota", _("Quota"), ["quota"]),
        SortOption("effective_from", _("Effective from"), ["effective_from"]),
    )

    q = ApprovalSearchFilter()
    region = ValuesFilter("school__region", label=_("Region"), choices=regions)
    school_level = ValuesFilter(
        "school__level", label=_("School level"), choices=SchoolLevel.choices
    )
    certificate = ValuesFilter(
        "certificate__public_id", label=_("Certificate"), choices=named_certificates
    )
    certificate_level = ValuesFilter(
        "level", label=_("Certificate level"), choices=CertificateLevel.choices
    )
    organization = ValuesFilter(
        "certificate__organization__public_id",
        label=_("Organisation"),
        choices=organizations_of_named_certificates,
    )
    school = RecordsFilter(
        schools, "code", field_name="school", label=_("School"), method="of_schools"
    )
    major = TextsFilter(label=_("Major"), method="of_majors")
    batch = ValuesFilter(label=_("Batch"), choices=batches, method="decided_in_batches")
    round = ValuesFilter(label=_("Round"), choices=rounds, method="decided_in_rounds")
    status = ValuesFilter("status", label=_("Status"), choices=ApprovalStatus.choices)
    as_of = DayFilter(label=_("As of"), method="with_state_of_day")

    @property
    def day(self) -> date:
        """The day whose state the list shows."""
        asked: date | None = self.form.cleaned_data.get("as_of") if self.is_valid() else None
        return asked or self.today

    def filter_queryset(self, queryset: Any) -> QuerySet[Any]:
        queryset = queryset.with_state(self.day)
        if not self.form.cleaned_data["status"]:
            queryset = queryset.filter(status=ApprovalStatus.IN_FORCE)
        return super().filter_queryset(queryset)

    def with_state_of_day(self, queryset: QuerySet[Any], _name: str, _value: date) -> QuerySet[Any]:
        return queryset

    def of_schools(self, queryset: QuerySet[Any], _name: str, codes: list[str]) -> QuerySet[Any]:
        return queryset.filter(school__code__in=codes)

    def of_majors(self, queryset: QuerySet[Any], _name: str, texts: list[str]) -> QuerySet[Any]:
        return queryset.filter(major__in=majors_named(texts).order_by().values("pk"))

    def decided_in_batches(
        self, queryset: QuerySet[Any], _name: str, keys: list[str]
    ) -> QuerySet[Any]:
        return self._decided(queryset, in_batches(keys, "round__batch"))

    def decided_in_rounds(
        self, queryset: QuerySet[Any], _name: str, keys: list[str]
    ) -> QuerySet[Any]:
        return self._decided(queryset, in_rounds(keys, "round"))

    def _decided(self, queryset: QuerySet[Any], condition: Q) -> QuerySet[Any]:
        decisions = ApprovalDecision.objects.public().filter(condition, approval=OuterRef("pk"))
        return queryset.filter(Exists(decisions))


#: Whom the directory shows first: the authorities. Schools' and organisations' offices are on their own pages.
OFFICE_KINDS = (ContactKind.PROVINCE, ContactKind.BUREAU)


class ContactFilterSet(RegisterFilterSet):
    """Offices of the directory. Without a search or a kind: the province's and the bureaus'."""

    sorts: ClassVar[Sequence[SortOption]] = (
        SortOption("position", _("Directory order"), ["kind_rank", "region", "position", "office"]),
        SortOption("office", _("Office"), ["office"]),
    )

    kind = ValuesFilter("kind", label=_("Kind"), choices=ContactKind.choices)
    region = ValuesFilter("region", label=_("Region"), choices=regions)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.form.cleaned_data
        if not asked["q"] and not asked["kind"]:
            queryset = queryset.filter(kind__in=OFFICE_KINDS)
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(ContactKind)]
        return super().filter_queryset(queryset.annotate(kind_rank=Case(*ranks)))
