"""The registers that stay in wagtail-modeladmin, declared on ``xcms.modeladmin``."""

from registry.modeladmin.approvals import ApprovalAdmin
from registry.modeladmin.basis import BasisLinkAdmin
from registry.modeladmin.batches import BatchAdmin, RoundAdmin
from registry.modeladmin.editions import ListEditionAdmin
from registry.modeladmin.filings import FilingAdmin
from registry.modeladmin.organizations import OrganizationAdmin

ADMINS = (
    ApprovalAdmin,
    FilingAdmin,
    OrganizationAdmin,
    BatchAdmin,
    RoundAdmin,
    ListEditionAdmin,
    BasisLinkAdmin,
)

__all__ = ["ADMINS"]
