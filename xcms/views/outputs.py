"""A list in the formats other than HTML. All take the rows that the page would show."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.feedgenerator import Atom1Feed

from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines, json_row
from xcms.exports.names import attachment
from xcms.exports.selections import Selection
from xcms.exports.workbooks import write_workbook
from xcms.feeds import xml_text


class FeedEntry(NamedTuple):
    entry_id: str
    title: str
    link: str
    summary: str
    updated: datetime


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


def atom_feed(
    entries: Iterable[FeedEntry],
    *,
    title: str,
    subtitle: str,
    author: str,
    link: str,
    feed_url: str,
    feed_id: str,
    language: str,
) -> HttpResponse:
    feed = Atom1Feed(
        title=title,
        link=link,
        description=subtitle,
        subtitle=subtitle,
        author_name=author,
        feed_url=feed_url,
        feed_guid=feed_id,
        language=language,
    )
    for entry in entries:
        feed.add_item(
            title=xml_text(entry.title),
            link=entry.link,
            description=xml_text(entry.summary),
            unique_id=entry.entry_id,
            updateddate=entry.updated,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
