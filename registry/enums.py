"""The vocabulary of the pilot, and the named subsets that rules need."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


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


class RuleBasis(TextChoices):
    """规则口径: what the cap on certificates counts"""

    CERTIFICATES = "certificates", _("Certificates")
    MAJORS = "majors", _("Majors taking part")


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
