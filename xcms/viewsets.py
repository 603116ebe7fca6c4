"""The base of registers that are Wagtail snippets, and the menu that holds all registers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import chooser, snippets

from xcms.admin_display import field_label, field_value
from xcms.admin_exports import export_response
from xcms.admin_forms import RegisterForm, add_validation_error, conflict_message
from xcms.admin_requests import clean_request, key_or_404
from xcms.admin_search import ChooserSearchForm, matching
from xcms.exports.columns import ExportColumn
from xcms.import_admin.access import import_address
from xcms.modeladmin import MENU_HOOK

_MOST_LINKED = 5


class CleanRequestMixin:
    """No NULs, no keys that can't be keys, no records outside the viewset's own."""

    model: Any = None
    #: Set by the viewset: the records that its views may touch; None means all.
    own_records: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        clean_request(request)
        if "pk" in kwargs:
            key = key_or_404(self.model, kwargs["pk"])
            records = self.own_records(request) if self.own_records else None
            if records is not None and not records.filter(pk=key).exists():
                raise Http404
        request.GET = self._with_possible_keys(request)
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def _with_possible_keys(self, request: HttpRequest) -> Any:
        """Choosers pass keys as ``id``; one that can't be a key is left out."""
        if "id" not in request.GET:
            return request.GET
        data = request.GET.copy()
        data.setlist("id", [text for text in data.getlist("id") if self._may_be_key(text)])
        return data

    def _may_be_key(self, text: str) -> bool:
        try:
            key_or_404(self.model, text)
        except Http404:
            return False
        return True


class RegisterIndexView(snippets.IndexView):
    """The list, searched by folded words, exported through the register's own columns."""

    register_name = ""
    export_extra_columns: Sequence[ExportColumn] = ()
    any_permission_required: ClassVar = ["add", "change", "delete", "view"]

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return matching(queryset, self.search_query, self.search_fields or ())

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if address := import_address(self.register_name, self.request.user):
            buttons.append(HeaderButton(_("Import"), url=address, icon_name="upload"))
        return buttons

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.register_name)

    def as_spreadsheet(
        self, queryset: models.QuerySet[Any], spreadsheet_format: str
    ) -> HttpResponseBase:
        return export_response(
            self.register_name,
            queryset,
            spreadsheet_format,
            extra_columns=self.export_extra_columns,
        )


class _SafeSaveMixin:
    """A conflict that only the database sees is an error on the form, not a 500."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError as error:
            form.add_error(None, conflict_message(error, self.model))  # type: ignore[attr-defined]
        except ValidationError as error:
            add_validation_error(form, error)
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined]


class RegisterCreateView(_SafeSaveMixin, snippets.CreateView):
    pass


class RegisterCopyView(_SafeSaveMixin, snippets.CopyView):
    pass


class RegisterEditView(_SafeSaveMixin, snippets.EditView):
    pass


class RegisterInspectView(snippets.InspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        return field_label(self.model, field_name)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return field_value(self.object, field_name, field)


class RegisterDeleteView(snippets.DeleteView):
    """Deletes, or says what still refers to the record; Wagtail's index of references may not know."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ProtectedError, RestrictedError) as error:
            messages.error(self.request, still_in_use(self.object, error))
        except PermissionDenied:
            messages.error(
                self.request,
                _("“%(record)s” is still in use and can’t be deleted.") % {"record": self.object},
            )
        return redirect(self.get_success_url())


def still_in_use(record: Any, error: ProtectedError | RestrictedError) -> str:
    """Which records keep this one from being deleted, as a sentence."""
    linked = (
        error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    )
    named = sorted(linked, key=lambda item: (item._meta.label, item.pk))
    names = "；".join(f"{item._meta.verbose_name} {item}" for item in named[:_MOST_LINKED])
    more = "……" if len(named) > _MOST_LINKED else ""
    return _("“%(record)s” can’t be deleted: it is still referred to by %(names)s%(more)s.") % {
        "record": record,
        "names": names,
        "more": more,
    }


class RegisterChooserViewSet(snippets.SnippetChooserViewSet):
    """The chooser of a register: finds by folded words, bears strange keys."""

    search_lookups: Sequence[str] = ()

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        members: dict[str, Any] = {}
        if self.search_lookups and issubclass(view_class, chooser.BaseSnippetChooseView):
            members["filter_form_class"] = type(
                "FilterForm", (ChooserSearchForm,), {"lookups": self.search_lookups}
            )
        cleaned = type(view_class.__name__, (CleanRequestMixin, view_class), members)
        return super().construct_view(cleaned, **kwargs)


class QuietChooserViewSet(RegisterChooserViewSet):
    """For a handful of rows: forms keep their plain select."""

    register_widget = False


#: Rows of the demo say so; all others stay blank.
DEMO_COLUMN = Column(
    "is_demo",
    label=gettext_lazy("Demo data"),
    accessor=lambda record: gettext_lazy("Demo data") if record.is_demo else "",
    sort_key="is_demo",
)


class RegisterViewSet(snippets.SnippetViewSet):
    """A register as snippets: declare ``model``, lists, filters, ``panels`` and ``register_name``.

    ``search_lookups`` are the columns that list and chooser search; ``register_name`` names the register
    whose columns are exported (empty: none). ``get_queryset`` bounds every view, not only the list.
    """

    panels: Sequence[Panel] = ()
    form_class: type[RegisterForm] = RegisterForm
    register_name = ""
    export_extra_columns: Sequence[ExportColumn] = ()
    search_lookups: Sequence[str] = ("search_text",)
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    chooser_viewset_class = RegisterChooserViewSet
    index_view_class = RegisterIndexView
    add_view_class = RegisterCreateView
    copy_view_class = RegisterCopyView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    inspect_view_class = RegisterInspectView

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.search_fields = list(self.search_lookups)

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        cleaned = type(
            view_class.__name__,
            (CleanRequestMixin, view_class),
            {"own_records": staticmethod(self.get_queryset)},
        )
        return super().construct_view(cleaned, **kwargs)

    def get_edit_handler(self) -> Any:
        return ObjectList(list(self.panels), base_form_class=self.form_class).bind_to_model(
            self.model
        )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            register_name=self.register_name,
            export_extra_columns=self.export_extra_columns,
            **kwargs,
        )

    @cached_property
    def chooser_viewset(self) -> RegisterChooserViewSet:
        return self.chooser_viewset_class(
            self.get_chooser_admin_url_namespace(),
            model=self.model,
            url_prefix=self.get_chooser_admin_base_path(),
            icon=self.icon,
            per_page=self.chooser_per_page,
            search_lookups=self.search_lookups,
        )


class RegisterMenuGroup(snippets.SnippetViewSetGroup):
    """The one menu of all registers: these viewsets, and every item that ``MENU_HOOK`` returns."""

    submenu_hook = MENU_HOOK
