"""The columns of the office's ledger of applications, in the headers that its importer reads: one row a line."""

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.importers.vocabularies import (
    APPLICATION_STATES,
    CERTIFICATE_LEVELS,
    DEMO_DATA,
    SCHOOL_LEVELS,
)
from xcms.days import SHANGHAI
from xcms.exports.columns import ExportColumn


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None


def _submitted_on(line: Any) -> date | None:
    return _day(line.application.submitted_at)


def _text(key: str, header: str, path: str, width: int, about: Any) -> ExportColumn:
    return ExportColumn(key, header, attrgetter(path), width=width, description=about)


def _number(key: str, header: str, value: Callable[[Any], Any], about: Any) -> ExportColumn:
    return ExportColumn(key, header, value, width=10, type="integer", description=about)


APPLICATION_COLUMNS = (
    _text(
        "school_code",
        "学校标识码",
        "application.school.code",
        14,
        _("The school's ten-digit code. Text: keep it from becoming a number."),
    ),
    _text("school", "学校名称", "application.school.name", 28, _("The school's present name.")),
    _text(
        "region",
        "所在市州",
        "application.school.region.name",
        16,
        _("One of the 14 prefectures of the province."),
    ),
    ExportColumn(
        "school_level",
        "办学层次",
        lambda line: SCHOOL_LEVELS.label(line.application.school.level),
        lambda line: line.application.school.level,
        width=12,
        description=_("What kind of school it is."),
        choices=SCHOOL_LEVELS.choices(),
    ),
    _text(
        "certificate",
        "证书名称",
        "application.certificate.name",
        28,
        _("Name of the certificate."),
    ),
    _text(
        "organization",
        "培训评价组织",
        "application.certificate.organization.name",
        36,
        _("The training and assessment organisation that owns the certificate."),
    ),
    ExportColumn(
        "level",
        "证书等级",
        lambda line: CERTIFICATE_LEVELS.label(line.level),
        attrgetter("level"),
        width=10,
        description=_("Level of the certificate; empty where the application names none."),
        choices=CERTIFICATE_LEVELS.choices(),
    ),
    _text(
        "major_code",
        "专业代码",
        "major.code",
        10,
        _("Code in the catalogue of that year; may be empty. Text: it may begin with 0."),
    ),
    _text(
        "major",
        "专业名称",
        "major.name",
        24,
        _("Name of the major; empty where the application names none."),
    ),
    _number(
        "major_catalogue_year",
        "目录年份",
        lambda line: line.major.catalogue_year or None,
        _("Year of the catalogue that the code is of."),
    ),
    _text(
        "round", "轮次", "application.round.key", 10, _("Year, batch and round, as in 2020-3-1.")
    ),
    _text(
        "platform_number",
        "申报编号",
        "application.platform_number",
        16,
        _("Number of the application on the platform."),
    ),
    _number("students", "申报人数", attrgetter("students"), _("Students applied for.")),
    _number(
        "approved",
        "核定人数",
        attrgetter("approved"),
        _("Students approved; empty while nothing is decided."),
    ),
    ExportColumn(
        "state",
        "状态",
        lambda line: APPLICATION_STATES.label(line.application.state),
        attrgetter("application.state"),
        width=12,
        description=_("How far the application is."),
        choices=APPLICATION_STATES.choices(),
    ),
    ExportColumn(
        "submitted_on",
        "申报日期",
        _submitted_on,
        type="date",
        description=_("Day on which it was submitted last."),
    ),
    ExportColumn(
        "decided_on",
        "决定日期",
        lambda line: _day(line.decided_at),
        type="date",
        description=_("Day of the approval or refusal; empty while nothing is decided."),
    ),
    ExportColumn(
        "is_demo",
        "数据性质",
        lambda line: DEMO_DATA if line.application.is_demo else "",
        attrgetter("application.is_demo"),
        type="boolean",
        description=_(
            "Marked where the row is made up for demonstration. Stays whatever columns are chosen."
        ),
        is_mark=True,
    ),
)
