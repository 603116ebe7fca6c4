"""Wagtail's views of documents, with the history of the file and what was taken out of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.documents.views.chooser import DocumentChooserUploadView
from wagtail.documents.views.documents import CreateView, EditView
from wagtail.documents.views.multiple import AddView

from xcms.files.admin_forms import NoteForm, replacing_form
from xcms.files.cleaning_told import cleaning_told, tell_about
from xcms.files.keeping import restore, withhold
from xcms.files.shown import address_of, may_edit
from xcms.models import DocumentFile, DocumentVersion


class DocumentEditView(EditView):
    template_name = "xcms/files/admin/document_edit.html"

    def get_form_class(self) -> Any:
        return replacing_form(self.model)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        record = DocumentFile.objects.filter(document=self.object).first()
        versions = DocumentVersion.objects.filter(document=self.object)
        return {
            **context,
            "file_record": record,
            "lasting_address": address_of(record) if record else "",
            "former_files": versions.select_related("replaced_by").order_by("-number"),
            "cleaning": cleaning_told(record) if record else None,
        }

    def save_action(self) -> HttpResponse:
        if "file" in self.form.changed_data:
            tell_about(self.request, self.object)
        return super().save_action()


class DocumentCreateView(CreateView):
    def save_action(self) -> HttpResponse:
        tell_about(self.request, self.object)
        return super().save_action()


class DocumentsAddView(AddView):
    """Many uploads at once: each says below its title what was taken out."""

    edit_form_template_name = "xcms/files/admin/multiple_edit_form.html"

    def get_edit_object_form_context_data(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_edit_object_form_context_data()
        record = DocumentFile.objects.filter(document=self.object).first()
        return {**context, "cleaning": cleaning_told(record) if record else None}


class DocumentUploadView(DocumentChooserUploadView):
    """An upload in a chooser: the message shows on the next page."""

    def save_form(self, form: Any) -> Any:
        document = super().save_form(form)
        tell_about(self.request, document)
        return document


class _FormerFileAction(View):
    """Asks, and does it on POST. Who may change the document may."""

    template_name = "xcms/files/admin/former_file_action.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.version = get_object_or_404(
            DocumentVersion.objects.select_related("document__collection"),
            document_id=kwargs["document_id"],
            number=kwargs["number"],
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_edit(request, self.version.document):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.page(NoteForm())

    def page(self, form: NoteForm) -> HttpResponse:
        context = {
            "page_title": self.title_of(),
            "header_icon": "history",
            "version": self.version,
            "form": form if self.has_note else None,
            "question": self.question(),
            "back_url": self.back_url(),
        }
        return TemplateResponse(self.request, self.template_name, context)

    has_note = False

    def title_of(self) -> str:
        raise NotImplementedError

    def question(self) -> str:
        raise NotImplementedError

    def back_url(self) -> str:
        return reverse("wagtaildocs:edit", args=[self.version.document_id])


class RestoreView(_FormerFileAction):
    has_note = True

    def title_of(self) -> str:
        return _("Restore version %(number)s") % {"number": self.version.number}

    def question(self) -> str:
        return _(
            "The file of version %(number)s becomes the present one again, under the same address, as a new "
            "version. The present file stays in the history."
        ) % {"number": self.version.number}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        note = form.cleaned_data["note"].strip() or self.title_of()
        try:
            is_new = restore(self.version, note=note)
        except OSError:
            messages.error(request, _("The file of this version can't be opened at present."))
            return redirect(self.back_url())
        if is_new:
            messages.success(
                request,
                _("Version %(number)s has been restored.") % {"number": self.version.number},
            )
        else:
            messages.info(request, _("The present file is the same: nothing was changed."))
        return redirect(self.back_url())


class WithholdView(_FormerFileAction):
    def title_of(self) -> str:
        words = {"number": self.version.number}
        if self.version.is_withheld:
            return _("Show version %(number)s to the public") % words
        return _("Withhold version %(number)s") % words

    def question(self) -> str:
        if self.version.is_withheld:
            return _("Visitors may open this version again wherever they see the document.")
        return _("Visitors see that there was this version, and can't open it any more.")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if request.POST.get("withheld") not in ("yes", "no"):
            raise Http404
        withhold(self.version, request.POST["withheld"] == "yes")
        messages.success(request, _("Saved."))
        return redirect(self.back_url())
