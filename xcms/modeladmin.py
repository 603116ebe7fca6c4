"""The one base of every wagtail-modeladmin use, mended.

Stock wagtail-modeladmin answers an unknown query parameter with a 500, takes any ORM lookup from the
address, exports live formulas, shows the history of anything to anybody in the admin, and fails on a
protected or conflicting row. Registers declare; what behaves differently is here and in the views.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList, Panel
from wagtail_modeladmin.helpers import ButtonHelper, DjangoORMSearchHandler, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from xcms.admin_forms import RegisterForm
from xcms.admin_requests import clean_request, key_or_404
from xcms.admin_search import matching
from xcms.exports.columns import ExportColumn
from xcms.modeladmin_views import (
    ObjectActionView,
    RegisterCreateView,
    RegisterDeleteView,
    RegisterEditView,
    RegisterHistoryView,
    RegisterIndexView,
    RegisterInspectView,
)

#: Menu items returned by this hook stand in the registers' one menu.
MENU_HOOK = "register_xcms_menu_item"


class RegisterSearchHandler(DjangoORMSearchHandler):
    """Searches folded text by words, so that two Chinese characters find a name."""

    def search_queryset(
        self, queryset: models.QuerySet[Any], search_term: str, **_kwargs: Any
    ) -> models.QuerySet[Any]:
        if not search_term or not self.search_fields:
            return queryset
        return matching(queryset, search_term, self.search_fields)


class RegisterPermissionHelper(PermissionHelper):
    """Who may do what with a register; ``user_can_act`` is asked for each action of a record."""

    def user_can_act(self, user: Any, obj: models.Model, action: str) -> bool:
        return bool(self.user_can_edit_obj(user, obj))


class RegisterButtonHelper(ButtonHelper):
    """The stock buttons and one for each action that the user may take on the record."""

    def get_buttons_for_obj(
        self,
        obj: models.Model,
        exclude: Sequence[str] | None = None,
        classnames_add: list[str] | None = None,
        classnames_exclude: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(
            obj, exclude, classnames_add, classnames_exclude
        )
        for action, view_class in self.view.model_admin.object_actions.items():
            if action in (exclude or ()) or not view_class.offered(
                self.permission_helper, self.request.user, obj
            ):
                continue
            buttons.append(
                {
                    "url": self.url_helper.get_action_url(action, quote(obj.pk)),
                    "label": view_class.label,
                    "classname": self.finalise_classname(
                        [*view_class.button_classes, *(classnames_add or [])], classnames_exclude
                    ),
                    "title": f"{view_class.label}：{obj}",
                }
            )
        return buttons


class RegisterModelAdmin(ModelAdmin):
    """A register in the admin. Declare ``model``, lists, filters, ``panels`` and ``register_name``.

    ``register_name`` names the register whose columns are exported, before ``export_extra_columns``;
    empty means no export.
    ``object_actions`` maps an address part to the view of an action on one record.
    """

    panels: Sequence[Panel] = ()
    form_class: type[RegisterForm] = RegisterForm
    register_name = ""
    export_extra_columns: Sequence[ExportColumn] = ()
    object_actions: ClassVar[Mapping[str, type[ObjectActionView]]] = {}
    add_to_reference_index = True

    add_to_admin_menu = False
    inspect_view_enabled = True
    history_view_enabled = True
    list_per_page = 50
    list_select_related: Sequence[str] = ()
    search_handler_class = RegisterSearchHandler
    permission_helper_class = RegisterPermissionHelper
    button_helper_class = RegisterButtonHelper
    index_view_class = RegisterIndexView
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    inspect_view_class = RegisterInspectView
    history_view_class = RegisterHistoryView

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        # Filters over relations ask it for an order; the stock one needs django.contrib.admin installed.
        self.admin_site = AdminSite(name="xcms")
        if self.list_select_related is True:
            # Following every key is deprecated in Django 6.1 and joins tables that no column shows.
            raise ImproperlyConfigured(
                f"{type(self).__name__}.list_select_related must be a list of relations."
            )

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(list(self.panels), base_form_class=self.form_class)

    def get_list_export(self, request: HttpRequest) -> Sequence[str]:
        return (self.register_name,) if self.register_name else ()

    def demo_mark(self, obj: Any) -> str:
        """For ``list_display``: stock modeladmin draws booleans with images of django.contrib.admin."""
        return str(_("Demo data")) if obj.is_demo else ""

    demo_mark.short_description = _("Demo data")  # type: ignore[attr-defined]
    demo_mark.admin_order_field = "is_demo"  # type: ignore[attr-defined]

    def get_index_view_extra_css(self) -> list[str]:
        return ["xcms/admin.css"]

    def get_index_template(self) -> str:
        return self.index_template_name or "xcms/admin/index.html"

    def get_inspect_template(self) -> str:
        return self.inspect_template_name or "xcms/admin/inspect.html"

    def exported(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows of the filtered list that belong in a file."""
        return queryset

    def refusal_to_delete(self, obj: models.Model) -> str:
        """Why this record must stay, as a sentence; empty if it may go."""
        return ""

    def register_with_wagtail(self) -> None:
        super().register_with_wagtail()
        hooks.register(MENU_HOOK, self.get_menu_item)

    def register_indexing(self) -> None:
        if self.add_to_reference_index:
            super().register_indexing()

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        actions = (
            re_path(
                self.url_helper.get_action_url_pattern(action),
                partial(self._object_view, view_class),
                name=self.url_helper.get_action_url_name(action),
            )
            for action, view_class in self.object_actions.items()
        )
        return (*super().get_admin_urls_for_registration(), *actions)

    def index_view(self, request: HttpRequest) -> HttpResponseBase:
        clean_request(request)
        return super().index_view(request)

    def create_view(self, request: HttpRequest) -> HttpResponseBase:
        clean_request(request)
        return super().create_view(request)

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return self._object_view(self.edit_view_class, request, instance_pk)

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return self._object_view(self.delete_view_class, request, instance_pk)

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return self._object_view(self.inspect_view_class, request, instance_pk)

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return self._object_view(self.history_view_class, request, instance_pk)

    def _object_view(
        self, view_class: Any, request: HttpRequest, instance_pk: str
    ) -> HttpResponseBase:
        """One record's view: 404 for a key that can't be one, and outside this user's list."""
        clean_request(request)
        key = key_or_404(self.model, unquote(instance_pk))
        if not self.get_queryset(request).filter(pk=key).exists():
            raise Http404
        response: HttpResponseBase = view_class.as_view(model_admin=self, instance_pk=instance_pk)(
            request
        )
        return response
