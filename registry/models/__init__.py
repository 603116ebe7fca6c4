from registry.models.applications import (
    Application,
    ApplicationEvent,
    ApplicationLine,
    ApplicationPlanFile,
    BureauMember,
)
from registry.models.approvals import Approval, ApprovalDecision
from registry.models.basis import BasisLink
from registry.models.batches import Batch, Round
from registry.models.certificates import Certificate, Organization
from registry.models.completions import Completion
from registry.models.directory import ContactPoint, QQGroup, QQGroupFile
from registry.models.duties import Duty
from registry.models.editions import EditionRow, ListEdition
from registry.models.evaluations import (
    EvaluationGrade,
    EvaluationIndicator,
    EvaluationScheme,
    EvaluationScore,
)
from registry.models.filing_plans import FilingPlanFile, PlanFinding
from registry.models.filings import Filing
from registry.models.majors import Major, MajorTeam
from registry.models.recognitions import OutcomeRecognition
from registry.models.reconciliations import Reconciliation, ReconciliationItem
from registry.models.rules import Rule
from registry.models.schools import Region, School, SchoolName, SchoolYear
from registry.models.violations import Violation, ViolationEvent, ViolationEvidence
from registry.models.visibility import ListChange, Withdrawal
from registry.models.working_days import DayOverride

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationLine",
    "ApplicationPlanFile",
    "Approval",
    "ApprovalDecision",
    "BasisLink",
    "Batch",
    "BureauMember",
    "Certificate",
    "Completion",
    "ContactPoint",
    "DayOverride",
    "Duty",
    "EditionRow",
    "EvaluationGrade",
    "EvaluationIndicator",
    "EvaluationScheme",
    "EvaluationScore",
    "Filing",
    "FilingPlanFile",
    "ListChange",
    "ListEdition",
    "Major",
    "MajorTeam",
    "Organization",
    "OutcomeRecognition",
    "PlanFinding",
    "QQGroup",
    "QQGroupFile",
    "Reconciliation",
    "ReconciliationItem",
    "Region",
    "Round",
    "Rule",
    "School",
    "SchoolName",
    "SchoolYear",
    "Violation",
    "ViolationEvent",
    "ViolationEvidence",
    "Withdrawal",
]
