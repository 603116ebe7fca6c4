"""Files that a list page offers: the signed CSV, the same rows for Excel, the imported file."""

import io
import mimetypes

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail.models import Page

from notices.models.attachments import ListFile
from registry.models import ListEdition
from registry.services.editions import COLUMNS
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES
from xcms.exports.workbooks import write_xlsx


def signed_csv(edition: ListEdition, name: str) -> HttpResponse:
    """Byte for byte: its SHA-256 is the edition's digest."""
    response = download(edition.csv_bytes(), f"{name}.csv", CONTENT_TYPES["csv"])
    response.headers["ETag"] = f'"{edition.digest}"'
    return response


def edition_workbook(edition: ListEdition, name: str) -> HttpResponse:
    """The edition's frozen rows, however the register has changed since."""
    columns = [
        ExportColumn(header, header, lambda cells, index=index: cells[index])  # type: ignore[misc]
        for index, header in enumerate(COLUMNS)
    ]
    file = io.BytesIO()
    write_xlsx(columns, edition.rows.order_by("position").values_list("cells", flat=True), file)
    return download(file.getvalue(), f"{name}.xlsx", CONTENT_TYPES["xlsx"])


def list_file(file: ListFile) -> HttpResponse:
    """The bytes as they were uploaded; never shown inside the browser, never kept past the page."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = download(bytes(file.content), file.name, kind)
    response.headers["ETag"] = f'"{file.sha256}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def download_list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that may not be public yet, for those who may edit its page."""
    file = get_object_or_404(ListFile, pk=pk)
    page = Page.objects.get(pk=file.page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return list_file(file)
