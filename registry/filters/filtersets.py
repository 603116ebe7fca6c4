"""One filter set per public list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import cached_property
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
    MajorsFilter,
    RecordsFilter,
    TextsFilter,
    by_round,
    in_batches,
    in_rounds,
    majors_named,
)
from registry.models import Approval, ApprovalDecision, Certificate, EditionRow
from registry.services.published import rows_that_say
from xcms.filter_kinds import DayFilter, ValuesFilter, grouped
from xcms.filters import RegisterFilterSet, SortOption

#: A filter that the set applies together with others, since they must hold for one and the same row.
COMBINED: Any = {"method": "combined", "counted": "combined_counts"}


class CertificateFilterSet(Combined, RegisterFilterSet):
    """Filed certificates. Levels, school levels, majors, batch and round are those of one published row."""

    sorts = (
        SortOption("national_batch", _("National batch"), ["national_batch", "pinyin"]),
        SortOption("name", _("Name"), ["pinyin"]),
        SortOption("organization", _("Organisation"), ["organization__pinyin", "pinyin"]),
    )

    certificate_level = ValuesFilter(
        label=_("Certificate level"), choices=CertificateLevel.choices, **COMBINED
    )
    school_level = ValuesFilter(label=_("School level"), choices=SchoolLevel.choices, **COMBINED)
    round = ValuesFilter(label=_("Round"), choices=rounds, **COMBINED)
    batch = ValuesFilter(label=_("Batch"), choices=batches, **COMBINED)
    national_batch = ValuesFilter(
        "national_batch", label=_("National batch"), choices=NationalBatch.choices
    )
    organization = ValuesFilter(
        "organization__public_id", label=_("Organisation"), choices=public_organizations
    )
    major = TextsFilter(label=_("Range of majors"), method="combined")

    def narrowed(
        self, queryset: QuerySet[Any], asked: Mapping[str, Any], *, free: str = ""
    ) -> QuerySet[Any]:
        if condition := self._condition(asked, free):
            rows = self._published.filter(condition, filing__certificate=OuterRef("pk"))
            queryset = queryset.filter(Exists(rows))
        return super().narrowed(queryset, asked, free=free)

    @cached_property
    def _published(self) -> QuerySet[EditionRow]:
        # Made once: it asks which pages are not for everybody.
        return EditionRow.objects.public()

    def _condition(self, asked: Mapping[str, Any], free: str) -> Q:
        """What one and the same published row must say."""
        asked = {**asked, free: ()}
        condition = rows_that_say(
            levels=asked["certificate_level"],
            school_levels=asked["school_level"],
            majors=asked["major"],
        )
        condition &= in_batches(asked["batch"], "edition__round__batch")
        return condition & in_rounds(asked["round"], "edition__round")

    def combined_counts(self, name: str) -> Mapping[str, int]:
        """Certificates by what their rows say, among the rows that meet all the other conditions."""
        asked = self.form.cleaned_data
        certificates = super().narrowed(self.queryset, asked).order_by().values("pk")
        rows = self._published.filter(
            self._condition(asked, name), filing__certificate__in=certificates
        )
        if name in ("certificate_level", "school_level"):
            return _said(rows, name)
        return by_round(
            rows.filter(edition__round__batch__is_listed=True),
            "edition__round",
            count="filing__certificate",
            whole_batches=name == "batch",
        )


def _said(rows: QuerySet[EditionRow], name: str) -> dict[str, int]:
    values = (CertificateLevel if name == "certificate_level" else SchoolLevel).values
    argument = "levels" if name == "certificate_level" else "school_levels"
    nothing: dict[str, list[str]] = {"levels": [], "school_levels": [], "majors": []}
    sums = rows.order_by().aggregate(
        **{
            value: Count(
                "filing__certificate",
                distinct=True,
                filter=rows_that_say(**{**nothing, argument: [value]}),
            )
            for value in values
        }
    )
    return {value: count for value, count in sums.items() if count}


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
    certificate = ValuesFilter(label=_("Certificate"), choices=named_certificates, **COMBINED)
    certificate_level = ValuesFilter(
        label=_("Certificate level"), choices=CertificateLevel.choices, **COMBINED
    )
    major = MajorsFilter(label=_("Major"), **COMBINED)
    status = ValuesFilter(
        label=_("Status of the approval"), choices=ApprovalStatus.choices, **COMBINED
    )

    #: Where a line has what a filter asks for.
    _OF_LINES: ClassVar = {
        "certificate": "certificate__public_id",
        "certificate_level": "level",
        "major": "major__name",
        "status": "status",
    }

    def narrowed(
        self, queryset: QuerySet[Any], asked: Mapping[str, Any], *, free: str = ""
    ) -> QuerySet[Any]:
        if any(asked[name] for name in self._OF_LINES if name != free):
            lines = self._lines(asked, free).filter(school=OuterRef("pk"))
            queryset = queryset.filter(Exists(lines))
        return super().narrowed(queryset, asked, free=free)

    def _lines(self, asked: Mapping[str, Any], free: str = "") -> QuerySet[Approval]:
        """One and the same line must meet all conditions; without a status it must be in force."""
        asked = {**asked, free: ()}
        lines = Approval.objects.public().with_state(self.today)
        if asked["certificate"]:
            lines = lines.filter(certificate__public_id__in=asked["certificate"])
        if asked["certificate_level"]:
            lines = lines.filter(level__in=asked["certificate_level"])
        if asked["major"]:
            lines = lines.filter(major__in=majors_named(asked["major"]).order_by().values("pk"))
        if free == "status":
            return lines
        return lines.filter(status__in=asked["status"] or [ApprovalStatus.IN_FORCE])

    def combined_counts(self, name: str) -> Mapping[str, int]:
        asked = self.form.cleaned_data
        schools = super().narrowed(self.queryset, asked).order_by().values("pk")
        lines = self._lines(asked, name).filter(school__in=schools)
        return grouped(lines, self._OF_LINES[name], count="school", distinct=True)


_OWNING: Any = {"method": "owning", "counted": "owning_counts"}


class OrganizationFilterSet(RegisterFilterSet):
    sorts = (SortOption("name", _("Name"), ["pinyin"]),)

    national_batch = ValuesFilter(
        label=_("National batch"), choices=NationalBatch.choices, **_OWNING
    )
    certificate = ValuesFilter(label=_("Certificate"), choices=public_certificates, **_OWNING)

    _OF_CERTIFICATES: ClassVar = {"national_batch": "national_batch", "certificate": "public_id"}

    def owning(self, queryset: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        condition = {f"{self._OF_CERTIFICATES[name]}__in": values}
        owned = Certificate.objects.public().filter(**condition)
        return queryset.filter(Exists(owned.filter(organization=OuterRef("pk"))))

    def owning_counts(self, name: str) -> Mapping[str, int]:
        owners = self.narrowed(self.queryset, self.form.cleaned_data, free=name)
        owned = Certificate.objects.public().filter(organization__in=owners.order_by().values("pk"))
        return grouped(owned, self._OF_CERTIFICATES[name], count="organization", distinct=True)


_DECIDED: Any = {"method": "decided_in", "counted": "decided_counts"}


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
    major = MajorsFilter(field_name="major__name", label=_("Major"), method="of_majors")
    batch = ValuesFilter(label=_("Batch"), choices=batches, **_DECIDED)
    round = ValuesFilter(label=_("Round"), choices=rounds, **_DECIDED)
    status = ValuesFilter("status", label=_("Status"), choices=ApprovalStatus.choices)
    as_of = DayFilter(label=_("As of"), method="with_state_of_day")

    @property
    def day(self) -> date:
        """The day whose state the list shows."""
        asked: date | None = self.form.cleaned_data.get("as_of") if self.is_valid() else None
        return asked or self.today

    def narrowed(self, queryset: Any, asked: Mapping[str, Any], *, free: str = "") -> QuerySet[Any]:
        queryset = queryset.with_state(self.day)
        if not asked["status"] and free != "status":
            queryset = queryset.filter(status=ApprovalStatus.IN_FORCE)
        return super().narrowed(queryset, asked, free=free)

    def with_state_of_day(self, queryset: QuerySet[Any], _name: str, _value: date) -> QuerySet[Any]:
        return queryset

    def of_schools(self, queryset: QuerySet[Any], _name: str, codes: list[str]) -> QuerySet[Any]:
        return queryset.filter(school__code__in=codes)

    def of_majors(self, queryset: QuerySet[Any], _name: str, texts: list[str]) -> QuerySet[Any]:
        return queryset.filter(major__in=majors_named(texts).order_by().values("pk"))

    def decided_in(self, queryset: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        condition = (
            in_batches(keys, "round__batch") if name == "batch" else in_rounds(keys, "round")
        )
        decisions = ApprovalDecision.objects.public().filter(condition, approval=OuterRef("pk"))
        return queryset.filter(Exists(decisions))

    def decided_counts(self, name: str) -> Mapping[str, int]:
        lines = self.narrowed(self.queryset, self.form.cleaned_data, free=name)
        decisions = ApprovalDecision.objects.public().filter(
            approval__in=lines.order_by().values("pk"), round__batch__is_listed=True
        )
        return by_round(decisions, "round", count="approval", whole_batches=name == "batch")


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

    def narrowed(
        self, queryset: QuerySet[Any], asked: Mapping[str, Any], *, free: str = ""
    ) -> QuerySet[Any]:
        if not asked["q"] and not asked["kind"] and free != "kind":
            queryset = queryset.filter(kind__in=OFFICE_KINDS)
        return super().narrowed(queryset, asked, free=free)

    def sort_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(ContactKind)]
        return super().sort_queryset(queryset.annotate(kind_rank=Case(*ranks)))
