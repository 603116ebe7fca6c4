"""The filters of every public list: the only reading of its query, for page, export, feed and API alike."""

from registry.filters.filtersets import (
    ApprovalFilterSet,
    CertificateFilterSet,
    ContactFilterSet,
    OrganizationFilterSet,
    SchoolFilterSet,
)

__all__ = [
    "ApprovalFilterSet",
    "CertificateFilterSet",
    "ContactFilterSet",
    "OrganizationFilterSet",
    "SchoolFilterSet",
]
