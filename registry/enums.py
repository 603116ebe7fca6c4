"""The vocabulary of the pilot, and the named subsets that rules need."""

from collections.abc import Mapping, Sequence

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SchoolLevel(TextChoices):
    """办学层次"""

    SECONDARY = "secondary", _("Secondary vocational")
    HIGHER_VOCATIONAL = "higher_vocational", _("Higher vocational")
    APPLIED_UNDERGRADUATE = "applied_undergraduate", _("Applied undergraduate")
    UNDERGRADUATE = "undergraduate", _("Other undergraduate")


#: Levels that the notice invites; other undergraduates only where the office says so.
ELIGIBLE_SCHOOL_LEVELS = (
    SchoolLevel.SECONDARY,
    SchoolLevel.HIGHER_VOCATIONAL,
    SchoolLevel.APPLIED_UNDERGRADUATE,
)


class CertificateLevel(TextChoices):
    """证书等级"""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class MajorLevel(TextChoices):
    """专业目录层次"""

    SECONDARY = "secondary", _("Secondary")
    HIGHER_VOCATIONAL = "higher_vocational", _("Higher vocational")
    UNDERGRADUATE = "undergraduate", _("Undergraduate")


class SchoolNameKind(TextChoices):
    """名称类别"""

    FORMER = "former", _("Former name")
    ALIAS = "alias", _("Short name or alias")


class TeamFlag(TextChoices):
    """教学团队级别"""

    NONE = "", _("No team status")
    NATIONAL = "national", _("National teaching innovation team")
    PROVINCIAL = "provincial", _("Provincial teaching team")


class NationalBatch(IntegerChoices):
    """国家批次"""

    FIRST = 1, _("First batch")
    SECOND = 2, _("Second batch")
    THIRD = 3, _("Third batch")
    FOURTH = 4, _("Fourth batch")


class RuleKind(TextChoices):
    """规则类别"""

    CERTIFICATES = "certificates", _("Cap on certificates, by the number of majors")
    ENROLMENT = "enrolment", _("Cap on the scale, by enrolment")
    DUAL_QUALIFIED = "dual_qualified", _("Share of dual-qualified teachers in the major")
    INDUSTRY_EXPERTS = "industry_experts", _("Share of industry experts in the major")
    COMPLETION = "completion", _("Completion of earlier batches")
    SCHOOL_LEVEL = "school_level", _("Schools that may take part")
    FILED = "filed", _("Certificate filed for this batch")
    PREFERRED_TEAM = "preferred_team", _("Preference for national and provincial teaching teams")
    INTEGRATION = (
        "integration",
        _("Teaching and certificate integrated, learning results recognised"),
    )
    CONDITIONS = "conditions", _("Teaching conditions")
    NO_OUTSOURCING = "no_outsourcing", _("No outsourcing and no agencies")
    OTHER = "other", _("Another condition, in the words of the clause")


#: A share with an upper or a lower bound: only these have a percentage.
AT_MOST_RULES = (RuleKind.CERTIFICATES, RuleKind.ENROLMENT)
AT_LEAST_RULES = (RuleKind.DUAL_QUALIFIED, RuleKind.INDUSTRY_EXPERTS, RuleKind.COMPLETION)
MEASURED_RULES = (*AT_MOST_RULES, *AT_LEAST_RULES)
#: No figure says whether these are met.
JUDGED_RULES = (
    RuleKind.INTEGRATION,
    RuleKind.CONDITIONS,
    RuleKind.NO_OUTSOURCING,
    RuleKind.OTHER,
)


class RuleOutcome(TextChoices):
    """核对结果, the gravest first"""

    NOT_MET = "not_met", _("Not met")
    OPEN = "open", _("Undetermined")
    JUDGEMENT = "judgement", _("For a person to judge")
    MET = "met", _("Met")


class RuleBasis(TextChoices):
    """规则口径: what the cap on certificates, or completion, counts"""

    CERTIFICATES = "certificates", _("Certificates")
    MAJORS = "majors", _("Majors taking part")
    TRAINED = "trained", _("Persons trained")


#: The first is meant where a rule says nothing else; other kinds count one thing only.
BASES_OF_RULES: Mapping[str, Sequence[RuleBasis]] = {
    RuleKind.CERTIFICATES: (RuleBasis.CERTIFICATES, RuleBasis.MAJORS),
    RuleKind.COMPLETION: (RuleBasis.CERTIFICATES, RuleBasis.TRAINED),
}


class RuleSeverity(TextChoices):
    """规则效力"""

    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")


class FilingDecision(TextChoices):
    """备案审核结论"""

    PENDING = "pending", _("Under review")
    AGREED = "agreed", _("Filed")
    DECLINED = "declined", _("Not filed")


class DecisionKind(TextChoices):
    """资格决定类别"""

    GRANT = "grant", _("Grant")
    ENLARGE = "enlarge", _("Enlarge")
    CUT = "cut", _("Cut the scale")
    REVOKE = "revoke", _("Revoke")
    CORRECT = "correct", _("Correct")


class DecisionSource(TextChoices):
    """决定来源"""

    LEDGER = "ledger", _("Office's ledger")
    PLATFORM = "platform", _("National platform")
    DEMO = "demo", _("Demo data")


class ApprovalStatus(TextChoices):
    """资格状态, derived from the decisions for a day, never stored"""

    IN_FORCE = "in_force", _("In force")
    FUTURE = "future", _("Not yet in force")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Revoked")


class ContactKind(TextChoices):
    """联系方式类别"""

    PROVINCE = "province", _("Provincial office")
    BUREAU = "bureau", _("Municipal bureau")
    SCHOOL = "school", _("School")
    ORGANIZATION = "organization", _("Organisation")


