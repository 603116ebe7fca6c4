"""A PDF as an answer, or a page that says why there is none."""

import base64
import mimetypes
import re
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xcms.pdf.making import PdfBusyError, PdfFailedError, is_available, pdf_of

_RETRY_SECONDS = 5
_SOURCES = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")')


def pdf_answer(request: HttpRequest, html: str, *, name: str, back: str) -> HttpResponse:
    """``back`` is the address of the page itself, which a browser can print as well."""
    if not is_available():
        raise Http404(_("This site makes no PDF files."))
    try:
        made = pdf_of(with_pictures(html), base_url=request.build_absolute_uri("/"))
    except PdfBusyError:
        sentence = _("The PDF is being made. Please try again in a few seconds.")
        response = _no_pdf(request, sentence, back)
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
        return response
    except PdfFailedError:
        sentence = _("No PDF can be made of this page. Please print it from your browser instead.")
        return _no_pdf(request, sentence, back)
    response = HttpResponse(made, content_type="application/pdf")
    disposition = content_disposition_header(False, f"{name}.pdf") or "inline"
    response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _no_pdf(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    html = render_to_string("xcms/no_pdf.html", {"sentence": sentence, "back": back}, request)
    response = HttpResponse(html, status=503)
    response.headers["Cache-Control"] = "no-store"
    return response


def with_pictures(html: str) -> str:
    """Pictures of this site's media inside the text; others are left out."""

    def inside(found: re.Match[str]) -> str:
        before, source, after = found.groups()
        return f"{before}{escape(_as_data(source))}{after}"

    return _SOURCES.sub(inside, html)


def _as_data(source: str) -> str:
    media = settings.MEDIA_URL
    kind = mimetypes.guess_type(source)[0] or ""
    path = PurePosixPath(source.removeprefix(media))
    if not source.startswith(media) or not kind.startswith("image/") or ".." in path.parts:
        return ""
    try:
        with default_storage.open(str(path)) as file:
            return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"
    except OSError:
        return ""
