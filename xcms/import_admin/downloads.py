"""Files out of the wizard: the sample, the wrong rows with comments, the file as it was uploaded."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from xcms.exports.formats import CONTENT_TYPES
from xcms.import_admin.error_book import error_book, understood_headers
from xcms.import_admin.pages import RegisterPage, RunPage
from xcms.import_admin.sample_book import sample_book
from xcms.importing.columns import known_headers, match_columns
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.sheets import read_sheet
from xcms.imports import blocks
from xcms.imports.files import chunks, stored_bytes


class SampleBook(RegisterPage):
    def get(self, request: HttpRequest, register: str) -> HttpResponseBase:
        return _workbook(sample_book(self.entry, self.importer), f"{self.entry.label}-样表.xlsx")


class ErrorBook(RunPage):
    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        if not self.run.error_count:
            return self.back_to_run()
        try:
            sheet = read_sheet(
                stored_bytes(self.run),
                filename=self.run.file_name,
                known_headers=known_headers(self.importer.columns),
                limits=Limits.from_settings(),
                sheet=self.run.sheet or None,
            )
            mapping = {int(index): key for index, key in self.run.mapping.items()}
            matched = match_columns(self.importer.columns, self.importer.one_of, sheet, mapping)
        except ImportFileError as error:
            messages.error(request, str(error))
            return self.back_to_run()
        book = error_book(sheet, blocks.errors(self.run), understood_headers(matched, sheet))
        stem = self.run.file_name.rpartition(".")[0] or self.run.file_name
        return _workbook(book, f"{stem}-待更正.xlsx")


class OriginalFile(RunPage):
    """Always as a download of unknown type: nothing in it may run in this site's name."""

    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        try:
            pieces = _started(chunks(self.run))
        except ImportFileError as error:
            messages.error(request, str(error))
            return self.back_to_run()
        response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = _attachment(self.run.file_name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _started(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The first piece is fetched now, so that a file that is gone is an error before the answer begins."""
    first = next(pieces, b"")

    def all_pieces() -> Iterator[bytes]:
        yield first
        yield from pieces

    return all_pieces()


def _workbook(book: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(book, content_type=CONTENT_TYPES["xlsx"])
    response.headers["Content-Disposition"] = _attachment(filename)
    return response


def _attachment(filename: str) -> str:
    return content_disposition_header(True, filename) or "attachment"
