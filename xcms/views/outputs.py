"""A list in the formats other than HTML. All take the rows that the page would show."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header

from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines, json_row, write_xlsx
from xcms.feeds import xml_text

#: Rows held in memory while a file streams.
_CHUNK = 2000


class FeedEntry(NamedTuple):
    entry_id: str
    title: str
    link: str
    summary: str
    updated: datetime


def file_name(register: str, day: date, extension: str) -> str:
    return f"{register}-{day:%Y-%m-%d}.{extension}"


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


def csv_file(
    columns: Sequence[ExportColumn], rows: QuerySet[Any], name: str
) -> StreamingHttpResponse:
    """Streams: memory does not grow with the rows."""
    response = StreamingHttpResponse(
        csv_lines(columns, rows.iterator(chunk_size=_CHUNK)), content_type=CONTENT_TYPES["csv"]
    )
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def xlsx_file(columns: Sequence[ExportColumn], rows: QuerySet[Any], name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_xlsx(columns, rows.iterator(chunk_size=_CHUNK), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES["xlsx"])


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
