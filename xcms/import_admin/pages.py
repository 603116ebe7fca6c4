"""What the wizard's pages have in common: the frame, and the one way to a run."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from xcms.admin_requests import clean_request
from xcms.import_admin.access import (
    importable_registers,
    register_of,
    user_can_import,
    visible_runs,
)
from xcms.importing.importers import Importer
from xcms.imports.runs import refresh
from xcms.models import ImportRun
from xcms.registers import Register, UnknownRegisterError, get_register


class WizardPage(WagtailAdminTemplateMixin, View):
    """A page of the wizard in Wagtail's frame; ``crumbs()`` lead to it."""

    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        if not importable_registers(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        """(label, address) of the pages above this one."""
        return [(_("Import sheets"), reverse("xcms_imports:home"))]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = [{"url": url, "label": label} for label, url in self.crumbs()]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def page(self, status: int = 200, **context: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(**context), status=status)


class GonePage(WizardPage):
    """A run that is not there, no longer there, or somebody else's: nobody learns which."""

    template_name = "xcms/imports/gone.html"

    def get_page_title(self) -> str:
        return _("This import is not there")


class RegisterPage(WizardPage):
    """A page about one register; Wagtail's refusal for those who may not import it."""

    entry: Register
    importer: type[Importer[Any]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            entry = get_register(kwargs["register"])
        except UnknownRegisterError:
            return redirect("xcms_imports:home")
        importer = entry.importer_class()
        if importer is None or not user_can_import(request.user, entry):
            raise PermissionDenied
        self.entry, self.importer = entry, importer
        return super().dispatch(request, *args, **kwargs)


class RunPage(WizardPage):
    """A page about one run; a run that the user can't see is a page that says so, with status 404."""

    run: ImportRun
    entry: Register
    importer: type[Importer[Any]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        run = visible_runs(request.user).filter(public_id=kwargs["run"]).first()
        entry = register_of(run) if run else None
        importer = entry.importer_class() if entry else None
        if run is None or entry is None or importer is None:
            return gone(request)
        self.run, self.entry, self.importer = refresh(run), entry, importer
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.entry.label}：{self.run.file_name}"

    @property
    def run_url(self) -> str:
        return reverse("xcms_imports:run", args=[self.run.public_id])

    def back_to_run(self) -> HttpResponseBase:
        return redirect(self.run_url)

    def crumbs(self) -> list[tuple[str, str]]:
        upload = reverse("xcms_imports:upload", args=[self.entry.name])
        return [*super().crumbs(), (str(self.entry.label), upload)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "run": self.run,
            "entry": self.entry,
            "run_url": self.run_url,
            "list_url": list_url(self.entry),
        }
        return super().get_context_data(**{**context, **kwargs})


def gone(request: HttpRequest) -> HttpResponseBase:
    page = GonePage()
    page.setup(request)
    return page.page(status=404)


def list_url(entry: Register) -> str:
    """The register's list in the admin; "" where it has none of its own."""
    options = entry.public_queryset().model._meta
    for name in (
        f"{options.app_label}_{options.model_name}_modeladmin_index",
        f"wagtailsnippets_{options.app_label}_{options.model_name}:list",
    ):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
