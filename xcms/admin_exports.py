"""Exports from admin lists: the register's own columns, with BOM, labels and safe cells."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase

from xcms.days import shanghai_today
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines
from xcms.exports.rows import Rows
from xcms.exports.workbooks import write_xlsx
from xcms.registers import get_register


def export_response(
    register_name: str,
    queryset: QuerySet[Any],
    file_format: str,
    *,
    extra_columns: Sequence[ExportColumn] = (),
) -> HttpResponseBase:
    """The rows as a download, with the public columns and those that only the office sees.

    Http404 where the list has no export.
    """
    if not register_name:
        raise Http404
    register = get_register(register_name)
    columns = [*register.export_columns, *extra_columns]
    rows = register.records(register.prepare(queryset))
    return spreadsheet(columns, rows, register_name, file_format)


def spreadsheet(
    columns: Sequence[ExportColumn], rows: Rows, name: str, file_format: str
) -> HttpResponseBase:
    """Rows as CSV or XLSX; ``name`` and today's date name the file."""
    filename = f"{name}-{shanghai_today().isoformat()}.{file_format}"
    if file_format == "csv":
        response = StreamingHttpResponse(
            csv_lines(columns, rows), content_type=CONTENT_TYPES["csv"]
        )
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(columns, rows, file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=filename, content_type=CONTENT_TYPES[file_format]
    )
