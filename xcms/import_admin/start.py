"""Where an import begins: the registers and the upload."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.import_admin.access import importable_registers, visible_runs
from xcms.import_admin.forms import UploadForm
from xcms.import_admin.pages import RegisterPage, WizardPage, list_url
from xcms.importing.errors import ImportFileError
from xcms.imports.runs import park
from xcms.models import ImportRun

#: What the file chooser offers first; any file may be chosen and is judged by its content.
ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"
_RECENT = 5


class HomePage(WizardPage):
    """One card for each register that the user may import, and what was left unfinished."""

    template_name = "xcms/imports/home.html"

    def get_page_title(self) -> str:
        return _("Import sheets")

    def crumbs(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        runs = visible_runs(user)
        return self.page(
            registers=importable_registers(user),
            unfinished=runs.filter(pk__in=ImportRun.objects.parked_by(user))[:_RECENT],
            finished=runs.filter(pk__in=ImportRun.objects.kept())[:_RECENT],
            runs_url=reverse("xcms_importrun_modeladmin_index"),
        )


class UploadPage(RegisterPage):
    template_name = "xcms/imports/upload.html"

    def get_page_title(self) -> str:
        return _("Import: %(register)s") % {"register": self.entry.label}

    def get(self, request: HttpRequest, register: str) -> HttpResponseBase:
        return self._form_page(UploadForm(self.importer))

    def post(self, request: HttpRequest, register: str) -> HttpResponseBase:
        form = UploadForm(self.importer, request.POST, request.FILES)
        if not form.is_valid():
            return self._form_page(form)
        file = form.cleaned_data["file"]
        try:
            run = park(
                file,
                filename=file.name,
                register=self.entry.name,
                user=request.user,
                options=form.run_options(),
            )
        except ImportFileError as error:
            form.add_error("file", str(error))
            return self._form_page(form)
        return redirect("xcms_imports:columns", run.public_id)

    def _form_page(self, form: UploadForm) -> HttpResponseBase:
        return self.page(
            form=form,
            entry=self.entry,
            accepted=ACCEPTED,
            limit_bytes=setting("IMPORT_MAX_BYTES"),
            columns=[column for column in self.importer.columns if column.is_read],
            list_url=list_url(self.entry),
        )
