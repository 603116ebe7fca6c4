"""The registers of the pilot as files: what is public of each, in the headers that the importers read.

Headers and labels are Chinese whatever the interface's language: these are the office's sheets.
Persons' names and mobiles are in none of them (design rule 9).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from registry.enums import SchoolNameKind
from registry.importers.examples import EXAMPLES
from registry.importers.vocabularies import (
    APPROVAL_STATUSES,
    CERTIFICATE_LEVELS,
    CONTACT_KINDS,
    DEMO_DATA,
    MAJOR_LEVELS,
    NATIONAL_BATCHES,
    PRIVATE,
    SCHOOL_LEVELS,
)
from registry.models import (
    Approval,
    ApprovalDecision,
    Certificate,
    ContactPoint,
    Filing,
    Major,
    Organization,
    QQGroup,
    School,
    SchoolYear,
)
from registry.permissions import CHANGE_SCHOOL, permissions
from xcms.days import shanghai_today
from xcms.exports.columns import ExportColumn
from xcms.registers import Register, register

DEMO = ExportColumn(
    "is_demo",
    "数据性质",
    lambda record: DEMO_DATA if record.is_demo else "",
    lambda record: record.is_demo,
)


def _text(key: str, header: str, path: str = "", width: int = 16) -> ExportColumn:
    """A plain column: ``path`` is dotted, by default the key; an empty link on the way gives ""."""
    steps = (path or key).split(".")

    def value(record: Any) -> Any:
        for step in steps:
            record = getattr(record, step, None)
        return "" if record is None else record

    return ExportColumn(key, header, value, width=width)


def _day(key: str, header: str) -> ExportColumn:
    return ExportColumn(key, header, lambda record: getattr(record, key))


def _number(key: str, header: str) -> ExportColumn:
    return ExportColumn(key, header, lambda record: getattr(record, key), width=10)


def _names(kind: SchoolNameKind) -> Callable[[Any], list[str]]:
    return lambda school: [other.name for other in school.names.all() if other.kind == kind]


def _name_list(key: str, header: str, kind: SchoolNameKind) -> ExportColumn:
    names = _names(kind)
    return ExportColumn(key, header, lambda school: "、".join(names(school)), names, width=24)


def _round_key(record: Any) -> str:
    return record.round.key if record.round else ""


def ruling_decision(approval: Any) -> ApprovalDecision:
    """The decision that the annotated state speaks of, out of the prefetched ``valid_decisions``."""
    decisions: list[ApprovalDecision] = approval.valid_decisions
    for decision in decisions:
        if decision.pk == approval.ruling:
            return decision
    return min(decisions, key=lambda d: (d.effective_from, -d.recorded_version, -d.pk))


SCHOOL_COLUMNS = (
    _text("code", "学校标识码", width=14),
    _text("name", "学校名称", width=28),
    _text("authority", "主管部门", width=20),
    _text("region", "所在市州", "region.name"),
    ExportColumn(
        "level", "办学层次", lambda s: SCHOOL_LEVELS.label(s.level), lambda s: s.level, width=12
    ),
    ExportColumn(
        "is_private", "备注", lambda s: PRIVATE if s.is_private else "", lambda s: s.is_private
    ),
    _name_list("former_names", "曾用名", SchoolNameKind.FORMER),
    _name_list("aliases", "简称", SchoolNameKind.ALIAS),
    _text("website", "网址", width=24),
    DEMO,
)
SCHOOL_YEAR_COLUMNS = (
    _text("school_code", "学校标识码", "school.code", width=14),
    _text("school", "学校名称", "school.name", width=28),
    _number("year", "年度"),
    _number("majors_count", "专业总数"),
    _number("enrolment", "在校生总数"),
    _text("source", "数据来源", width=28),
    DEMO,
)
MAJOR_COLUMNS = (
    _number("catalogue_year", "目录年份"),
    ExportColumn(
        "level", "专业层次", lambda m: MAJOR_LEVELS.label(m.level), lambda m: m.level, width=10
    ),
    _text("code", "专业代码", width=10),
    _text("name", "专业名称", width=24),
    DEMO,
)
ORGANIZATION_COLUMNS = (
    _text("id", "编号", "public_id", width=12),
    _text("name", "培训评价组织", width=36),
    _text("credit_code", "统一社会信用代码", width=22),
    _text("website", "网址", width=24),
    _text("note", "说明", width=30),
    DEMO,
)
CERTIFICATE_COLUMNS = (
    _text("id", "编号", "public_id", width=12),
    ExportColumn(
        "national_batch",
        "国家批次",
        lambda c: NATIONAL_BATCHES.label(c.national_batch),
        lambda c: c.national_batch,
        width=10,
    ),
    _text("name", "证书名称", width=28),
    _text("organization", "培训评价组织", "organization.name", width=36),
    ExportColumn(
        "levels",
        "证书等级",
        lambda c: CERTIFICATE_LEVELS.labels(c.levels),
        lambda c: list(c.levels),
        width=18,
    ),
    _text("standard_url", "标准链接", width=24),
    _text("description", "证书说明", width=30),
    DEMO,
    # The certificate may be real and only its filing generated; then being listed is demo data.
    ExportColumn(
        "filing_is_demo",
        "备案数据性质",
        lambda certificate: DEMO_DATA if certificate.filing_is_demo else "",
        lambda certificate: certificate.filing_is_demo,
    ),
)
FILING_COLUMNS = (
    ExportColumn("round", "轮次", _round_key, width=10),
    _text("certificate", "证书名称", "certificate.name", width=28),
    _text("organization", "培训评价组织", "certificate.organization.name", width=36),
    ExportColumn(
        "levels",
        "证书等级",
        lambda f: CERTIFICATE_LEVELS.labels(f.levels),
        lambda f: list(f.levels),
        width=18,
    ),
    ExportColumn(
        "school_levels",
        "试点院校层次",
        lambda f: SCHOOL_LEVELS.labels(f.school_levels),
        lambda f: list(f.school_levels),
        width=20,
    ),
    _text("majors_range", "专业范围", width=30),
    _text("fee", "考证收费标准"),
    _text("cost_basis", "成本测算依据", width=24),
    _text("exam_sites", "考核站点", width=24),
    _text("note", "说明", width=24),
    _day("revoked_on", "撤销日期"),
    _text("revocation_basis", "撤销依据", width=24),
    DEMO,
)
APPROVAL_COLUMNS = (
    _text("id", "编号", "public_id", width=12),
    _text("school_code", "学校标识码", "school.code", width=14),
    _text("school", "学校名称", "school.name", width=28),
    _text("region", "所在市州", "school.region.name"),
    ExportColumn(
        "school_level",
        "办学层次",
        lambda a: SCHOOL_LEVELS.label(a.school.level),
        lambda a: a.school.level,
        width=12,
    ),
    _text("certificate", "证书名称", "certificate.name", width=28),
    _text("organization", "培训评价组织", "certificate.organization.name", width=36),
    ExportColumn(
        "level",
        "证书等级",
        lambda a: CERTIFICATE_LEVELS.label(a.level),
        lambda a: a.level,
        width=10,
    ),
    _text("major_code", "专业代码", "major.code", width=10),
    _text("major", "专业名称", "major.name", width=24),
    ExportColumn(
        "major_catalogue_year", "目录年份", lambda a: a.major.catalogue_year or None, width=10
    ),
    _number("quota", "试点规模(人)"),
    ExportColumn(
        "status",
        "状态",
        lambda a: APPROVAL_STATUSES.label(a.status),
        lambda a: str(a.status),
        width=10,
    ),
    _day("effective_from", "生效日期"),
    _day("effective_to", "失效日期"),
    ExportColumn("round", "轮次", lambda a: _round_key(ruling_decision(a)), width=10),
    ExportColumn("basis", "依据", lambda a: ruling_decision(a).basis, width=36),
    _day("synchronised_on", "最近同步日期"),
    DEMO,
)
CONTACT_COLUMNS = (
    ExportColumn("kind", "类别", lambda c: CONTACT_KINDS.label(c.kind), lambda c: c.kind, width=18),
    _text("region", "所在市州", "region.name"),
    _text("school", "学校名称", "school.name", width=28),
    _text("organization", "培训评价组织", "organization.name", width=36),
    _text("office", "部门", width=28),
    _text("duty", "业务范围", width=28),
    _text("phone", "办公电话"),
    _text("email", "电子邮箱", width=24),
    _text("address", "地址", width=36),
    _text("postal_code", "邮政编码", width=10),
    _day("confirmed_on", "核实日期"),
    DEMO,
)
GROUP_COLUMNS = (
    _text("name", "群名称", width=30),
    _text("number", "QQ群号", width=14),
    _text("audience", "适用对象", width=28),
    _text("purpose", "用途", width=28),
    _text("joining_note", "加群备注", width=24),
    _text("batch", "批次", "batch.key", width=10),
    _text("region", "所在市州", "region.name"),
    DEMO,
)


def _with_filing_marks(certificates: QuerySet[Any]) -> QuerySet[Any]:
    demo = Filing.objects.public().filter(certificate=OuterRef("pk"), is_demo=True)
    return certificates.select_related("organization").annotate(filing_is_demo=Exists(demo))


def _with_decisions(approvals: Any) -> QuerySet[Any]:
    decisions = ApprovalDecision.objects.public().select_related("round__batch")
    return approvals.with_public_associations().prefetch_related(
        Prefetch("decisions", decisions, to_attr="valid_decisions")
    )


#: Where an import offers to register a name as an alias of the school it nearly fits.
ADD_ALIAS = "registry.services.schools.add_alias"

register(
    Register(
        name="schools",
        label=_("Schools"),
        public_queryset=School.objects.public,
        prepare=lambda schools: schools.with_public_associations(),
        export_columns=SCHOOL_COLUMNS,
        filterset="registry.filters.SchoolFilterSet",
        importer="registry.importers.schools.SchoolImporter",
        import_permissions=permissions("add_school", "change_school"),
        examples=EXAMPLES["schools"],
    )
)
register(
    Register(
        name="school-years",
        label=_("Figures by year"),
        public_queryset=SchoolYear.objects.public,
        prepare=lambda years: years.select_related("school"),
        export_columns=SCHOOL_YEAR_COLUMNS,
        importer="registry.importers.school_years.SchoolYearImporter",
        import_permissions=permissions("change_school"),
        examples=EXAMPLES["school-years"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="majors",
        label=_("Majors"),
        public_queryset=Major.objects.public,
        export_columns=MAJOR_COLUMNS,
        importer="registry.importers.majors.MajorImporter",
        import_permissions=permissions("add_major", "change_major"),
        examples=EXAMPLES["majors"],
    )
)
register(
    Register(
        name="organizations",
        label=_("Organisations"),
        public_queryset=Organization.objects.public,
        export_columns=ORGANIZATION_COLUMNS,
        filterset="registry.filters.OrganizationFilterSet",
        importer="registry.importers.organizations.OrganizationImporter",
        import_permissions=permissions("add_organization", "change_organization"),
        examples=EXAMPLES["organizations"],
    )
)
register(
    Register(
        name="certificates",
        label=_("Vocational certificates"),
        public_queryset=Certificate.objects.public,
        prepare=_with_filing_marks,
        export_columns=CERTIFICATE_COLUMNS,
        filterset="registry.filters.CertificateFilterSet",
        importer="registry.importers.certificates.CertificateImporter",
        import_permissions=permissions("add_certificate", "change_certificate"),
        examples=EXAMPLES["certificates"],
    )
)
register(
    Register(
        name="filings",
        label=_("Filings"),
        public_queryset=Filing.objects.public,
        prepare=lambda filings: filings.with_associations(),
        export_columns=FILING_COLUMNS,
        importer="registry.importers.filings.FilingImporter",
        import_permissions=permissions("add_filing", "change_filing"),
        examples=EXAMPLES["filings"],
    )
)
register(
    Register(
        name="approvals",
        label=_("Approvals"),
        public_queryset=lambda: Approval.objects.public().with_state(shanghai_today()),
        prepare=_with_decisions,
        export_columns=APPROVAL_COLUMNS,
        filterset="registry.filters.ApprovalFilterSet",
        importer="registry.importers.approvals.ApprovalImporter",
        import_permissions=permissions("add_approval", "add_approvaldecision"),
        examples=EXAMPLES["approvals"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="contacts",
        label=_("Contacts"),
        public_queryset=ContactPoint.objects.public,
        prepare=lambda contacts: contacts.select_related("region", "school", "organization"),
        export_columns=CONTACT_COLUMNS,
        importer="registry.importers.contacts.ContactImporter",
        import_permissions=permissions("add_contactpoint", "change_contactpoint"),
        examples=EXAMPLES["contacts"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="groups",
        label=_("QQ groups"),
        public_queryset=QQGroup.objects.public,
        prepare=lambda groups: groups.select_related("batch", "region"),
        export_columns=GROUP_COLUMNS,
        importer="registry.importers.groups.GroupImporter",
        import_permissions=permissions("add_qqgroup", "change_qqgroup"),
        examples=EXAMPLES["groups"],
    )
)
