"""The public list of filed certificates, and a certificate with the schools that run it."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import ApprovalStatus, NationalBatch, StatisticsBy
from registry.filters import CertificateFilterSet
from registry.forms.regions import RegionForm
from registry.models import Approval, Certificate, Region
from registry.services.approval_index.holder import index_at
from registry.services.approval_index.running import IndexRunning
from registry.services.basis_links import public_basis_pages
from registry.services.exact_names import certificate_called
from registry.services.gathering import gathering_pages
from registry.services.published import published_filings
from registry.services.running import Running, SqlRunning
from registry.views.labels import label
from registry.views.linked import certificate_url, organization_url
from xcms.paging import list_page
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn
from xcms.views.details import RegisterDetailView
from xcms.views.lists import RegisterListView


def attach_published(certificates: Iterable[Any]) -> None:
    """Give each certificate its ``published`` filings and what lists say of them. Two queries.

    The texts join what the standing filings say, without repeats; revoked ones speak only where there is
    no other.
    """
    certificates = list(certificates)
    found = published_filings(certificates)
    for certificate in certificates:
        published = found.get(certificate.pk, [])
        standing = [filing for filing in published if not filing.revoked_on] or published
        certificate.published = published
        certificate.levels_text = _joined(filing.levels for filing in standing)
        certificate.school_levels_text = _joined(filing.school_levels for filing in standing)
        certificate.fee_text = _joined(filing.fee for filing in standing)
        certificate.rounds_text = _joined(
            f"{filing.round}（{_('revoked')}）" if filing.revoked_on else str(filing.round)
            for filing in published
        )
        certificate.shows_demo = certificate.is_demo or any(f.is_demo for f in published)


def _joined(texts: Iterable[str]) -> str:
    return "；".join(text for text in dict.fromkeys(texts) if text)


CERTIFICATE_COLUMNS = (
    ListColumn(
        key="name",
        header=gettext_lazy("Certificate"),
        value=lambda certificate: certificate.name,
        url=certificate_url,
        sort="name",
    ),
    ListColumn(
        key="organization",
        header=gettext_lazy("Organisation"),
        value=lambda certificate: certificate.organization.name,
        url=lambda certificate: organization_url(certificate.organization),
        sort="organization",
    ),
    ListColumn(
        key="levels",
        header=gettext_lazy("Levels"),
        value=lambda certificate: certificate.levels_text,
    ),
    ListColumn(
        key="school_levels",
        header=gettext_lazy("School levels"),
        value=lambda certificate: certificate.school_levels_text,
    ),
    ListColumn(
        key="national_batch",
        header=gettext_lazy("National batch"),
        value=lambda certificate: label(NationalBatch, certificate.national_batch),
        sort="national_batch",
    ),
    ListColumn(
        key="rounds",
        header=gettext_lazy("Rounds filed"),
        value=lambda certificate: certificate.rounds_text,
    ),
    ListColumn(
        key="fee",
        header=gettext_lazy("Fee"),
        value=lambda certificate: certificate.fee_text,
    ),
)


class CertificateListView(RegisterListView):
    register = "certificates"
    title = gettext_lazy("Filed certificates")
    description = gettext_lazy(
        "The skill-level certificates whose filing for the pilot has been agreed and published."
    )
    filterset_class = CertificateFilterSet
    columns: ClassVar = CERTIFICATE_COLUMNS

    def get_queryset(self) -> QuerySet[Any]:
        return Certificate.objects.public().with_public_associations()

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title, ""))

    def get_exact(self, text: str) -> Certificate | None:
        return certificate_called(text)

    def is_demo(self, record: Any) -> bool:
        return bool(record.shows_demo)

    def complete(self, records: Sequence[Any]) -> None:
        attach_published(records)


class CertificateDetailView(RegisterDetailView):
    """A certificate as published, and the schools that may run it today, a page of schools at a time."""

    template_name = "xcms_registry/certificate_detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Certificate.objects.public().select_related("organization")

    def get_object(self) -> Any:
        certificate = super().get_object()
        attach_published([certificate])
        return certificate

    def get_description(self) -> str:
        return _(
            "Who issues the certificate %(certificate)s, at which levels and for what fee, "
            "and which schools run it."
        ) % {"certificate": self.object}

    def get_breadcrumbs(self) -> list[Crumb]:
        list_url = reverse("xcms_registry:certificate_list")
        return breadcrumbs(Crumb(CertificateListView.title, list_url), Crumb(self.get_title(), ""))

    def is_demo(self) -> bool:
        return bool(self.object.shows_demo)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        everywhere = self._running()
        regions = {figure.value: figure for figure in everywhere.figures().by(StatisticsBy.REGION)}
        form = RegionForm(self.query, regions=list(Region.objects.all()))
        chosen = form.codes
        running = everywhere.in_regions(chosen) if chosen or not form.is_valid() else everywhere
        found = list_page(running, self.query)
        # The sums count the lines of every page and region.
        context["has_demo"] = (
            context["has_demo"]
            or any(school.is_demo for school in found.objects)
            or any(figure.is_demo for figure in regions.values())
        )
        return super().get_context_data(
            **context,
            organization_url=organization_url(self.object.organization),
            gathered_on=gathering_pages(self.object),
            published=self.object.published,
            basis_pages=public_basis_pages(
                filing.revocation_basis for filing in self.object.published
            ),
            regions=[
                {
                    "region": region,
                    "schools": regions[region.code].schools,
                    "is_chosen": region.code in chosen,
                }
                for region in form.regions
                if regions[region.code].lines
            ],
            region_form=form,
            chosen=[region for region in form.regions if region.code in chosen],
            approvals_url=f"{reverse('xcms_registry:approval_list')}?{self._lines_query(chosen)}",
            found=found,
            running=found.objects,
            totals=running.figures().total(),
        )

    def _running(self) -> Running:
        """Who may run it today."""
        if self.may_use_memory:
            rows = index_at(self.version).on(self.today)
            chosen = {
                "status": [ApprovalStatus.IN_FORCE.value],
                "certificate": [self.object.public_id],
            }
            return IndexRunning(rows, rows.select(chosen))
        lines = Approval.objects.public().effective_on(self.today)
        return SqlRunning(lines.filter(certificate=self.object))

    def _lines_query(self, regions: list[str]) -> str:
        return urlencode({"certificate": self.object.public_id, "region": regions}, doseq=True)