class StatisticsBy(TextChoices):
    """统计维度; each value is the key of the approvals list's filter that its figures link to"""

    REGION = "region", _("By region")
    SCHOOL_LEVEL = "school_level", _("By school level")
    CERTIFICATE = "certificate", _("By certificate")
    CERTIFICATE_LEVEL = "certificate_level", _("By certificate level")
    BATCH = "batch", _("By batch")
    ROUND = "round", _("By round")


class Measure(TextChoices):
    """统计指标"""

    LINES = "lines", _("Approved lines")
    SCHOOLS = "schools", _("Schools")
    CERTIFICATES = "certificates", _("Certificates")
    QUOTA = "quota", _("Quota (persons)")


class Audience(TextChoices):
    """对象: whom a deadline of a round binds; each value is a calendar's ``?for=``"""

    ORGANIZATIONS = "organizations", _("Organisations")
    SCHOOLS = "schools", _("Pilot schools")
    BUREAUS = "bureaus", _("Municipal bureaus")


class MilestoneKind(TextChoices):
    """时间节点"""

    FILING = "filing", _("Filing deadline")
    APPLICATION = "application", _("Deadline of the applications on the platform")
    MUNICIPAL_REVIEW = "municipal_review", _("Deadline of the municipal review")
    PUBLICATION = "publication", _("Publication of the list of filed certificates")


class RoundState(TextChoices):
    """申报状态, derived for a day from dates and live pages, never stored (services/timelines.py)"""

    NOT_BEGUN = "not_begun", _("Not begun")
    OPEN = "open", _("Open for applications")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")


class ApplicationState(TextChoices):
    """申报状态"""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    MUNICIPAL_REVIEW = "municipal_review", _("In municipal review")
    PROVINCIAL_REVIEW = "provincial_review", _("In provincial review")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    RETURNED = "returned", _("Returned with comment")
    REFUSED = "refused", _("Refused")


class ApplicationEventKind(TextChoices):
    """申报办理动作"""

    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Take back")
    TAKE_UP = "take_up", _("Take up the review")
    PASS_ON = "pass_on", _("Agree and pass on to the province")
    OBJECT = "object", _("Disagree and pass on to the province")
    TAKE_OVER = "take_over", _("Take over from the bureau")
    RETURN = "return", _("Return with comment")
    APPROVE = "approve", _("Approve")
    REFUSE = "refuse", _("Refuse")
    REOPEN = "reopen", _("Review again")


class LedgerRole(TextChoices):
    """办理角色: as whom somebody acts on an application"""

    CLERK = "clerk", _("Enters applications")
    BUREAU = "bureau", _("Reviews for the school's own bureau")
    PROVINCE = "province", _("Decides for the province")


class ViolationState(TextChoices):
    """违规处理状态; only what is upheld may become public"""

    REPORTED = "reported", _("Reported")
    INVESTIGATING = "investigating", _("Under investigation")
    UPHELD = "upheld", _("Violation found")
    NOT_UPHELD = "not_upheld", _("No violation found")


class ViolationEventKind(TextChoices):
    """违规处理动作"""

    INVESTIGATE = "investigate", _("Open the investigation")
    UPHOLD = "uphold", _("Decide: violation")
    DISMISS = "dismiss", _("Decide: no violation")


class ViolationMeasure(TextChoices):
    """处理措施"""

    REVOKE = "revoke", _("Revocation")
    RECTIFY = "rectify", _("Order to rectify")


class SealState(TextChoices):
    """加盖公章"""

    UNKNOWN = "unknown", _("Not recorded")
    YES = "yes", _("Sealed")
    NO = "no", _("No seal")


class PlanContent(TextChoices):
    """备案方案须明确的内容: what the notice asks a filed plan to state"""

    NAME = "name", _("Name of the pilot certificate")
    SCOPE = "scope", _("School levels and range of majors of the pilot")
    EXAM_SITES = "exam_sites", _("Rules for setting up exam sites")
    CONDITIONS = "conditions", _("Teachers and teaching conditions that pilot schools need")
    ASSESSMENT = "assessment", _("How the certificate is assessed")
    FEE = "fee", _("Fee of the assessment")
    COST_BASIS = "cost_basis", _("Basis of the cost calculation")


class FindingOutcome(TextChoices):
    """审查意见 on one required content"""

    UNCHECKED = "unchecked", _("Not reviewed")
    MET = "met", _("Complies")
    MISSING = "missing", _("Missing")
    AMEND = "amend", _("To be amended")


class EvaluationMeasure(TextChoices):
    """评价指标的登记簿数据: what the register itself can say of a school's year"""

    COMPLETION = "completion", _("Completion rate of the year's batches, percent")
    TRAINING = "training", _("Training rate of the year's batches, percent")
    CERTIFICATES = "certificates", _("Certificates in force at the end of the year")
    PERSONS = "persons", _("Approved persons in force at the end of the year")


class DiscrepancyKind(TextChoices):
    """核对差异"""

    MISSING = "missing", _("Only in the ledger")
    SURPLUS = "surplus", _("Only on the platform")
    DIFFERING = "differing", _("Different figures")


class ReconciliationChoice(TextChoices):
    """核对处理"""

    OPEN = "open", _("Open")
    PLATFORM = "platform", _("The platform is right")
    LEDGER = "ledger", _("The ledger is right")
    OTHER = "other", _("To be settled otherwise")


#: Nothing is left to decide; what is to be settled otherwise stays open, with its note.
FINAL_CHOICES = (ReconciliationChoice.PLATFORM, ReconciliationChoice.LEDGER)
