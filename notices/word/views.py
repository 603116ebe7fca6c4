"""The way of a Word file through the admin: upload, look at what was read, make the draft."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from notices.models import WordImport
from notices.table_block import TableBlock
from notices.word.access import (
    document_collection,
    image_collection,
    is_locked,
    may_add_below,
    may_rewrite,
    may_see,
)
from notices.word.body import shown_blocks
from notices.word.forms import ConfirmForm, UploadForm
from notices.word.making import AlreadyDoneError, make_notice, replace_body
from notices.word.reader import UnreadableWordError, WordReading, read_word
from notices.word.remark_labels import labelled
from xcms.admin_forms import add_validation_error
from xcms.admin_requests import clean_request
from xcms.conf import setting

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


class WordView(WagtailAdminTemplateMixin, View):
    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Import from Word")

    def above(self) -> Page | None:
        """The page that this is about."""
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = [page] if (page := self.above()) is not None else []
        return [
            *self.breadcrumbs_items,
            *(
                {
                    "url": reverse("wagtailadmin_explore", args=[one.pk]),
                    "label": one.get_admin_display_title(),
                }
                for one in above
            ),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def page(self, **context: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(**context))


class UploadView(WordView):
    """``target`` is the section of a new notice, or the notice whose body is to be replaced."""

    template_name = "xcms_notices/admin/word/upload.html"
    target: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.target = get_object_or_404(Page, pk=kwargs["pk"])
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return may_add_below(self.target, self.request.user)

    def refusal(self) -> str:
        """Why nothing can be uploaded at the moment; "" if it can."""
        return ""

    def made(self, **fields: Any) -> WordImport:
        return WordImport.objects.create(section=self.target, **fields)

    def above(self) -> Page | None:
        return self.target

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return self._form_page(UploadForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and not self.refusal():
            upload = form.cleaned_data["file"]
            try:
                if upload.size > setting("WORD_FILE_MAX_BYTES"):
                    limit = setting("WORD_FILE_MAX_BYTES") / 1048576
                    raise UnreadableWordError(
                        _("The file is larger than %(limit)s MB.") % {"limit": f"{limit:g}"}
                    )
                data = upload.read()
                reading = read_word(data)
            except UnreadableWordError as error:
                form.add_error("file", str(error))
            else:
                WordImport.forget_old()
                word = self.made(
                    user=request.user,
                    name=upload.name.replace("\x00", "")[-255:],
                    sha256=hashlib.sha256(data).hexdigest(),
                    packed=WordImport.pack(reading),
                )
                return redirect("xcms_notices_word", word.public_id)
        return self._form_page(form)

    def _form_page(self, form: UploadForm) -> HttpResponseBase:
        return self.page(
            form=form,
            target=self.target,
            replaces=isinstance(self, ReplaceView),
            refusal=self.refusal(),
            limit=setting("WORD_FILE_MAX_BYTES"),
            back=self.back(),
        )

    def back(self) -> str:
        return reverse("wagtailadmin_explore", args=[self.target.pk])


class ReplaceView(UploadView):
    def is_allowed(self) -> bool:
        return may_rewrite(self.target, self.request.user)

    def refusal(self) -> str:
        if is_locked(self.target, self.request.user):
            return _("“%(page)s” is locked for editing.") % {"page": self.target.title}
        return ""

    def made(self, **fields: Any) -> WordImport:
        return WordImport.objects.create(
            page=self.target, seen_revision=self.target.latest_revision_id, **fields
        )

    def back(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.target.pk])


def _word_or_404(request: HttpRequest, public_id: Any) -> WordImport:
    """Somebody else's is not there: nobody learns which."""
    words = WordImport.objects.select_related("section", "page")
    word = words.filter(public_id=public_id).first()
    if word is None or not may_see(word, request.user):
        raise Http404
    return word


