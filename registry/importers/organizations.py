"""培训评价组织"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from registry.importers.shared_columns import DEMO, SERIAL
from registry.models import Organization
from xcms.importing.columns import Column, passed_over
from xcms.importing.model_importer import ModelImporter
from xcms.importing.parsers import code, lines, one_line
from xcms.text import name_key


class OrganizationImporter(ModelImporter):
    """Reads a list of organisations, or the column 培训评价组织 of a list of certificates."""

    model = Organization
    derived = ("name_key", "pinyin", "search_text")
    folds_equal_rows = True
    columns = (
        Column(
            key="name",
            header="培训评价组织",
            synonyms=("培训评价组织名称", "评价组织", "机构名称", "组织名称", "单位名称"),
            note="全称；同一组织重复出现时算一行",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        Column(
            key="credit_code",
            header="统一社会信用代码",
            synonyms=("信用代码", "社会信用代码"),
            note="18位；可留空",
            parse=code(18),
        ),
        Column(
            key="website",
            header="网址",
            synonyms=("网站", "官网"),
            note="以 http:// 或 https:// 开头",
            parse=one_line(200),
        ),
        Column(key="note", header="说明", synonyms=("备注",), note="任意文字", parse=lines()),
        DEMO,
        SERIAL,
        passed_over("国家批次", "批次"),
        passed_over("证书名称", "职业技能等级证书"),
        passed_over("证书等级", "等级"),
    )

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return name_key(values["name"])

    def identity_of(self, record: Organization) -> Hashable:
        return record.name_key

    def unique_keys(self, record: Organization) -> Iterable[tuple[str, Hashable]]:
        if record.credit_code:
            yield "credit_code", record.credit_code
