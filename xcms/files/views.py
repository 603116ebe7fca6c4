"""The lasting addresses of documents. GET only, and nothing is written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.models import CollectionViewRestriction

from xcms.files.keeping import open_version
from xcms.files.serving import file_answer
from xcms.files.shown import may_edit, path_is_known
from xcms.models import DocumentFile, DocumentVersion
from xcms.search.attachments.visibility import public_documents


class _FileView(View):
    http_method_names = ("get", "head", "options")

    def find(self, public_id: str) -> DocumentFile:
        found: DocumentFile = get_object_or_404(
            DocumentFile.objects.select_related("document__collection"), public_id=public_id
        )
        return found

    def forbidden(self, document: Any) -> HttpResponse | None:
        """What Wagtail's own address would answer: restricted collections, the host's hooks."""
        for allow in hooks.get_hooks("before_serve_document"):
            answer = allow(document, self.request)
            if isinstance(answer, HttpResponse):
                return answer
        return None


class CurrentFileView(_FileView):
    """Served as Wagtail serves documents: to everybody, unless the collection or a hook says otherwise."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        record = self.find(public_id)
        document = record.document
        if answer := self.forbidden(document):
            return answer
        try:
            file = document.file.storage.open(document.file.name, "rb")
        except (OSError, ValueError):
            raise Http404(_("This file can't be opened at present.")) from None
        is_known = path_is_known(record, document)
        response = file_answer(
            request,
            file,
            name=record.name if is_known else document.filename,
            plain_name=_plain(record, document.file_extension),
            sha256=record.sha256 if is_known else "",
            is_private=_is_restricted(document),
        )
        if response.status_code == 200 and request.method == "GET":
            document_served.send(sender=type(document), instance=document, request=request)
        return response


class FormerFileView(_FileView):
    """To the public only while something public shows the document, and the version is not withheld."""

    def get(self, request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
        record = self.find(public_id)
        document = record.document
        if answer := self.forbidden(document):
            return answer
        if number == record.number:
            return redirect("xcms_files:current", public_id=public_id)
        version = get_object_or_404(DocumentVersion, document=document, number=number)
        is_public = not version.is_withheld and public_documents().filter(pk=document.pk).exists()
        if not is_public and not may_edit(request, document):
            raise Http404(_("This former version is not public."))
        try:
            file = open_version(version)
        except OSError:
            raise Http404(_("This file can't be opened at present.")) from None
        return file_answer(
            request,
            file,
            name=version.name,
            plain_name=_plain(record, version.format.lower(), number),
            sha256=version.sha256,
            is_private=not is_public or _is_restricted(document),
        )


def _plain(record: DocumentFile, extension: str, number: int | None = None) -> str:
    """For programs that read no Chinese in headers."""
    stem = f"{record.public_id}-{number}" if number else record.public_id
    return f"{stem}.{extension}" if extension.isascii() and extension.isalnum() else stem


def _is_restricted(document: Any) -> bool:
    path = document.collection.path
    closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    return any(path.startswith(one) for one in closed)
