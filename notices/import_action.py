"""“From this file make the list page”: what a finished import of filings offers to an editor."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from notices.lists_from_imports import (
    attach,
    list_page_of,
    make_list_page,
    rounds_of,
    sections_for,
    user_can_make_lists,
)
from notices.models import CertificateListPage
from registry.models import Round
from xcms.admin_forms import add_validation_error
from xcms.import_admin.pages import RunPage
from xcms.importing.errors import ImportFileError
from xcms.imports.files import stored_bytes
from xcms.imports.states import RunState
from xcms.models import ImportRun

_LABEL = gettext_lazy("Make the list page from this file")

#: What goes public beside the rows: the tables made from the register alone, or the upload as well.
_TABLE, _UPLOAD = "table", "upload"


class MakeListPage:
    """The button on the result page of the run."""

    label = _LABEL

    def url(self, run: ImportRun) -> str:
        return reverse("xcms_notices_list_from_import", args=[run.public_id])

    def is_offered(self, run: ImportRun, user: Any) -> bool:
        return _is_done_import_of_filings(run) and user_can_make_lists(user)


def _is_done_import_of_filings(run: ImportRun) -> bool:
    return run.register == "filings" and run.state == RunState.DONE


class ListPageForm(forms.Form):
    round = forms.ModelChoiceField(
        Round.objects.select_related("batch"),
        label=gettext_lazy("Round"),
        help_text=gettext_lazy("If the round has its list page already, no second one is made."),
    )
    parent = forms.ModelChoiceField(
        Page.objects.none(),
        label=gettext_lazy("Section of the site"),
        required=False,
        help_text=gettext_lazy("Where a new list page is to stand."),
    )
    attachment = forms.ChoiceField(
        label=gettext_lazy("Files for visitors"),
        widget=forms.RadioSelect,
        initial=_TABLE,
        choices=[
            (_TABLE, gettext_lazy("The table made from the register (CSV and Excel)")),
            (_UPLOAD, gettext_lazy("That table, and the uploaded file as it is")),
        ],
    )

    def __init__(self, *args: Any, sections: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = Page.objects.filter(pk__in=[page.pk for page in sections])
        parent.initial = sections[0].pk if sections else None


class ListFromImport(RunPage):
    template_name = "xcms_notices/admin/list_from_import.html"
    header_icon = "list-ol"

    def get_page_title(self) -> str:
        return str(_LABEL)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_make_lists(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        if not _is_done_import_of_filings(self.run):
            return self.back_to_run()
        rounds = rounds_of(self.run.written_version)
        chosen = Round.objects.by_key(self.run.options.get("extra", {}).get("round", "")).first()
        chosen = chosen or (rounds[0] if rounds else None)
        return self._form_page(self._form(initial={"round": chosen}), chosen)

    def post(self, request: HttpRequest, run: str) -> HttpResponseBase:
        if not _is_done_import_of_filings(self.run):
            return self.back_to_run()
        form = self._form(request.POST)
        if form.is_valid():
            try:
                page = self._make(form)
            except ImportFileError as error:
                form.add_error("attachment", str(error))
            except ValidationError as error:
                add_validation_error(form, error)
            except IntegrityError:
                form.add_error("round", _("Somebody has just made this list page: try again."))
            else:
                return redirect("wagtailadmin_pages:edit", page.pk)
        return self._form_page(form, form.cleaned_data.get("round"))

    def _form(self, *args: Any, **kwargs: Any) -> ListPageForm:
        return ListPageForm(*args, sections=sections_for(self.request.user), **kwargs)

    def _form_page(self, form: ListPageForm, round_: Round | None) -> HttpResponseBase:
        return self.page(form=form, existing=list_page_of(round_) if round_ else None)

    def _make(self, form: ListPageForm) -> CertificateListPage:
        """The page, all or nothing; what it says to the editor comes with it."""
        round_, parent = form.cleaned_data["round"], form.cleaned_data["parent"]
        wants_upload = form.cleaned_data["attachment"] == _UPLOAD
        content = stored_bytes(self.run) if wants_upload else None
        user = self.request.user
        page = list_page_of(round_)
        if page is None and parent is None:
            raise ValidationError({"parent": _("Choose the section for the new list page.")})
        with transaction.atomic():
            said = _("The list page is there already: the draft was brought up to date.")
            if page is None:
                page = make_list_page(round_, parent=parent, user=user)
                said = _("The list page is a draft. Look at the rows, then publish it.")
            attach(page, content, name=self.run.file_name, user=user)
        messages.success(self.request, said)
        return page