class PreviewView(WordView):
    template_name = "xcms_notices/admin/word/preview.html"
    word: WordImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.word = _word_or_404(request, kwargs["public_id"])
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> Page | None:
        return self.word.page or self.word.section

    def get_page_subtitle(self) -> str:
        return self.word.name

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        reading = self.word.reading
        return self._preview(reading, self._form(reading))

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        if self.word.done_at is not None:
            return self._to_page()
        reading = self.word.reading
        form = self._form(reading, request.POST)
        if form.is_valid():
            act = make_notice if self.word.page is None else replace_body
            try:
                act(
                    self.word,
                    title=form.cleaned_data["title"],
                    taken=form.taken,
                    acting_user=request.user,
                )
            except AlreadyDoneError:
                self.word.refresh_from_db()
                return self._to_page()
            except ValidationError as error:
                add_validation_error(form, error)
            else:
                self._tell(reading)
                return self._to_page()
        return self._preview(reading, form)

    def _form(self, reading: WordReading, *args: Any) -> ConfirmForm:
        page = self.word.page
        draft = page.specific.get_latest_revision_as_object() if page is not None else None
        return ConfirmForm(*args, reading=reading, page=draft)

    def _preview(self, reading: WordReading, form: ConfirmForm) -> HttpResponseBase:
        is_done = self.word.done_at is not None
        left_out = [labelled(one) for one in reading.remarks if not one["is_kept"]]
        if not is_done:
            left_out = [*self._missing_rights(reading), *left_out]
        return self.page(
            word=self.word,
            form=form,
            is_done=is_done,
            blocks=list(map(self._shown, shown_blocks(reading, form_taken(form)))),
            left_out=left_out,
            changed=[labelled(one) for one in reading.remarks if one["is_kept"]],
            back=self._back(),
        )

    def _missing_rights(self, reading: WordReading) -> list[dict[str, Any]]:
        missing = []
        if reading.pictures and image_collection(self.request.user) is None:
            missing.append("no_image_permission")
        if reading.files and document_collection(self.request.user) is None:
            missing.append("no_document_permission")
        return [
            labelled({"kind": kind, "text": "", "place": "", "is_kept": False}) for kind in missing
        ]

    def _shown(self, block: dict[str, Any]) -> dict[str, Any]:
        if block["type"] == "table":
            value = TableBlock().to_python(
                {name: block[name] for name in ("caption", "cells", "header_rows")}
            )
            return {**block, "table": value.table}
        if block["type"] == "image":
            place = [self.word.public_id, block["picture"]]
            return {**block, "url": reverse("xcms_notices_word_picture", args=place)}
        return block

    def _tell(self, reading: WordReading) -> None:
        left_out = sum(1 for one in reading.remarks if not one["is_kept"])
        said = _("The text is in a draft. Nothing is public before it is published.")
        if left_out:
            said += ngettext(
                " %(count)s thing in the Word file was left out.",
                " %(count)s things in the Word file were left out.",
                left_out,
            ) % {"count": left_out}
        url = reverse("xcms_notices_word", args=[self.word.public_id])
        messages.success(self.request, said, buttons=[messages.button(url, _("What was remarked"))])

    def _to_page(self) -> HttpResponse:
        if self.word.page_id is None:
            raise Http404
        return redirect("wagtailadmin_pages:edit", self.word.page_id)

    def _back(self) -> str:
        if self.word.page_id is not None:
            return reverse("wagtailadmin_pages:edit", args=[self.word.page_id])
        return reverse("wagtailadmin_explore", args=[self.word.section_id])


def form_taken(form: ConfirmForm) -> set[str]:
    """What is ticked on the screen: the preview shows the text without it."""
    return {
        name.removeprefix("take_")
        for name in form.fields
        if name.startswith("take_") and form[name].value()
    }


@require_GET
def picture(request: HttpRequest, public_id: Any, index: int) -> HttpResponse:
    """Of a file that nobody has confirmed yet: only for the preview."""
    word = _word_or_404(request, public_id)
    reading = word.reading
    if index >= len(reading.pictures):
        raise Http404
    extension = reading.pictures[index]["name"].rpartition(".")[2]
    return HttpResponse(
        reading.picture(index),
        content_type=_TYPES.get(extension, "application/octet-stream"),
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=300"},
    )


def latest_remarks_url(page: Any) -> str:
    """Where the remarks of the last Word file stand that became this page's text; "" if none did."""
    done = WordImport.objects.filter(page_id=page.pk).exclude(done_at=None)
    newest = done.order_by("-done_at").values_list("public_id", flat=True).first()
    return reverse("xcms_notices_word", args=[newest]) if newest else ""
