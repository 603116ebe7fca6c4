"""The columns of the office's own ledgers: of completion in the headers that its importer reads, of recognitions."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from registry.importers.vocabularies import CERTIFICATE_LEVELS
from registry.rules.terms import plain
from registry.services.completions import completion_rate
from registry.sheet_columns import DEMO
from xcms.exports.columns import ExportColumn

_WHOSE = (
    ExportColumn(
        "school_code",
        "学校标识码",
        attrgetter("school.code"),
        width=14,
        description=_("The school's ten-digit code. Text: keep it from becoming a number."),
    ),
    ExportColumn(
        "school",
        "学校名称",
        attrgetter("school.name"),
        width=28,
        description=_("The school's present name."),
    ),
    ExportColumn(
        "certificate",
        "证书名称",
        attrgetter("certificate.name"),
        width=28,
        description=_("Name of the certificate."),
    ),
    ExportColumn(
        "organization",
        "培训评价组织",
        attrgetter("certificate.organization.name"),
        width=36,
        description=_("The training and assessment organisation that owns the certificate."),
    ),
)
_SOURCE = ExportColumn(
    "source",
    "数据来源",
    attrgetter("source"),
    width=28,
    description=_("Where the figures come from."),
)
COMPLETION_COLUMNS = (
    *_WHOSE,
    ExportColumn(
        "batch",
        "批次",
        attrgetter("batch.key"),
        width=10,
        description=_("Year and batch, as in 2020-3."),
    ),
    *(
        ExportColumn(
            key, header, attrgetter(key), width=10, type="integer", description=description
        )
        for key, header, description in (
            ("planned", "计划人数", _("Persons planned for the batch.")),
            ("trained", "培训人数", _("Persons who took part in the training.")),
            ("certified", "取证人数", _("Persons who obtained the certificate.")),
        )
    ),
    ExportColumn(
        "rate",
        "完成率",
        completion_rate,
        width=10,
        description=_("Certified of planned; “≈” where two decimals don't say it exactly."),
    ),
    _SOURCE,
    ExportColumn(
        "figures_on",
        "统计日期",
        attrgetter("figures_on"),
        type="date",
        description=_("Day on which they were counted; empty where it is not known."),
    ),
    DEMO,
)
RECOGNITION_COLUMNS = (
    *_WHOSE,
    ExportColumn("level", "证书等级", lambda row: CERTIFICATE_LEVELS.label(row.level), width=10),
    ExportColumn("major_code", "专业代码", attrgetter("major.code"), width=10),
    ExportColumn("major", "专业名称", attrgetter("major.name"), width=24),
    ExportColumn("recognised", "认定内容", attrgetter("recognised"), width=36),
    ExportColumn(
        "credits", "学分", lambda row: "" if row.credits is None else plain(row.credits), width=8
    ),
    ExportColumn("basis", "依据", attrgetter("basis"), width=36),
    ExportColumn("recognised_on", "认定日期", attrgetter("recognised_on"), type="date"),
    _SOURCE,
    DEMO,
)
