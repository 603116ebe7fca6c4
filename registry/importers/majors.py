"""专业"""

from collections.abc import Hashable, Mapping
from typing import Any

from django.db.models import QuerySet

from registry.importers.shared_columns import DEMO, SERIAL
from registry.importers.vocabularies import MAJOR_LEVELS
from registry.models import Major
from xcms.importing.columns import Column
from xcms.importing.model_importer import ModelImporter
from xcms.importing.parsers import choice, code, one_line, whole_number
from xcms.text import name_key


class MajorImporter(ModelImporter):
    """A major is all of its catalogue year, level, code and name: one of another name is another major."""

    model = Major
    derived = ("name_key", "pinyin", "search_text")
    columns = (
        Column(
            key="catalogue_year",
            header="目录年份",
            synonyms=("专业目录年份", "目录版本", "目录年版"),
            note="专业目录的年份，如 2015",
            required=True,
            filled=True,
            parse=whole_number,
        ),
        Column(
            key="level",
            header="专业层次",
            synonyms=("层次", "培养层次", "学历层次"),
            note="中职、高职（专科）、本科",
            required=True,
            filled=True,
            parse=choice(MAJOR_LEVELS),
        ),
        Column(
            key="code",
            header="专业代码",
            synonyms=("专业编码", "代码"),
            note="按目录填写，保留前面的 0；可留空",
            parse=code(10),
        ),
        Column(
            key="name",
            header="专业名称",
            synonyms=("专业", "名称"),
            note="按目录填写",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        DEMO,
        SERIAL,
    )

    def existing(self) -> QuerySet[Any]:
        return Major.objects.public()

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return (
            values["catalogue_year"],
            values["level"],
            values.get("code", ""),
            name_key(values["name"]),
        )

    def identity_of(self, record: Major) -> Hashable:
        return record.catalogue_year, record.level, record.code, record.name_key
