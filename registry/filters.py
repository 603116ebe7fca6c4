"""The filters of every public list: the only reading of its query, for page, export, feed and API alike."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from registry.enums import ApprovalStatus, CertificateLevel, ContactKind, NationalBatch, SchoolLevel
from registry.models import (
    Approval,
    ApprovalDecision,
    Batch,
    Certificate,
    EditionRow,
    Filing,
    Major,
    Organization,
    Region,
    Round,
    School,
)
from registry.services.published import rows_that_say
from xcms.filters import (
    LONGEST_SEARCH,
    DayFilter,
    RegisterFilterSet,
    SearchFilter,
    SortOption,
    ValuesFilter,
)
from xcms.text import name_key, search_terms

Choices = list[tuple[str, str]]

#: Each text is a condition of its own, and SQLite refuses expressions more than 1,000 deep.
MOST_TEXTS = 20


# Choices, asked once per request


def _regions() -> Choices:
    return list(Region.objects.values_list("code", "name"))


def _batches() -> Choices:
    return [(batch.key, str(batch)) for batch in Batch.objects.public()]


def _rounds() -> Choices:
    return [(round_.key, str(round_)) for round_ in Round.objects.public().select_related("batch")]


def _certificates_with_lists() -> QuerySet[Certificate]:
    """Certificates that a public page may name: filed in a published list, or part of a decided approval."""
    decided = ApprovalDecision.objects.public().filter(approval__certificate=OuterRef("pk"))
    filed = Filing.objects.public().filter(certificate=OuterRef("pk"))
    return Certificate.objects.filter(Exists(decided) | Exists(filed))


def _named_certificates() -> Choices:
    return list(_certificates_with_lists().order_by("pinyin").values_list("public_id", "name"))


def _organizations_of_named_certificates() -> Choices:
    owners = Organization.objects.filter(certificates__in=_certificates_with_lists()).distinct()
    return list(owners.order_by("pinyin").values_list("public_id", "name"))


def _schools() -> QuerySet[School]:
    return School.objects.public()


def _public_organizations() -> Choices:
    return list(Organization.objects.public().order_by("pinyin").values_list("public_id", "name"))


def _public_certificates() -> Choices:
    return list(Certificate.objects.public().order_by("pinyin").values_list("public_id", "name"))


# Filters


class RecordsFilter(ValuesFilter):
    """Records by their public key, for lists too long to offer: only the given keys are looked up.

    An unknown key is a form error. Nothing to choose in the form; a chip shows the record's name.
    """

    def __init__(self, records: Callable[[], QuerySet[Any]], key: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.MultipleHiddenInput)
        super().__init__(choices=self._given, **kwargs)
        self._records = records
        self._key = key

    def _given(self) -> Iterable[tuple[str, str]]:
        given = self.parent.data.getlist(self.field_name)
        if not given:
            return ()
        found: Iterable[Model] = self._records().filter(**{f"{self._key}__in": given})
        return [(getattr(record, self._key), str(record)) for record in found]


class RepeatedTextInput(forms.Widget):
    """One text input per given value, or an empty one: repeated keys survive a resubmission."""

    # Django's name for it; the template just renders the subwidgets one after the other.
    template_name = "django/forms/widgets/multiple_hidden.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].pop("id", "")
        context["widget"]["subwidgets"] = [
            forms.TextInput(context["widget"]["attrs"]).get_context(
                name, text, {"id": f"{id_}_{index}"} if id_ else {}
            )["widget"]
            for index, text in enumerate(value or [""])
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        return list(data.getlist(name))

    def format_value(self, value: Any) -> Any:
        return value or []

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class TextsField(forms.Field):
    """Short texts, one per repeated key."""

    widget = RepeatedTextInput

    def clean(self, value: Any) -> list[str]:
        texts = [text for text in value or [] if text]
        if len(texts) > MOST_TEXTS:
            raise forms.ValidationError(
                _("Give at most %(max)s of these."), params={"max": MOST_TEXTS}
            )
        if any(len(text) > LONGEST_SEARCH for text in texts):
            raise forms.ValidationError(
                _("Ensure this text has at most %(max)s characters."),
                params={"max": LONGEST_SEARCH},
            )
        return texts


class TextsFilter(django_filters.Filter):
    field_class = TextsField


def _majors(texts: Iterable[str]) -> QuerySet[Major]:
    """Majors with one of these codes, or with every word of one of these texts in their name."""
    found = Q()
    for text in texts:
        named = Q()
        for term in search_terms(text):
            named &= Q(search_text__contains=term)
        found |= Q(code=text) | (named & ~Q(name="") if named else Q(pk=None))
    return Major.objects.filter(found)


class ApprovalSearchFilter(SearchFilter):
    """Every word in the school's, the certificate's (with its organisation) or the major's search text.

    The few hundred names are searched first, then their lines.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for term in dict.fromkeys(search_terms(value or "")):
            forms_of_term = {term, name_key(term)} - {""}
            named = Q()
            for form in forms_of_term:
                named |= Q(search_text__icontains=form)
            qs = qs.filter(
                Q(school__in=School.objects.filter(named).order_by().values("pk"))
                | Q(certificate__in=Certificate.objects.filter(named).order_by().values("pk"))
                | Q(major__in=Major.objects.filter(named).order_by().values("pk"))
            )
        return qs


