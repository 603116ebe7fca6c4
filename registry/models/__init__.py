from registry.models.approvals import Approval, ApprovalDecision
from registry.models.basis import BasisLink
from registry.models.batches import Batch, Round
from registry.models.certificates import Certificate, Organization
from registry.models.directory import ContactPoint, QQGroup, QQGroupFile
from registry.models.editions import EditionRow, ListEdition
from registry.models.filings import Filing
from registry.models.majors import Major, MajorTeam
from registry.models.rules import Rule
from registry.models.schools import Region, School, SchoolName, SchoolYear
from registry.models.visibility import ListChange, Withdrawal

__all__ = [
    "Approval",
    "ApprovalDecision",
    "BasisLink",
    "Batch",
    "Certificate",
    "ContactPoint",
    "EditionRow",
    "Filing",
    "ListChange",
    "ListEdition",
    "Major",
    "MajorTeam",
    "Organization",
    "QQGroup",
    "QQGroupFile",
    "Region",
    "Round",
    "Rule",
    "School",
    "SchoolName",
    "SchoolYear",
    "Withdrawal",
]
