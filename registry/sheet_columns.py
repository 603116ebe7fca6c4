"""The columns of the registers' files, in the headers that the importers read: declared here and nowhere else.

Headers and labels are Chinese whatever the interface's language: these are the office's sheets.
Persons' names and mobiles are in none of them (design rule 9).
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.enums import SchoolNameKind
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
from registry.models import ApprovalDecision
from xcms.exports.columns import ExportColumn
from xcms.importing.vocabulary import Vocabulary


def _text(
    key: str, header: str, path: str = "", width: int = 16, about: Any = "", part: str = ""
) -> ExportColumn:
    """A plain column: ``path`` is dotted, by default the key; an empty link on the way gives ""."""
    steps = (path or key).split(".")

    def value(record: Any) -> Any:
        for step in steps:
            record = getattr(record, step, None)
        return "" if record is None else record

    return ExportColumn(key, header, value, width=width, description=about, part=part)


def _day(key: str, header: str, about: Any = "", part: str = "") -> ExportColumn:
    return ExportColumn(
        key,
        header,
        lambda record: getattr(record, key),
        type="date",
        description=about,
        part=part,
    )


def _number(key: str, header: str, about: Any = "", part: str = "") -> ExportColumn:
    return ExportColumn(
        key,
        header,
        lambda record: getattr(record, key),
        width=10,
        type="integer",
        description=about,
        part=part,
    )


def _code(
    key: str,
    header: str,
    words: Vocabulary,
    code: Callable[[Any], Any] | None = None,
    *,
    width: int = 10,
    about: Any = "",
    part: str = "",
    type: str = "string",
) -> ExportColumn:
    """A word of a closed list: the label for people, the code for machines."""
    read = code or (lambda record: getattr(record, key))
    return ExportColumn(
        key,
        header,
        lambda record: words.label(read(record)),
        read,
        width=width,
        type=type,
        description=about,
        choices=words.choices(),
        part=part,
    )


def _codes(
    key: str, header: str, words: Vocabulary, *, width: int = 18, about: Any = ""
) -> ExportColumn:
    """Several words of a closed list."""
    return ExportColumn(
        key,
        header,
        lambda record: words.labels(getattr(record, key)),
        lambda record: list(getattr(record, key)),
        width=width,
        type="array",
        description=about,
        choices=words.choices(),
    )


def _flag(
    key: str, header: str, label: str, *, about: Any, is_mark: bool = False, part: str = ""
) -> ExportColumn:
    """The label where it is so, else nothing."""
    return ExportColumn(
        key,
        header,
        lambda record: label if getattr(record, key) else "",
        lambda record: getattr(record, key),
        type="boolean",
        description=about,
        is_mark=is_mark,
        part=part,
    )


def _name_list(key: str, header: str, kind: SchoolNameKind, about: Any) -> ExportColumn:
    def names(school: Any) -> list[str]:
        return [other.name for other in school.names.all() if other.kind == kind]

    return ExportColumn(
        key,
        header,
        lambda school: "、".join(names(school)),
        names,
        width=24,
        type="array",
        description=about,
    )


def _key(round_: Any) -> str:
    return str(round_.key) if round_ else ""


def _basis_link(key: str, header: str, part: str = "") -> ExportColumn:
    """What the register's ``complete`` has found; a record that never passed it is a bug, not an empty cell."""
    return ExportColumn(key, header, attrgetter(key), width=36, description=_BASIS_URL, part=part)


def ruling_decision(approval: Any) -> ApprovalDecision:
    """The decision that the annotated state speaks of, out of the prefetched ``valid_decisions``."""
    decisions: list[ApprovalDecision] = approval.valid_decisions
    for decision in decisions:
        if decision.pk == approval.ruling:
            return decision
    return min(decisions, key=lambda d: (d.effective_from, -d.recorded_version, -d.pk))


_PUBLIC_ID = _("Public id: never changes, and is part of the record's address where it has one.")
_SCHOOL_CODE = _("The school's ten-digit code. Text: keep it from becoming a number.")
_MAJOR_CODE = _("Code in the catalogue of that year; may be empty. Text: it may begin with 0.")
_CATALOGUE_YEAR = _("Year of the catalogue that the code is of.")
_ROUND = _("Year, batch and round, as in 2020-3-1.")
_REGION = _("One of the 14 prefectures of the province.")
_BASIS_URL = _(
    "Address of that text on this site, at the clause; empty where it is not published here."
)
_OWNER = _("The training and assessment organisation that owns the certificate.")

