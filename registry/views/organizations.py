"""The organisations that own public certificates."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.filters import OrganizationFilterSet
from registry.models import Certificate, ContactPoint, Organization
from registry.services.exact_names import organization_called
from registry.services.violations import public_decisions
from registry.views.certificates import attach_published
from registry.views.linked import organization_url
from registry.views.persons import PersonsStayUnindexed
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn
from xcms.views.details import RegisterDetailView
from xcms.views.lists import RegisterListView


class OrganizationListView(RegisterListView):
    register = "organizations"
    title = gettext_lazy("Training and assessment organisations")
    description = gettext_lazy(
        "The organisations that own the filed certificates, and what they own."
    )
    filterset_class = OrganizationFilterSet
    columns: ClassVar = (
        ListColumn(
            key="name",
            header=gettext_lazy("Organisation"),
            value=lambda organization: organization.name,
            url=organization_url,
            sort="name",
        ),
        ListColumn(
            key="certificates",
            header=gettext_lazy("Filed certificates"),
            value=lambda organization: "、".join(
                certificate.name for certificate in organization.public_certificates
            ),
        ),
        ListColumn(
            key="count",
            header=gettext_lazy("Number of certificates"),
            value=lambda organization: len(organization.public_certificates),
            is_number=True,
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Organization.objects.public()

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title, ""))

    def get_exact(self, text: str) -> Organization | None:
        return organization_called(text)

    def is_demo(self, record: Any) -> bool:
        return record.is_demo or any(owned.shows_demo for owned in record.public_certificates)

    def complete(self, records: Sequence[Any]) -> None:
        owned = list(Certificate.objects.public().filter(organization__in=records))
        attach_published(owned)
        by_owner: dict[int, list[Certificate]] = {}
        for certificate in owned:
            by_owner.setdefault(certificate.organization_id, []).append(certificate)
        for organization in records:
            organization.public_certificates = by_owner.get(organization.pk, [])


class OrganizationDetailView(PersonsStayUnindexed, RegisterDetailView):
    template_name = "xcms_registry/organization_detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Organization.objects.public()

    def get_description(self) -> str:
        return _("The filed certificates of %(organization)s and how to reach it.") % {
            "organization": self.object
        }

    def get_breadcrumbs(self) -> list[Crumb]:
        list_url = reverse("xcms_registry:organization_list")
        return breadcrumbs(Crumb(OrganizationListView.title, list_url), Crumb(self.get_title(), ""))

    def get_facts(self) -> list[tuple[Any, Any]]:
        organization = self.object
        website = organization.website and format_html(
            '<a href="{0}" rel="external noopener">{0}</a>', organization.website
        )
        return [
            (_("Unified social credit code"), organization.credit_code),
            (_("Website"), website),
            (_("Note"), organization.note),
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        certificates = list(Certificate.objects.public().filter(organization=self.object))
        attach_published(certificates)
        violations = public_decisions(self.object)
        context["has_demo"] = (
            context["has_demo"]
            or violations.is_demo
            or any(certificate.shows_demo for certificate in certificates)
        )
        return super().get_context_data(
            **context,
            certificates=certificates,
            violations=violations,
            contacts=self.shown(ContactPoint.objects.public().filter(organization=self.object)),
        )
