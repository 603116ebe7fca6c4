"""Wagtail's own addresses of documents, which change with the file's name: former ones lead to the lasting one."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import re_path

from xcms.files.shown import address_of
from xcms.models import DocumentFile


def redirect_former_names() -> None:
    """Wagtail compares the name before it asks any hook, and answers 404: so its address is answered here first.

    In its list of addresses, not in the host's: a host that serves documents in a way of its own keeps that.
    """
    from wagtail.documents import urls

    urls.urlpatterns.insert(0, re_path(r"^(\d+)/(.*)$", document_or_lasting_address))


def document_or_lasting_address(
    request: HttpRequest, document_id: str, document_filename: str
) -> HttpResponseBase:
    from wagtail.documents.views.serve import serve

    try:
        answer: HttpResponseBase = serve(request, document_id, document_filename)
    except Http404:
        if url := _lasting_address(document_id, document_filename):
            return HttpResponseRedirect(url)
        raise
    return answer


def _lasting_address(document_id: str, name: str) -> str:
    record = DocumentFile.objects.filter(document_id=document_id[:18]).first()
    return address_of(record) if record and name in record.former_names else ""
