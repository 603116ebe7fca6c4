"""The views behind ``RegisterModelAdmin``."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_value, quote
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin import views

from xcms.admin_display import EMPTY, field_label, field_value
from xcms.admin_exports import export_response
from xcms.admin_forms import add_validation_error, conflict_message
from xcms.admin_requests import only_known
from xcms.history import changes_of, log_edit
from xcms.import_admin.access import import_address
from xcms.versions import register_write

#: At most this many of the records that protect one from deletion are named.
_MOST_LINKED = 20

_BAD_FILTER = (
    IncorrectLookupParameters,
    FieldError,
    ValidationError,
    ValueError,
    TypeError,
    OverflowError,
)


class RegisterIndexView(views.IndexView):
    """The list: only declared filters, search, order and page come out of the address; pages clamp."""

    page_num: int
    params: QueryDict

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        self.list_filter = self.model_admin.get_list_filter(request)
        own = {self.PAGE_VAR, self.ORDER_VAR, self.SEARCH_VAR, self.EXPORT_VAR}
        names = own | self._filter_names(request)
        request.GET = only_known(request.GET, names)  # type: ignore[assignment]
        return super().dispatch(request, *args, **kwargs)

    def _filter_names(self, request: HttpRequest) -> set[str]:
        self.params = QueryDict()
        specs, *_rest = super().get_filters(request)
        return {name for spec in specs for name in spec.expected_parameters()}

    def get_queryset(self, request: HttpRequest | None = None) -> models.QuerySet[Any]:
        try:
            return super().get_queryset(request)
        except _BAD_FILTER:
            self.params = only_known(self.params, {self.ORDER_VAR, self.SEARCH_VAR})
            messages.warning(
                self.request, _("A filter in the address could not be read and was left out.")
            )
            return super().get_queryset(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.paginator_class(self.queryset, self.items_per_page).num_pages
        self.page_num = min(max(self.page_num, 1), pages)
        address = import_address(self.model_admin.register_name, self.request.user)
        return super().get_context_data(**{"import_address": address, **kwargs})

    def as_spreadsheet(
        self, queryset: models.QuerySet[Any], spreadsheet_format: str
    ) -> HttpResponseBase:
        return export_response(
            self.model_admin.register_name,
            self.model_admin.exported(queryset),
            spreadsheet_format,
            extra_columns=self.model_admin.export_extra_columns,
        )


class _SafeSaveMixin:
    """A conflict that only the database sees is an error on the form, not a 500."""

    request: HttpRequest
    model: type[models.Model]

    def form_valid(self, form: forms.BaseModelForm) -> HttpResponse:
        try:
            with transaction.atomic(), register_write():
                return self.save_form(form)
        except IntegrityError as error:
            form.add_error(None, conflict_message(error, self.model))
        except ValidationError as error:
            add_validation_error(form, error)
        response: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
        return response

    def save_form(self, form: forms.BaseModelForm) -> HttpResponse:
        raise NotImplementedError


class RegisterCreateView(_SafeSaveMixin, views.CreateView):
    def save_form(self, form: forms.BaseModelForm) -> HttpResponse:
        return views.CreateView.form_valid(self, form)

    def get_success_url(self) -> str:
        return self.url_helper.get_action_url("inspect", quote(self.instance.pk))

    def get_success_message_buttons(self, instance: models.Model) -> list[Any]:
        return []


class RegisterEditView(_SafeSaveMixin, views.EditView):
    def save_form(self, form: forms.BaseModelForm) -> HttpResponse:
        changes = changes_of(form)
        # Past the stock view's own form_valid, which would log the edit without the changes.
        response: HttpResponse = views.ModelFormView.form_valid(self, form)
        log_edit(self.instance, changes, user=self.request.user)
        return response


class RegisterDeleteView(views.DeleteView):
    """Deletes, or says in a sentence why not and names what refers to the record."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = self.model_admin.refusal_to_delete(self.instance)
        return super().get_context_data(**{"refusal": refusal, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.instance)
        try:
            with register_write():
                if refusal := self.model_admin.refusal_to_delete(self.instance):
                    return self.render_to_response(self.get_context_data(refusal=refusal))
                log(instance=self.instance, action="wagtail.delete", deleted=True)
                self.delete_instance()
        except ProtectedError as error:
            return self._refused(error.protected_objects)
        except RestrictedError as error:
            return self._refused(error.restricted_objects)
        messages.success(request, _("“%(record)s” was deleted.") % {"record": name})
        return redirect(self.index_url)

    def _refused(self, linked: set[models.Model]) -> HttpResponse:
        named = sorted(linked, key=lambda record: (record._meta.label, record.pk))[:_MOST_LINKED]
        return self.render_to_response(
            self.get_context_data(
                protected_error=True, linked_objects=named, linked_more=len(linked) - len(named)
            )
        )

    def get_template_names(self) -> list[str]:
        return ["xcms/admin/delete.html"]


class RegisterInspectView(views.InspectView):
    """All of a record; a name in ``inspect_view_fields`` may also be a method of the model admin."""

    instance: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # With the annotations that the list has.
        self.instance = self.model_admin.get_queryset(request).get(pk=self.instance.pk)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return field_label(self.model, field_name, self.model_admin)

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if hasattr(self.model_admin, field_name):
            return display_for_value(getattr(self.model_admin, field_name)(self.instance), EMPTY)
        return field_value(self.instance, field_name, field)


class RegisterHistoryView(views.HistoryView):
    """Stock modeladmin shows any record's history to everybody in the admin; this asks first."""

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_inspect_obj(user, self.instance))

    def paginate_queryset(
        self, queryset: models.QuerySet[Any], page_size: int
    ) -> tuple[Paginator, Page, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()


class ObjectActionView(views.InstanceSpecificView, FormView):
    """A form that does one thing to one record, through a service.

    Subclasses set ``action`` (asked of the permission helper), ``label``, ``form_class`` and write
    ``act``. A ValidationError from the service is shown on the form.
    """

    action = ""
    label: str | Promise = ""
    explanation: str | Promise = ""
    submit_classes = ""
    button_classes: Sequence[str] = ("button-secondary",)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: models.Model) -> bool:
        """Whether the button is shown; what the user may not do or makes no sense now is not offered."""
        return bool(permission_helper.user_can_act(user, instance, cls.action))

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_act(user, self.instance, self.action))

    def get_page_title(self) -> str:
        return str(self.label)

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_success_url(self) -> str:
        return str(self.url_helper.get_action_url("inspect", self.pk_quoted))

    def act(self, form: forms.Form) -> str:
        """Do it; returns the sentence that tells the user what was done."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with transaction.atomic():
                done = self.act(form)
        except IntegrityError as error:
            form.add_error(None, conflict_message(error, self.model))
        except ValidationError as error:
            add_validation_error(form, error)
        else:
            messages.success(self.request, done)
            return redirect(self.get_success_url())
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "form_url": self.url_helper.get_action_url(self.action, self.pk_quoted),
            "inspect_url": self.get_success_url(),
            "explanation": self.explanation,
            "action_label": self.label,
        }
        return super().get_context_data(**{**context, **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms/admin/object_action.html"]
