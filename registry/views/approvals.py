"""The public list of approved lines."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import ApprovalStatus, CertificateLevel
from registry.filters import ApprovalFilterSet
from registry.models import Approval
from registry.services.basis_addresses import LineBases, LineBasis
from registry.services.scopes import Totals, public_certificate_keys, totals
from registry.views.index_finders import ApprovalFinder
from registry.views.indexed import IndexedListView
from registry.views.labels import label
from registry.views.linked import approval_certificate_url, school_url
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _basis(approval: Any) -> LineBasis | None:
    """Of a line whose ``bases`` the view has set."""
    found: LineBasis | None = approval.bases.of(approval)
    return found


def _basis_number(approval: Any) -> str:
    """Where the text is not public, the way leads to its name below the table."""
    basis = _basis(approval)
    if basis is None:
        return ""
    # The column is narrow, and a number alone on its line says nothing.
    text = (_("basis %(n)s") % {"n": basis.number}).replace(" ", "\N{NO-BREAK SPACE}")
    return text if basis.url else format_html('<a href="#basis-{}">{}</a>', basis.number, text)


class ApprovalListView(IndexedListView):
    register = "approvals"
    title = gettext_lazy("Approved scopes")
    description = gettext_lazy(
        "Which school may run which certificate, at which level, in which major and for how many persons."
    )
    filterset_class = ApprovalFilterSet
    template_name = "xcms_registry/approval_list.html"
    finder_class = ApprovalFinder
    columns: ClassVar = (
        ListColumn(
            key="school",
            header=gettext_lazy("School"),
            value=lambda approval: approval.school.name,
            url=lambda approval: school_url(approval.school),
            sort="school",
        ),
        ListColumn(
            key="region",
            header=gettext_lazy("Region"),
            value=lambda approval: approval.school.region.short_name,
        ),
        ListColumn(
            key="certificate",
            header=gettext_lazy("Certificate"),
            value=lambda approval: approval.certificate.name,
            url=approval_certificate_url,
            sort="certificate",
        ),
        ListColumn(
            key="level",
            header=gettext_lazy("Certificate level"),
            value=lambda approval: label(CertificateLevel, approval.level) or _("Not specified"),
        ),
        ListColumn(
            key="major",
            header=gettext_lazy("Major"),
            value=lambda approval: approval.major.name or _("Not specified"),
        ),
        ListColumn(
            key="quota",
            header=gettext_lazy("Quota (persons)"),
            value=lambda approval: approval.quota,
            sort="quota",
            is_number=True,
        ),
        ListColumn(
            key="effective_from",
            header=gettext_lazy("Effective from"),
            value=lambda approval: _day(approval.effective_from),
            sort="effective_from",
            is_short=True,
        ),
        ListColumn(
            key="status",
            header=gettext_lazy("Status"),
            value=lambda approval: label(ApprovalStatus, approval.status),
        ),
        ListColumn(
            key="basis",
            header=gettext_lazy("Basis"),
            value=lambda approval: basis.words if (basis := _basis(approval)) else "",
            url=lambda approval: basis.url if (basis := _basis(approval)) else "",
            short=_basis_number,
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Approval.objects.public().with_public_associations()

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title, ""))

    def get_object_url(self, record: Any) -> str:
        return school_url(record.school)

    def complete(self, records: Sequence[Any]) -> None:
        if isinstance(self.finder, ApprovalFinder):
            with_page = self.finder.certificates_with_page()
        else:
            with_page = public_certificate_keys(line.certificate_id for line in records)
        # Alerts and blocks read the list without a visitor.
        visitor = self.request if self.request.META else None
        self.bases = LineBases(records, self.filterset.day, visitor)
        for line in records:
            line.certificate_has_page = line.certificate_id in with_page
            line.bases = self.bases

    def get_totals(self) -> Totals:
        """Sums over all the rows found."""
        if isinstance(self.finder, ApprovalFinder):
            return self.finder.totals()
        return totals(self.rows())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sums = self.get_totals() if self.filterset.is_valid() else None
        # The sums count the lines of every page.
        context["has_demo"] = context["has_demo"] or bool(sums and sums.is_demo)
        return super().get_context_data(
            **context,
            totals=sums,
            bases=self.bases.in_order(),
            day=self.filterset.day,
            directory_url=reverse("xcms_registry:directory"),
        )
