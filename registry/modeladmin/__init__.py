"""The registers that stay in wagtail-modeladmin, declared on ``xcms.modeladmin``."""

from registry.modeladmin.applications import ApplicationAdmin, BureauMemberAdmin
from registry.modeladmin.approvals import ApprovalAdmin
from registry.modeladmin.basis import BasisLinkAdmin
from registry.modeladmin.batches import BatchAdmin, RoundAdmin
from registry.modeladmin.completions import CompletionAdmin
from registry.modeladmin.editions import ListEditionAdmin
from registry.modeladmin.evaluations import EvaluationAdmin
from registry.modeladmin.filings import FilingAdmin
from registry.modeladmin.organizations import OrganizationAdmin
from registry.modeladmin.recognitions import RecognitionAdmin
from registry.modeladmin.reconciliations import ReconciliationAdmin
from registry.modeladmin.violations import ViolationAdmin
from registry.modeladmin.working_days import DayOverrideAdmin

ADMINS = (
    ApprovalAdmin,
    ApplicationAdmin,
    CompletionAdmin,
    EvaluationAdmin,
    RecognitionAdmin,
    ReconciliationAdmin,
    ViolationAdmin,
    FilingAdmin,
    OrganizationAdmin,
    BatchAdmin,
    RoundAdmin,
    DayOverrideAdmin,
    ListEditionAdmin,
    BasisLinkAdmin,
    BureauMemberAdmin,
)

__all__ = ["ADMINS"]
