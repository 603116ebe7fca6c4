"""The register's public addresses (design §5), below wherever the host includes ``xcms.urls``."""

from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter, reverse

from registry.api.urls import API
from registry.views.approvals import ApprovalListView
from registry.views.calendars import BatchCalendarView
from registry.views.certificates import CertificateDetailView, CertificateListView
from registry.views.check import CheckView
from registry.views.directory import DirectoryView
from registry.views.evaluations import EvaluationView
from registry.views.organizations import OrganizationDetailView, OrganizationListView
from registry.views.schools import SchoolDetailView, SchoolListView
from registry.views.statistics import StatisticsView

app_name = "xcms_registry"


class PublicIdConverter:
    """Ten characters of the public ids' alphabet; anything else is no address at all."""

    regex = "[0-9bcdfghjkmnpqrstvwxyz]{10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SchoolCodeConverter(PublicIdConverter):
    """学校标识码: ten ASCII digits."""

    regex = "[0-9]{10}"


register_converter(PublicIdConverter, "xcms_public_id")
register_converter(SchoolCodeConverter, "xcms_school_code")

urlpatterns = [
    path("registry/certificates/", CertificateListView.as_view(), name="certificate_list"),
    path(
        "registry/certificates/<xcms_public_id:public_id>/",
        CertificateDetailView.as_view(),
        name="certificate_detail",
    ),
    path("registry/schools/", SchoolListView.as_view(), name="school_list"),
    path(
        "registry/schools/<xcms_school_code:code>/",
        SchoolDetailView.as_view(),
        name="school_detail",
    ),
    path("registry/organizations/", OrganizationListView.as_view(), name="organization_list"),
    path(
        "registry/organizations/<xcms_public_id:public_id>/",
        OrganizationDetailView.as_view(),
        name="organization_detail",
    ),
    path("registry/approvals/", ApprovalListView.as_view(), name="approval_list"),
    path(
        "registry/batches/<str:key>/timeline.ics",
        BatchCalendarView.as_view(),
        name="batch_calendar",
    ),
    path("registry/statistics/", StatisticsView.as_view(), name="statistics"),
    re_path(
        r"^registry/evaluations/(?P<year>[0-9]{4})/$", EvaluationView.as_view(), name="evaluation"
    ),
    path("registry/check/", CheckView.as_view(), name="check"),
    path("directory/", DirectoryView.as_view(), name="directory"),
]


def public_urls() -> list[URLPattern | URLResolver]:
    """What the ``register_xcms_urls`` hook gives to ``xcms.urls``."""
    return [API.urls("api/registry/"), path("", include("registry.urls"))]


def edge_addresses() -> list[str]:
    """The first pages of the lists, which a CDN may keep for a moment: ``register_xcms_edge_addresses``."""
    names = ("certificate_list", "school_list", "organization_list", "approval_list", "directory")
    return [reverse(f"{app_name}:{name}") for name in names]
