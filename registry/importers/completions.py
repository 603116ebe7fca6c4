"""完成情况"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from registry.importers.shared_columns import (
    CERTIFICATE,
    DEMO,
    ORGANIZATION,
    SCHOOL_CODE,
    SCHOOL_NAME,
    SERIAL,
)
from registry.importers.tables import (
    batch_table,
    certificate_table,
    find_certificate,
    find_school,
    school_table,
)
from registry.models import Completion
from xcms.importing.columns import Column, passed_over
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import Link, ModelImporter
from xcms.importing.parsers import day, one_line, whole_number
from xcms.importing.rows import ParsedRow, Problems

_SCHOOL_CELLS = ("school_code", "school_name")
_CERTIFICATE_CELLS = ("certificate", "organization")
_READ_TOGETHER = frozenset({*_SCHOOL_CELLS, *_CERTIFICATE_CELLS, "_school", "_certificate"})


class CompletionImporter(ModelImporter):
    """One row per school, certificate and batch."""

    model = Completion
    one_of = (_SCHOOL_CELLS,)
    columns = (
        SCHOOL_CODE,
        SCHOOL_NAME,
        CERTIFICATE,
        ORGANIZATION,
        Column(
            key="batch",
            header="批次",
            synonyms=("试点批次", "所属批次"),
            note="如 2019-1（2019年第一批）",
            required=True,
            filled=True,
            lookup="batches",
        ),
        Column(
            key="planned",
            header="计划人数",
            synonyms=("计划培训人数", "计划规模", "计划试点人数"),
            note="本批次计划的人数",
            required=True,
            filled=True,
            parse=whole_number,
        ),
        Column(
            key="trained",
            header="培训人数",
            synonyms=("已培训人数", "实际培训人数", "参加培训人数"),
            note="已参加培训的人数",
            required=True,
            filled=True,
            parse=whole_number,
        ),
        Column(
            key="certified",
            header="取证人数",
            synonyms=("获证人数", "取得证书人数", "获取证书人数", "已取证人数"),
            note="已取得证书的人数，不多于培训人数",
            required=True,
            filled=True,
            parse=whole_number,
        ),
        Column(
            key="source",
            header="数据来源",
            synonyms=("来源",),
            note="如“国家平台”",
            parse=one_line(200),
        ),
        Column(
            key="figures_on",
            header="统计日期",
            synonyms=("数据日期",),
            note="数据统计截至的日期，如 2020-04-30；不详留空",
            parse=day,
            blank=None,
        ),
        DEMO,
        SERIAL,
        passed_over("完成率", "取证率"),
        passed_over("所在市州", "所在地", "市州"),
        passed_over("办学层次"),
    )

    def lookups(self) -> Mapping[str, LookupTable]:
        self._schools, self._certificates = school_table(), certificate_table()
        return {"batches": batch_table()}

    def existing(self) -> QuerySet[Any]:
        return Completion.objects.with_associations()

    def links(self) -> Sequence[Link]:
        return (
            Link(
                "_school",
                _SCHOOL_CELLS,
                lambda row, problems: find_school(row, self._schools, problems),
            ),
            Link(
                "_certificate",
                _CERTIFICATE_CELLS,
                lambda row, problems: find_certificate(row, self._certificates, problems),
            ),
        )

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any]:
        values = {key: value for key, value in row.values.items() if key not in _READ_TOGETHER}
        return {
            **values,
            "school": row.values["_school"],
            "certificate": row.values["_certificate"],
        }

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return values["school"].pk, values["certificate"].pk, values["batch"].pk

    def identity_of(self, record: Completion) -> Hashable:
        return record.school_id, record.certificate_id, record.batch_id
