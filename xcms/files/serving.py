"""A file as an answer: a download, never a page of this site; conditional, and in parts where a client asks so."""

import mimetypes
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from xcms.exports.names import attachment
from xcms.files.ranges import UnsatisfiableError, asked_range, part_of

_UNKNOWN = "application/octet-stream"


def file_answer(
    request: HttpRequest, file: Any, *, name: str, plain_name: str, sha256: str, is_private: bool
) -> HttpResponseBase:
    """``file`` is open, and closed by the answer. ``is_private``: not everybody may read it."""
    etag = f'"{sha256}"' if sha256 else None
    response: HttpResponseBase | None = (
        get_conditional_response(request, etag=etag) if etag else None
    )
    if response is not None:
        file.close()
    else:
        response = _content(request, file, etag)
        kind, packed = mimetypes.guess_type(name)
        response["Content-Type"] = kind if kind and not packed else _UNKNOWN
        response["Content-Disposition"] = attachment(name, plain_name)
    response["Accept-Ranges"] = "bytes"
    if etag:
        response["ETag"] = etag
    # It may be replaced, restricted or taken back at any time: ask before each use.
    response["Cache-Control"] = "private, no-cache" if is_private else "no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _content(request: HttpRequest, file: Any, etag: str | None) -> HttpResponseBase:
    size = file.size
    try:
        part = asked_range(_range_header(request, etag), size)
    except UnsatisfiableError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        response: HttpResponseBase = FileResponse(file)
        response["Content-Length"] = str(size)
        return response
    first, last = part
    response = StreamingHttpResponse(part_of(file, first, last), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _range_header(request: HttpRequest, etag: str | None) -> str:
    """A client that has a part of another file gets the whole of this one."""
    if request.method != "GET":
        return ""
    has = request.headers.get("If-Range")
    return "" if has and has != etag else request.headers.get("Range", "")