def _in_batches(keys: Iterable[str], field: str) -> Q:
    found = Q()
    for key in keys:
        found |= Q(**{f"{field}__in": Batch.objects.by_key(key).order_by().values("pk")})
    return found


def _in_rounds(keys: Iterable[str], field: str) -> Q:
    found = Q()
    for key in keys:
        found |= Q(**{f"{field}__in": Round.objects.by_key(key).order_by().values("pk")})
    return found


class _Combined:
    """A filter that the set applies together with others, since they must hold for one and the same row."""

    def combined(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return queryset


# Filter sets


class CertificateFilterSet(_Combined, RegisterFilterSet):
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
    round = ValuesFilter(label=_("Round"), choices=_rounds, method="combined")
    batch = ValuesFilter(label=_("Batch"), choices=_batches, method="combined")
    national_batch = ValuesFilter(
        "national_batch", label=_("National batch"), choices=NationalBatch.choices
    )
    organization = ValuesFilter(
        "organization__public_id", label=_("Organisation"), choices=_public_organizations
    )
    major = TextsFilter(label=_("Range of majors"), method="combined")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.form.cleaned_data
        narrowed = rows_that_say(
            levels=asked["certificate_level"],
            school_levels=asked["school_level"],
            majors=asked["major"],
        )
        narrowed &= _in_batches(asked["batch"], "edition__round__batch")
        narrowed &= _in_rounds(asked["round"], "edition__round")
        if narrowed:
            rows = EditionRow.objects.public().filter(narrowed, filing__certificate=OuterRef("pk"))
            queryset = queryset.filter(Exists(rows))
        return super().filter_queryset(queryset)


class SchoolFilterSet(_Combined, RegisterFilterSet):
    """Schools. Certificate, level, major and status are those of one approved line, today's state."""

    sorts = (
        SortOption("region", _("Region"), ["region", "code"]),
        SortOption("name", _("Name"), ["pinyin"]),
        SortOption("code", _("School code"), ["code"]),
    )

    region = ValuesFilter("region", label=_("Region"), choices=_regions)
    school_level = ValuesFilter("level", label=_("School level"), choices=SchoolLevel.choices)
    certificate = ValuesFilter(
        label=_("Certificate"), choices=_named_certificates, method="combined"
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
            narrowed &= Q(major__in=_majors(asked["major"]).order_by().values("pk"))
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
    certificate = ValuesFilter(
        label=_("Certificate"), choices=_public_certificates, method="owning"
    )

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
    region = ValuesFilter("school__region", label=_("Region"), choices=_regions)
    school_level = ValuesFilter(
        "school__level", label=_("School level"), choices=SchoolLevel.choices
    )
    certificate = ValuesFilter(
        "certificate__public_id", label=_("Certificate"), choices=_named_certificates
    )
    certificate_level = ValuesFilter(
        "level", label=_("Certificate level"), choices=CertificateLevel.choices
    )
    organization = ValuesFilter(
        "certificate__organization__public_id",
        label=_("Organisation"),
        choices=_organizations_of_named_certificates,
    )
    school = RecordsFilter(
        _schools, "code", field_name="school", label=_("School"), method="of_schools"
    )
    major = TextsFilter(label=_("Major"), method="of_majors")
    batch = ValuesFilter(label=_("Batch"), choices=_batches, method="decided_in_batches")
    round = ValuesFilter(label=_("Round"), choices=_rounds, method="decided_in_rounds")
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
        return queryset.filter(major__in=_majors(texts).order_by().values("pk"))

    def decided_in_batches(
        self, queryset: QuerySet[Any], _name: str, keys: list[str]
    ) -> QuerySet[Any]:
        return self._decided(queryset, _in_batches(keys, "round__batch"))

    def decided_in_rounds(
        self, queryset: QuerySet[Any], _name: str, keys: list[str]
    ) -> QuerySet[Any]:
        return self._decided(queryset, _in_rounds(keys, "round"))

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
    region = ValuesFilter("region", label=_("Region"), choices=_regions)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.form.cleaned_data
        if not asked["q"] and not asked["kind"]:
            queryset = queryset.filter(kind__in=OFFICE_KINDS)
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(ContactKind)]
        return super().filter_queryset(queryset.annotate(kind_rank=Case(*ranks)))
