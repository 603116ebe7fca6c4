"""The register's public records for search engines."""

from django.urls import reverse

from registry.models import Certificate, Organization, School
from xcms.sitemaps.parts import SitemapPart, records


def sitemap_parts() -> list[SitemapPart]:
    """Schools, certificates and organisations have a page each; lines and contacts stand on those."""
    return [
        records(
            "schools",
            lambda: School.objects.public().order_by("pk").values_list("code", flat=True),
            lambda code: reverse("xcms_registry:school_detail", args=[code]),
        ),
        records(
            "certificates",
            lambda: Certificate.objects.public().order_by("pk").values_list("public_id", flat=True),
            lambda key: reverse("xcms_registry:certificate_detail", args=[key]),
        ),
        records(
            "organizations",
            lambda: (
                Organization.objects.public().order_by("pk").values_list("public_id", flat=True)
            ),
            lambda key: reverse("xcms_registry:organization_detail", args=[key]),
        ),
    ]
