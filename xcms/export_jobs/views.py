"""Asking for a workbook, waiting for it, fetching it."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_protect

from xcms.export_jobs.asking import TooManyError, ask_for, may_hand_out
from xcms.export_jobs.offers import unlisted
from xcms.exports.formats import CONTENT_TYPES
from xcms.exports.names import attachment
from xcms.exports.selections import SelectionRefusedError
from xcms.models import ExportJob
from xcms.registers import UnknownRegisterError, get_public_register, get_register
from xcms.views.breadcrumbs import Crumb, breadcrumbs

#: Seconds after which the waiting page looks again by itself.
_LOOK_AGAIN = 5


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    title = _("Large Excel file")
    return unlisted(
        render(
            request,
            "xcms/exports/job.html",
            {"title": title, "breadcrumbs": breadcrumbs(Crumb(title)), **context},
            status=status,
        )
    )


@method_decorator(csrf_protect, name="dispatch")
class AskView(View):
    """POST only: nothing public writes on a GET. ``query`` is the list's address after the question mark."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        try:
            found = get_public_register(register)
        except UnknownRegisterError:
            raise Http404 from None
        try:
            job = ask_for(found, _query(request.POST.get("query", "")), request)
        except SelectionRefusedError as refusal:
            return _page(request, 400, refusals=refusal.messages)
        except TooManyError as refusal:
            return _page(request, 429, refusals=[str(refusal)])
        return redirect("xcms_exports:job", code=job.code)


def _query(text: str) -> QueryDict:
    try:
        return QueryDict(text.replace("\x00", ""))
    except (ValueError, SuspiciousOperation):
        raise SelectionRefusedError([_("These filters can't be read.")]) from None


class JobView(View):
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        job = get_object_or_404(ExportJob, code=code)
        if job.is_done and not may_hand_out(job):
            return _gone(request, job)
        response = _page(request, job=job, register=get_register(job.register))
        if job.is_under_way:
            response["Refresh"] = str(_LOOK_AGAIN)
        return response


class FileView(View):
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        job = get_object_or_404(ExportJob, code=code)
        if not job.is_done:
            return redirect("xcms_exports:job", code=job.code)
        if not may_hand_out(job):
            return _gone(request, job)
        try:
            file = default_storage.open(job.path)
        except OSError:
            return _gone(request, job)
        response = FileResponse(file, content_type=CONTENT_TYPES["xlsx"])
        response["Content-Disposition"] = attachment(job.file_name, job.plain_file_name)
        response["X-Register-Version"] = str(job.version)
        response["X-Content-Type-Options"] = "nosniff"
        return unlisted(response)


def _gone(request: HttpRequest, job: ExportJob) -> HttpResponse:
    sentence = _(
        "This file is no longer handed out: something in it has changed or is no longer public. Ask for a new one."
    )
    return _page(request, 410, job=None, refusals=[sentence], register=get_register(job.register))
