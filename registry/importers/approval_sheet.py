"""The columns of an approvals sheet."""

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
        header="试点规模(人)",
        synonyms=("试点规模", "规模", "人数", "试点人数", "核定规模", "规模(人)"),
        note="非负整数，决定后的总人数；等级分列时不用此列",
        parse=whole_number,
        blank=None,
    ),
    *level_columns(("试点规模", "规模"), "该等级的人数，每个等级一行资格；空白、0 或“/”不产生资格"),
    ROUND,
    Column(
        key="effective_from",
        header="生效日期",
        synonyms=("生效时间", "起始日期", "有效期起"),
        note="如 2020-06-12；导入时指定的生效日期优先；都没有则为轮次的申报截止日",
        parse=day,
        blank=None,
    ),
    Column(
        key="effective_to",
        header="失效日期",
        synonyms=("截止日期", "有效期止"),
        note="自该日起失效；长期有效留空",
        parse=day,
        blank=None,
    ),
    Column(
        key="basis",
        header="依据",
        synonyms=("文件依据", "批准依据"),
        note="如文号或平台批次；导入时指定的依据优先；都没有时记为国家平台数据",
        parse=one_line(300),
    ),
    DEMO,
    SERIAL,
    passed_over("办学层次", "院校层次"),
    passed_over("所在市州", *REGION_SYNONYMS),
    passed_over("状态"),
    passed_over("最近同步日期"),
    passed_over("条款"),
    passed_over("依据链接"),
)
