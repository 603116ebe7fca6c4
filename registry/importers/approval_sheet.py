"""The columns of an approvals sheet."""

from registry.enums import CertificateLevel
from registry.importers.approval_rows import LEVEL_COLUMNS
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
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from xcms.importing.columns import Column, passed_over
from xcms.importing.parsers import Parser, choice, code, day, one_line, whole_number

_NO_ROW = frozenset({"/", "／", "-", "—", "——", "无"})
_NO_LEVEL = frozenset({"/", "／", "-", "—", "不分级", "不分等级", "未指定", "无"})


def _unless(texts: frozenset[str], parse: Parser) -> Parser:
    """The parser's value; None for one of the texts that say "nothing here"."""
    return lambda text: None if text in texts else parse(text)


def _level_column(key: str, level: str) -> Column:
    label = CERTIFICATE_LEVELS.label(CertificateLevel(level))
    return Column(
        key=key,
        header=label,
        synonyms=(f"{label}人数", f"{label}试点规模", f"{label}规模"),
        note="该等级的人数，每个等级一行资格；空白、0 或“/”不产生资格",
        parse=_unless(_NO_ROW, whole_number),
        blank=None,
    )


COLUMNS = (
    SCHOOL_CODE,
    SCHOOL_NAME,
    CERTIFICATE,
    ORGANIZATION,
    Column(
        key="level",
        header="证书等级",
        synonyms=("等级", "级别", "试点等级"),
        note="初级、中级或高级；未指定留空",
        parse=_unless(_NO_LEVEL, choice(CERTIFICATE_LEVELS)),
        blank=None,
    ),
    Column(
        key="major_code",
        header="专业代码",
        synonyms=("专业编码",),
        note="已登记的专业；未指定留空",
        parse=_unless(_NO_LEVEL, code(10)),
        blank=None,
    ),
    Column(
        key="major_name",
        header="专业名称",
        synonyms=("专业", "试点专业"),
        note="已登记的专业；未指定留空",
        parse=_unless(_NO_LEVEL | {"不限", "不限专业", "未限定", "未限定专业"}, one_line(100)),
        blank=None,
    ),
    Column(
        key="major_year",
        header="目录年份",
        synonyms=("专业目录年份",),
        note="几个目录有同名专业时填写",
        parse=whole_number,
        blank=None,
    ),
    Column(
        key="quota",
        header="试点规模(人)",
        synonyms=("试点规模", "规模", "人数", "试点人数", "核定规模", "规模(人)"),
        note="非负整数，决定后的总人数；等级分列时不用此列",
        parse=whole_number,
        blank=None,
    ),
    *(_level_column(key, level) for key, level in LEVEL_COLUMNS.items()),
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
