"""A list in the formats other than HTML and Atom. All take the rows that the page would show."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import (
    FileResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)

from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines, json_row
from xcms.exports.names import attachment
from xcms.exports.selections import Selection
from xcms.exports.workbooks import write_workbook


def json_list(
    columns: Sequence[ExportColumn], rows: Iterable[Any], *, count: int, version: int, next_url: str
) -> JsonResponse:
    return JsonResponse(
        {
            "count": count,
            "version": version,
            "results": [json_row(columns, row) for row in rows],
            "next": next_url or None,
        },
        json_dumps_params={"ensure_ascii": False},
    )


def json_refusal(messages: Sequence[str]) -> JsonResponse:
    return JsonResponse(
        {"errors": list(messages)}, status=400, json_dumps_params={"ensure_ascii": False}
    )


def csv_file(selection: Selection) -> StreamingHttpResponse:
    """Streams: memory does not grow with the rows."""
    response = StreamingHttpResponse(
        csv_lines(selection.columns, selection.lines()), content_type=CONTENT_TYPES["csv"]
    )
    response["Content-Disposition"] = _attachment(selection, "csv")
    return response


def xlsx_file(selection: Selection) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_workbook(selection, file)
    file.seek(0)
    response = FileResponse(file, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = _attachment(selection, "xlsx")
    return response


def _attachment(selection: Selection, extension: str) -> str:
    return attachment(selection.file_name(extension), selection.plain_file_name(extension))
