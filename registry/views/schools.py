"""The schools, and the scope that each may run."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import ContactKind, SchoolLevel, SchoolNameKind
from registry.filters import SchoolFilterSet
from registry.forms.as_of import AsOfForm
from registry.models import Approval, ContactPoint, EvaluationScheme, QQGroup, School
from registry.services.exact_names import school_called
from registry.services.scopes import Totals, school_scope, totals_by_school
from registry.services.violations import public_decisions
from registry.views.index_finders import SchoolFinder
from registry.views.indexed import IndexedListView
from registry.views.labels import label
from registry.views.linked import school_url
from registry.views.persons import PersonsStayUnindexed
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn
from xcms.views.details import RegisterDetailView

_NOTHING = Totals(schools=0, certificates=0, quota=0)


class SchoolListView(IndexedListView):
    register = "schools"
    title = gettext_lazy("Pilot schools")
    description = gettext_lazy(
        "The schools, and how many certificates and persons each may run today."
    )
    filterset_class = SchoolFilterSet
    finder_class = SchoolFinder
    columns: ClassVar = (
        ListColumn(
            key="name",
            header=gettext_lazy("School"),
            value=lambda school: school.name,
            url=school_url,
            sort="name",
        ),
        ListColumn(
            key="code",
            header=gettext_lazy("School code"),
            value=lambda school: school.code,
            sort="code",
        ),
        ListColumn(
            key="level",
            header=gettext_lazy("School level"),
            value=lambda school: label(SchoolLevel, school.level),
        ),
        ListColumn(
            key="region",
            header=gettext_lazy("Region"),
            value=lambda school: school.region.short_name,
            sort="region",
        ),
        ListColumn(
            key="certificates",
            header=gettext_lazy("Certificates in force"),
            value=lambda school: school.totals.certificates,
            is_number=True,
        ),
        ListColumn(
            key="quota",
            header=gettext_lazy("Quota in all (persons)"),
            value=lambda school: school.totals.quota,
            is_number=True,
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return School.objects.public().with_public_associations()

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title, ""))

    def get_exact(self, text: str) -> School | None:
        return school_called(text)

    def is_demo(self, record: Any) -> bool:
        return bool(record.is_demo or record.totals.is_demo)

    def complete(self, records: Sequence[Any]) -> None:
        if isinstance(self.finder, SchoolFinder):
            return
        in_force = Approval.objects.public().effective_on(self.today)
        sums = totals_by_school(in_force, records)
        for school in records:
            school.totals = sums.get(school.pk, _NOTHING)


class SchoolDetailView(PersonsStayUnindexed, RegisterDetailView):
    """The scope page: often the only readable proof of an approval."""

    lookup_field = "code"
    template_name = "xcms_registry/school_detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return School.objects.public().with_public_associations().prefetch_related("years")

    def get_description(self) -> str:
        return _(
            "Which certificates %(school)s may run, at which levels, in which majors and for how many "
            "persons, with basis and dates."
        ) % {"school": self.object}

    def get_breadcrumbs(self) -> list[Crumb]:
        list_url = reverse("xcms_registry:school_list")
        return breadcrumbs(Crumb(SchoolListView.title, list_url), Crumb(self.get_title(), ""))

    def get_facts(self) -> list[tuple[Any, Any]]:
        school = self.object
        names: dict[str, list[str]] = {kind: [] for kind in SchoolNameKind.values}
        for name in school.names.all():
            names[name.kind].append(name.name)
        website = school.website and format_html(
            '<a href="{0}" rel="external noopener">{0}</a>', school.website
        )
        return [
            (_("School code"), school.code),
            (_("School level"), school.get_level_display()),
            (_("Region"), school.region.name),
            (_("Competent authority"), school.authority),
            (_("Former names"), "、".join(names[SchoolNameKind.FORMER])),
            (_("Short names"), "、".join(names[SchoolNameKind.ALIAS])),
            (_("Website"), website),
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = AsOfForm(self.query, today=self.today)
        scope = school_scope(self.object, day=form.day)
        violations = public_decisions(self.object)
        context["has_demo"] = context["has_demo"] or scope.is_demo or violations.is_demo
        return super().get_context_data(
            **context,
            as_of_form=form,
            scope=scope,
            violations=violations,
            years=sorted(self.object.years.all(), key=lambda year: -year.year),
            contacts=self.shown(
                ContactPoint.objects.public_without_organization().filter(school=self.object)
            ),
            offices=self.shown(self._offices()),
            groups=self._groups(),
            evaluations=EvaluationScheme.objects.public().of_school(self.object),
            approvals_url=f"{reverse('xcms_registry:approval_list')}?{self._lines_query(form.day)}",
        )

    def _lines_query(self, day: date) -> str:
        query = {"school": self.object.code}
        if day != self.today:
            query["as_of"] = day.isoformat()
        return urlencode(query)

    def _offices(self) -> list[ContactPoint]:
        """Whom to tell about a wrong figure: the province's offices, and for a 中职 its own bureau first."""
        offices = ContactPoint.objects.public_without_organization().filter(
            kind=ContactKind.PROVINCE
        )
        if self.object.level == SchoolLevel.SECONDARY:
            offices = offices | ContactPoint.objects.public_without_organization().filter(
                kind=ContactKind.BUREAU, region=self.object.region_id
            )
        return sorted(
            offices, key=lambda office: (office.kind != ContactKind.BUREAU, office.position)
        )

    def _groups(self) -> QuerySet[QQGroup]:
        """The working groups of the whole province and of the school's own prefecture."""
        here = Q(region=None) | Q(region=self.object.region_id)
        return QQGroup.objects.public().filter(here)
