"""What buttons do: confirm, cancel, preview again, undo, forget, take an alias. Only POST acts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from xcms.import_admin.access import user_can_add_alias, user_can_undo
from xcms.import_admin.forms import UndoForm
from xcms.import_admin.pages import RunPage
from xcms.import_admin.run_pages import ShowRun, preview_token, result_context
from xcms.importing.errors import ImportFileError
from xcms.importing.rows import AliasOffer
from xcms.imports import blocks
from xcms.imports.errors import RunError, UndoRefusedError
from xcms.imports.runs import cancel, confirm, discard, start_preview, undo
from xcms.models import ImportRun


class RunAct(RunPage):
    """Does one thing to a run and goes back to it; a refusal is a message there."""

    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        return self.back_to_run()

    def post(self, request: HttpRequest, run: str) -> HttpResponseBase:
        try:
            self.act(request)
        except (RunError, ImportFileError) as error:
            messages.error(request, str(error))
        return self.back_to_run()

    def act(self, request: HttpRequest) -> None:
        raise NotImplementedError


class Confirm(RunAct):
    def act(self, request: HttpRequest) -> None:
        if self.run.is_kept:
            messages.info(
                request, _("This import has been done already; nothing was written twice.")
            )
            return
        if self.run.is_working:
            return
        if not self.run.can_confirm:
            messages.error(
                request, _("This import can’t be confirmed now: look at its preview first.")
            )
            return
        if request.POST.get("token") != preview_token(self.run):
            messages.warning(
                request,
                _("The preview is a newer one than you confirmed: please look at it again."),
            )
            return
        confirm(self.run, acting_user=request.user)


class PreviewAgain(RunAct):
    def act(self, request: HttpRequest) -> None:
        if self.run.can_preview:
            start_preview(self.run)


class Cancel(RunAct):
    def act(self, request: HttpRequest) -> None:
        if self.run.can_cancel:
            cancel(self.run)
        elif self.run.is_kept:
            messages.warning(request, _("It was done before it could be cancelled."))


class Discard(RunAct):
    def post(self, request: HttpRequest, run: str) -> HttpResponseBase:
        if self.run.is_working or self.run.is_kept:
            return self.back_to_run()
        discard(self.run)
        messages.success(
            request,
            _("“%(file)s” was removed; nothing was imported.") % {"file": self.run.file_name},
        )
        return redirect("xcms_imports:home")


class TakeAlias(RunAct):
    """Makes the name in the file an alias of the record that the preview named, and previews again."""

    def act(self, request: HttpRequest) -> None:
        if not user_can_add_alias(request.user, self.entry):
            raise PermissionDenied
        if not self.run.can_preview:
            return
        offer = _offer(self.run, request.POST.get("text", ""), request.POST.get("target", ""))
        if offer is None:
            messages.error(request, _("The preview no longer offers this name."))
            return
        service: Any = import_string(self.entry.alias_service or "")
        try:
            service(offer.target, offer.text, acting_user=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return
        messages.success(
            request,
            _("“%(text)s” is now an alias of “%(name)s”.")
            % {"text": offer.text, "name": offer.target_name},
        )
        start_preview(self.run)


def _offer(run: ImportRun, text: str, target: str) -> AliasOffer | None:
    """The offer as the preview made it: nobody makes up names of schools through this address."""
    for error in blocks.errors(run):
        offer: AliasOffer | None = error.alias
        if offer is not None and offer.text == text and str(offer.target) == target:
            return offer
    return None


class Undo(ShowRun):
    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        return self.back_to_run()

    def post(self, request: HttpRequest, run: str) -> HttpResponseBase:
        if not self.run.can_undo:
            messages.warning(request, _("This import can’t be undone, or has been already."))
            return self.back_to_run()
        if not user_can_undo(request.user, self.run):
            raise PermissionDenied
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self._result_page(request, form)
        try:
            undo(self.run, acting_user=request.user, reason=form.cleaned_data["reason"])
        except UndoRefusedError as error:
            form.add_error(None, error.refusals)
            return self._result_page(request, form)
        except RunError as error:
            messages.error(request, str(error))
        return self.back_to_run()

    def _result_page(self, request: HttpRequest, form: UndoForm) -> HttpResponseBase:
        self.template_name = "xcms/imports/result.html"
        return self.page(
            **result_context(self.run, request.user, form), **self.listing(request), status=422
        )
