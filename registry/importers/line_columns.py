"""The columns by which a sheet names a line: its level or levels, and its major."""

from collections.abc import Sequence

from registry.enums import CertificateLevel
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from xcms.importing.columns import Column
from xcms.importing.parsers import Parser, choice, code, one_line, whole_number

#: The key of each level's column, and the level.
LEVEL_COLUMNS = {f"quota_{level.value}": level.value for level in CertificateLevel}
_NO_ROW = frozenset({"/", "／", "-", "—", "——", "无"})
_NO_LEVEL = frozenset({"/", "／", "-", "—", "不分级", "不分等级", "未指定", "无"})


def _unless(texts: frozenset[str], parse: Parser) -> Parser:
    """The parser's value; None for one of the texts that say "nothing here"."""
    return lambda text: None if text in texts else parse(text)


LEVEL = Column(
    key="level",
    header="证书等级",
    synonyms=("等级", "级别", "试点等级"),
    note="初级、中级或高级；未指定留空",
    parse=_unless(_NO_LEVEL, choice(CERTIFICATE_LEVELS)),
    blank=None,
)
MAJOR_CODE = Column(
    key="major_code",
    header="专业代码",
    synonyms=("专业编码",),
    note="已登记的专业；未指定留空",
    parse=_unless(_NO_LEVEL, code(10)),
    blank=None,
)
MAJOR_NAME = Column(
    key="major_name",
    header="专业名称",
    synonyms=("专业", "试点专业"),
    note="已登记的专业；未指定留空",
    parse=_unless(_NO_LEVEL | {"不限", "不限专业", "未限定", "未限定专业"}, one_line(100)),
    blank=None,
)
MAJOR_YEAR = Column(
    key="major_year",
    header="目录年份",
    synonyms=("专业目录年份",),
    note="几个目录有同名专业时填写",
    parse=whole_number,
    blank=None,
)


def level_columns(words: Sequence[str], note: str) -> tuple[Column, ...]:
    """A column for each level with its persons; headers call these by one of the words."""
    return tuple(_level_column(key, level, words, note) for key, level in LEVEL_COLUMNS.items())


def _level_column(key: str, level: str, words: Sequence[str], note: str) -> Column:
    label = CERTIFICATE_LEVELS.label(CertificateLevel(level))
    return Column(
        key=key,
        header=label,
        synonyms=(f"{label}人数", *(f"{label}{word}" for word in words)),
        note=note,
        parse=_unless(_NO_ROW, whole_number),
        blank=None,
    )