DEMO = _flag(
    "is_demo",
    "数据性质",
    DEMO_DATA,
    about=_(
        "Marked where the row is made up for demonstration. Stays whatever columns are chosen."
    ),
    is_mark=True,
    part="is_demo",
)
SCHOOL_COLUMNS = (
    _text("code", "学校标识码", width=14, about=_SCHOOL_CODE),
    _text("name", "学校名称", width=28, about=_("The school's present name.")),
    _text("authority", "主管部门", width=20, about=_("The authority that runs the school.")),
    _text("region", "所在市州", "region.name", about=_REGION),
    _code("level", "办学层次", SCHOOL_LEVELS, width=12, about=_("What kind of school it is.")),
    _flag("is_private", "备注", PRIVATE, about=_("Whether the school is private.")),
    _name_list("former_names", "曾用名", SchoolNameKind.FORMER, _("Names it had before.")),
    _name_list("aliases", "简称", SchoolNameKind.ALIAS, _("Short names and aliases.")),
    _text("website", "网址", width=24, about=_("Address of its website.")),
    DEMO,
)
SCHOOL_YEAR_COLUMNS = (
    _text("school_code", "学校标识码", "school.code", width=14, about=_SCHOOL_CODE),
    _text("school", "学校名称", "school.name", width=28, about=_("The school's present name.")),
    _number("year", "年度", _("Calendar year that the figures are of.")),
    _number("majors_count", "专业总数", _("Number of majors; empty where it is not known.")),
    _number("enrolment", "在校生总数", _("Students in all; empty where it is not known.")),
    _text("source", "数据来源", width=28, about=_("Where the figures come from.")),
    _day(
        "figures_on", "统计日期", _("Day on which they were counted; empty where it is not known.")
    ),
    DEMO,
)
MAJOR_COLUMNS = (
    _number("catalogue_year", "目录年份", _CATALOGUE_YEAR),
    _code("level", "专业层次", MAJOR_LEVELS, about=_("Which catalogue the major is in.")),
    _text("code", "专业代码", width=10, about=_MAJOR_CODE),
    _text("name", "专业名称", width=24, about=_("Name in the catalogue.")),
    DEMO,
)
ORGANIZATION_COLUMNS = (
    _text("id", "编号", "public_id", width=12, about=_PUBLIC_ID),
    _text("name", "培训评价组织", width=36, about=_("The organisation's full name.")),
    _text("credit_code", "统一社会信用代码", width=22, about=_("18 characters; may be empty.")),
    _text("website", "网址", width=24, about=_("Address of its website.")),
    _text("note", "说明", width=30, about=_("Note by the office.")),
    DEMO,
)
CERTIFICATE_COLUMNS = (
    _text("id", "编号", "public_id", width=12, about=_PUBLIC_ID),
    _code(
        "national_batch",
        "国家批次",
        NATIONAL_BATCHES,
        about=_("The national batch in which the certificate was admitted."),
        type="integer",
    ),
    _text("name", "证书名称", width=28, about=_("Name of the certificate.")),
    _text("organization", "培训评价组织", "organization.name", width=36, about=_OWNER),
    _codes("levels", "证书等级", CERTIFICATE_LEVELS, about=_("Levels at which it is offered.")),
    _text("standard_url", "标准链接", width=24, about=_("Address of the standard.")),
    _text("description", "证书说明", width=30, about=_("Explanatory note.")),
    DEMO,
    # The certificate may be real and only its filing generated; then being listed is demo data.
    _flag(
        "filing_is_demo",
        "备案数据性质",
        DEMO_DATA,
        about=_("Marked where the certificate may be real and its filing is made up."),
        is_mark=True,
    ),
)
FILING_COLUMNS = (
    ExportColumn("round", "轮次", lambda f: _key(f.round), width=10, description=_ROUND),
    _text("certificate", "证书名称", "certificate.name", 28, _("Name of the certificate.")),
    _text("organization", "培训评价组织", "certificate.organization.name", 36, _OWNER),
    _codes("levels", "证书等级", CERTIFICATE_LEVELS, about=_("Levels that are filed.")),
    _codes(
        "school_levels",
        "试点院校层次",
        SCHOOL_LEVELS,
        width=20,
        about=_("Kinds of schools that may take part."),
    ),
    _text("majors_range", "专业范围", width=30, about=_("Majors that it suits, in words.")),
    _text("fee", "考证收费标准", about=_("Examination fee, as filed.")),
    _text("cost_basis", "成本测算依据", width=24, about=_("How the fee was worked out.")),
    _text("exam_sites", "考核站点", width=24, about=_("Examination sites, as filed.")),
    _text("note", "说明", width=24, about=_("Note by the office.")),
    _day("revoked_on", "撤销日期", _("Day of the revocation; empty while the filing stands.")),
    _text("revocation_basis", "撤销依据", width=24, about=_("What the revocation rests on.")),
    _basis_link("revocation_basis_url", "撤销依据链接"),
    DEMO,
)
#: ``part`` as in registry.exports.approvals.
APPROVAL_COLUMNS = (
    _text("id", "编号", "public_id", 12, _PUBLIC_ID, "public_id"),
    _text("school_code", "学校标识码", "school.code", 14, _SCHOOL_CODE, "school"),
    _text("school", "学校名称", "school.name", 28, _("The school's present name."), "school"),
    _text("region", "所在市州", "school.region.name", 16, _REGION, "school"),
    _code(
        "school_level",
        "办学层次",
        SCHOOL_LEVELS,
        lambda a: a.school.level,
        width=12,
        about=_("What kind of school it is."),
        part="school",
    ),
    _text(
        "certificate",
        "证书名称",
        "certificate.name",
        28,
        _("Name of the certificate."),
        "certificate",
    ),
    _text(
        "organization", "培训评价组织", "certificate.organization.name", 36, _OWNER, "certificate"
    ),
    _code(
        "level",
        "证书等级",
        CERTIFICATE_LEVELS,
        about=_("Level of the certificate; empty where the approval names none."),
        part="level",
    ),
    _text("major_code", "专业代码", "major.code", 10, _MAJOR_CODE, "major"),
    _text(
        "major",
        "专业名称",
        "major.name",
        24,
        _("Name of the major; empty where the approval names none."),
        "major",
    ),
    ExportColumn(
        "major_catalogue_year",
        "目录年份",
        lambda a: a.major.catalogue_year or None,
        width=10,
        type="integer",
        description=_CATALOGUE_YEAR,
        part="major",
    ),
    _number("quota", "试点规模(人)", _("Persons in all, after the decision that rules."), "state"),
    _code(
        "status",
        "状态",
        APPROVAL_STATUSES,
        lambda a: str(a.status),
        about=_("State on the day of the file."),
        part="state",
    ),
    _day("effective_from", "生效日期", _("First day of the decision that rules."), "state"),
    _day(
        "effective_to",
        "失效日期",
        _("First day on which it no longer holds; empty until further notice."),
        "state",
    ),
    ExportColumn(
        "round",
        "轮次",
        lambda a: _key(ruling_decision(a).public_round),
        width=10,
        description=_ROUND,
        part="state",
    ),
    ExportColumn(
        "basis",
        "依据",
        lambda a: ruling_decision(a).basis,
        width=36,
        description=_("What the decision rests on."),
        part="state",
    ),
    ExportColumn(
        "clause",
        "条款",
        lambda a: ruling_decision(a).clause,
        description=_("The clause of that text; empty where the basis itself names it, or none."),
        part="state",
    ),
    _basis_link("basis_url", "依据链接", part="state"),
    _day(
        "synchronised_on",
        "最近同步日期",
        _("Last day on which the figures agreed with the national platform's."),
        "synchronised_on",
    ),
    DEMO,
)
CONTACT_COLUMNS = (
    _code("kind", "类别", CONTACT_KINDS, width=18, about=_("Whose office it is.")),
    _text("region", "所在市州", "region.name", about=_REGION),
    _text("school", "学校名称", "school.name", 28, _("The school, for its own offices.")),
    _text(
        "organization",
        "培训评价组织",
        "organization.name",
        36,
        _("The organisation, for its own offices."),
    ),
    _text("office", "部门", width=28, about=_("Name of the office; never a person's.")),
    _text("duty", "业务范围", width=28, about=_("What the office deals with.")),
    _text("phone", "办公电话", about=_("Office telephone.")),
    _text("email", "电子邮箱", width=24, about=_("The office's e-mail address.")),
    _text("address", "地址", width=36, about=_("Postal address.")),
    _text("postal_code", "邮政编码", width=10, about=_("Text: it may begin with 0.")),
    _day("confirmed_on", "核实日期", _("Day on which the entry was last confirmed.")),
    DEMO,
)
GROUP_COLUMNS = (
    _text("name", "群名称", width=30, about=_("Name of the group.")),
    _text("number", "QQ群号", width=14, about=_("Number of the group. Text.")),
    _text("audience", "适用对象", width=28, about=_("Who may join.")),
    _text("purpose", "用途", width=28, about=_("What the group is for.")),
    _text("joining_note", "加群备注", width=24, about=_("What to write when asking to join.")),
    _text("batch", "批次", "public_batch.key", 10, _("Year and batch, as in 2020-3.")),
    _text("region", "所在市州", "region.name", about=_REGION),
    DEMO,
)
