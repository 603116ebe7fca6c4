"""What the API's records hold beyond the columns of the exports: ids and codes, which machines join by."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet

from registry.importers.vocabularies import CERTIFICATE_LEVELS, SCHOOL_LEVELS
from registry.models import EditionRow
from registry.services.editions import COLUMNS
from registry.sheet_columns import DEMO
from xcms.exports.columns import ExportColumn

ID = ExportColumn("id", "编号", lambda record: record.public_id, width=12)


def coded(key: str, header: str, *steps: str) -> ExportColumn:
    """The attribute at the end of these steps; "" where a link on the way is empty."""

    def value(record: Any) -> Any:
        for step in steps:
            record = getattr(record, step, None)
        return "" if record is None else record

    return ExportColumn(key, header, value)


def region_code(*steps: str) -> ExportColumn:
    return coded("region_code", "市州代码", *steps, "region_id")


ROUND_COLUMNS = (
    ID,
    coded("key", "轮次", "key"),
    coded("batch", "批次", "batch", "key"),
    coded("batch_title", "批次名称", "batch", "title"),
    coded("number", "轮次序号", "number"),
    coded("filing_deadline", "备案截止日期", "filing_deadline"),
    coded("application_deadline", "申报截止日期", "application_deadline"),
    coded("municipal_review_due", "市州审核截止日期", "municipal_review_due"),
    coded(
        "municipal_review_is_provisional",
        "市州审核截止日期是否暂定",
        "counted_review_days",
        "is_provisional",
    ),
    DEMO,
)


# Filings say what was published: an edit in the ledger shows only once somebody has signed it.


def with_published_rows(filings: QuerySet[Any]) -> QuerySet[Any]:
    """The rows of current, public editions as ``published_rows``: one for each filing."""
    rows = EditionRow.objects.public().select_related("edition").defer("edition__csv")
    return filings.select_related("round__batch", "certificate").prefetch_related(
        Prefetch("edition_rows", rows, to_attr="published_rows")
    )


def _cell(filing: Any, header: str) -> str:
    text: str = filing.published_rows[0].cells[COLUMNS.index(header)]
    return text


def _published(key: str, header: str) -> ExportColumn:
    return ExportColumn(key, header, lambda filing: _cell(filing, header))


def _codes(key: str, header: str, value: Callable[[str], Any]) -> ExportColumn:
    def codes(filing: Any) -> list[Any]:
        try:
            return [value(label) for label in _cell(filing, header).split("、") if label]
        except KeyError:  # frozen in a wording that is no longer in use
            return list(getattr(filing, key))

    return ExportColumn(key, header, lambda filing: _cell(filing, header), codes)


FILING_COLUMNS = (
    ID,
    coded("round", "轮次", "round", "key"),
    _published("certificate", "证书名称"),
    _published("organization", "培训评价组织"),
    _codes("levels", "证书等级", CERTIFICATE_LEVELS.value),
    _codes("school_levels", "试点院校层次", SCHOOL_LEVELS.value),
    _published("majors_range", "专业范围"),
    _published("fee", "考证收费标准"),
    _published("cost_basis", "成本测算依据"),
    _published("exam_sites", "考核站点"),
    _published("note", "说明"),
    ExportColumn("revoked_on", "撤销日期", lambda filing: filing.revoked_on),
    coded("revocation_basis", "撤销依据", "revocation_basis"),
    ExportColumn(
        "revocation_basis_url", "撤销依据链接", lambda filing: filing.revocation_basis_url
    ),
    ExportColumn(
        "is_demo",
        "数据性质",
        lambda filing: _cell(filing, "数据性质"),
        lambda filing: filing.is_demo or bool(_cell(filing, "数据性质")),
    ),
    coded("certificate_id", "证书编号", "certificate", "public_id"),
)
