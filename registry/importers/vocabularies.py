"""How sheets spell the pilot's vocabulary: Chinese whatever the interface's language."""

from registry.enums import (
    ApplicationState,
    ApprovalStatus,
    CertificateLevel,
    ContactKind,
    DiscrepancyKind,
    FilingDecision,
    MajorLevel,
    NationalBatch,
    ReconciliationChoice,
    SchoolLevel,
    SchoolNameKind,
)
from xcms.importing.vocabulary import Vocabulary

DEMO_DATA = "演示数据"
PRIVATE = "民办"

SCHOOL_LEVELS = Vocabulary(
    {
        SchoolLevel.SECONDARY: (
            "中职",
            "中等职业学校",
            "中等职业教育",
            "中职学校",
            "中专",
            "职业高中",
            "职高",
        ),
        SchoolLevel.HIGHER_VOCATIONAL: (
            "高职",
            "专科",
            "高职专科",
            "高职高专",
            "高等职业教育",
            "高等职业学校",
            "高职院校",
            "大专",
        ),
        SchoolLevel.APPLIED_UNDERGRADUATE: ("应用型本科", "应用本科", "应用型本科院校"),
        SchoolLevel.UNDERGRADUATE: ("其他本科", "本科", "普通本科", "本科院校"),
    }
)
CERTIFICATE_LEVELS = Vocabulary(
    {
        CertificateLevel.BEGINNER: ("初级", "初"),
        CertificateLevel.INTERMEDIATE: ("中级", "中"),
        CertificateLevel.ADVANCED: ("高级", "高"),
    }
)
MAJOR_LEVELS = Vocabulary(
    {
        MajorLevel.SECONDARY: ("中职", "中等职业教育", "中等职业学校", "中专"),
        MajorLevel.HIGHER_VOCATIONAL: ("高职", "专科", "高职专科", "高等职业教育专科", "大专"),
        MajorLevel.UNDERGRADUATE: ("本科", "普通本科", "应用型本科", "高等职业教育本科"),
    }
)
NATIONAL_BATCHES = Vocabulary(
    {
        NationalBatch.FIRST: ("第一批", "一", "首批", "第1批"),
        NationalBatch.SECOND: ("第二批", "二", "第2批"),
        NationalBatch.THIRD: ("第三批", "三", "第3批"),
        NationalBatch.FOURTH: ("第四批", "四", "第4批"),
    }
)
FILING_DECISIONS = Vocabulary(
    {
        FilingDecision.AGREED: ("同意备案", "同意", "通过", "已备案"),
        FilingDecision.PENDING: ("审核中", "待审", "待审核"),
        FilingDecision.DECLINED: ("不予备案", "不同意", "不同意备案", "不通过"),
    }
)
CONTACT_KINDS = Vocabulary(
    {
        ContactKind.PROVINCE: ("省级部门", "省级", "省厅"),
        ContactKind.BUREAU: (
            "市州教育（体）局",
            "市州教育局",
            "市州局",
            "市州",
            "教育局",
            "教体局",
        ),
        ContactKind.SCHOOL: ("院校", "学校", "试点院校"),
        ContactKind.ORGANIZATION: ("培训评价组织", "评价组织", "机构"),
    }
)
APPROVAL_STATUSES = Vocabulary(
    {
        ApprovalStatus.IN_FORCE: ("有效",),
        ApprovalStatus.FUTURE: ("尚未生效",),
        ApprovalStatus.ENDED: ("已到期",),
        ApprovalStatus.REVOKED: ("已撤销",),
    }
)
APPLICATION_STATES = Vocabulary(
    {
        ApplicationState.DRAFT: ("草稿",),
        ApplicationState.SUBMITTED: ("已提交",),
        ApplicationState.MUNICIPAL_REVIEW: ("市州审核中",),
        ApplicationState.PROVINCIAL_REVIEW: ("省级审核中",),
        ApplicationState.APPROVED: ("已批准",),
        ApplicationState.RETURNED: ("已退回",),
        ApplicationState.REFUSED: ("不予批准",),
    }
)
DIFFERENCES = Vocabulary(
    {
        DiscrepancyKind.MISSING: ("台账有、平台无",),
        DiscrepancyKind.SURPLUS: ("平台有、台账无",),
        DiscrepancyKind.DIFFERING: ("人数不同",),
    }
)
RECONCILIATIONS = Vocabulary(
    {
        ReconciliationChoice.OPEN: ("待处理",),
        ReconciliationChoice.PLATFORM: ("以平台为准",),
        ReconciliationChoice.LEDGER: ("以台账为准",),
        ReconciliationChoice.OTHER: ("另行处理",),
    }
)
SCHOOL_NAME_KINDS = Vocabulary(
    {SchoolNameKind.FORMER: ("曾用名", "原名"), SchoolNameKind.ALIAS: ("简称", "别名")}
)
