"""The columns of the platform's sheet of applications."""

from registry.importers.line_columns import (
    LEVEL,
    MAJOR_CODE,
    MAJOR_NAME,
    MAJOR_YEAR,
    level_columns,
)
from registry.importers.shared_columns import (
    CERTIFICATE,
    DEMO,
    ORGANIZATION,
    REGION_SYNONYMS,
    ROUND,
    SCHOOL_CODE,
    SCHOOL_NAME,
    SERIAL,
)
from xcms.importing.columns import Column, passed_over
from xcms.importing.parsers import day, one_line, whole_number

#: What a state reads like that is not handed in, or not any more.
_NOT_HANDED_IN = ("草稿", "暂存", "未提交", "待提交", "未申报", "退回", "撤回")


def _is_handed_in(text: str) -> bool:
    """Platforms name states of their own; only these matter here."""
    return not any(word in text for word in _NOT_HANDED_IN)


COLUMNS = (
    SCHOOL_CODE,
    SCHOOL_NAME,
    CERTIFICATE,
    ORGANIZATION,
    LEVEL,
    MAJOR_CODE,
    MAJOR_NAME,
    MAJOR_YEAR,
    Column(
        key="quota",
        header="申报人数",
        synonyms=("申报规模", "计划人数", "人数", "规模", "试点人数", "试点规模", "试点规模(人)"),
        note="正整数；等级分列时不用此列",
        parse=whole_number,
        blank=None,
    ),
    *level_columns(
        ("申报人数", "申报规模", "试点规模", "规模"),
        "该等级的申报人数，每个等级一行；空白、0 或“/”不产生申报",
    ),
    ROUND,
    Column(
        key="platform_number",
        header="申报编号",
        synonyms=("平台编号", "申请编号", "申报单号"),
        note="国家平台上的编号；可留空",
        parse=one_line(50),
    ),
    Column(
        key="is_handed_in",
        header="状态",
        synonyms=("申报状态", "审核状态"),
        note="含“草稿”“暂存”“未提交”“退回”“撤回”的按草稿登记，其余按已提交登记；留空按导入时的选择",
        parse=_is_handed_in,
        blank=None,
    ),
    Column(
        key="submitted_on",
        header="申报日期",
        synonyms=("提交日期", "申报时间", "提交时间"),
        note="如 2020-06-10；登记为提交日期，没有时按导入当天",
        parse=day,
        blank=None,
    ),
    DEMO,
    SERIAL,
    passed_over("办学层次", "院校层次"),
    passed_over("所在市州", *REGION_SYNONYMS),
    passed_over("核定人数"),
    passed_over("决定日期"),
)
