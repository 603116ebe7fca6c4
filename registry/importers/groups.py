"""QQ工作群"""

from collections.abc import Hashable, Mapping
from typing import Any

from django.db.models import QuerySet

from registry.importers.shared_columns import DEMO, REGION_SYNONYMS, SERIAL
from registry.importers.tables import batch_table, region_table
from registry.models import QQGroup
from xcms.importing.columns import Column
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import ModelImporter
from xcms.importing.parsers import code, lines, one_line


class GroupImporter(ModelImporter):
    """A group is known by its number."""

    model = QQGroup
    columns = (
        Column(
            key="name",
            header="群名称",
            synonyms=("QQ群名称", "工作群名称", "名称", "群名"),
            note="如“湖南省1+X证书制度试点工作群”",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        Column(
            key="number",
            header="QQ群号",
            synonyms=("群号", "QQ群", "群号码", "QQ号"),
            note="5至12位数字",
            required=True,
            filled=True,
            parse=code(12),
        ),
        Column(
            key="audience",
            header="适用对象",
            synonyms=("入群对象", "对象", "加群对象"),
            note="谁可以加群",
            parse=one_line(200),
        ),
        Column(key="purpose", header="用途", synonyms=("群用途",), note="任意文字", parse=lines()),
        Column(
            key="joining_note",
            header="加群备注",
            synonyms=("入群备注", "验证信息"),
            note="加群时须填写的备注",
            parse=one_line(200),
        ),
        Column(
            key="batch",
            header="批次",
            synonyms=("所属批次",),
            note="如 2020-3；可留空",
            lookup="batches",
            blank=None,
        ),
        Column(
            key="region",
            header="所在市州",
            synonyms=REGION_SYNONYMS,
            note="市州工作群填写；省级群留空",
            lookup="regions",
            blank=None,
        ),
        DEMO,
        SERIAL,
    )

    def lookups(self) -> Mapping[str, LookupTable]:
        return {"batches": batch_table(), "regions": region_table()}

    def existing(self) -> QuerySet[Any]:
        return QQGroup.objects.select_related("batch", "region")

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return values["number"]

    def identity_of(self, record: QQGroup) -> Hashable:
        return record.number
