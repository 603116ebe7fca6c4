"""The ledger against the platform's figures, in the admin: upload, decide together, compare again, hand on."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from registry import permissions
from registry.enums import ReconciliationChoice
from registry.forms.chosen import MOST_AT_ONCE
from registry.forms.reconciliations import (
    DecideDifferencesForm,
    DifferenceFilterForm,
    PlatformSheetForm,
)
from registry.importers.platform_figures import BadRowsError, read_figures
from registry.models import Reconciliation, ReconciliationItem
from registry.reconciliation_columns import RECONCILIATION_COLUMNS
from registry.services.private_files import clean_name
from registry.services.reconciliations import begin, compare_again, decide
from xcms.admin_exports import spreadsheet
from xcms.days import shanghai_today
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.modeladmin_views import ObjectActionView

_FORMATS = ("csv", "xlsx")


class ReconciliationPermissionHelper(RegisterPermissionHelper):
    """Nobody, superusers included, changes or deletes what was compared."""

    def user_can_list(self, user: Any) -> bool:
        return permissions.user_can_read_reconciliations(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return permissions.user_can_read_reconciliations(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        if action == CompareAgainView.action:
            return permissions.user_can_compare_again(user)
        return permissions.user_can_read_reconciliations(user)


class UploadFiguresView(WMABaseView, FormView):
    """Reads and compares; the first thing that is written is the comparison."""

    form_class = PlatformSheetForm
    page_title = gettext_lazy("Compare with the platform")

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_create(user))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file, round_ = form.cleaned_data["file"], form.cleaned_data["round"]
        try:
            Limits.from_settings().check_bytes(file.size)
            data = file.read()
            figures = read_figures(data, filename=file.name, round_=round_)
        except ImportFileError as error:
            form.add_error("file", str(error))
        except BadRowsError as error:
            form.add_error("file", error.sentences)
        else:
            made = begin(
                round_,
                figures,
                name=clean_name(file.name) or _("sheet"),
                sha256=hashlib.sha256(data).hexdigest(),
                acting_user=self.request.user,
                today=shanghai_today(),
            )
            messages.success(self.request, _summary(made))
            return redirect(self.url_helper.get_action_url("inspect", made.pk))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "form_url": self.create_url,
            "inspect_url": self.index_url,
            "action_label": self.page_title,
        }
        return super().get_context_data(**{**context, **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms/admin/object_action.html"]


def _summary(reconciliation: Reconciliation) -> str:
    return _("Compared: %(equal)d lines agree, %(count)d differ.") % {
        "equal": reconciliation.equal,
        "count": reconciliation.items.count(),
    }


class CompareAgainView(ObjectActionView):
    action = "compare"
    label = gettext_lazy("Compare again")
    explanation = gettext_lazy(
        "The platform's figures stay those of the file, the ledger's are those of now. What is decided stays as it is; "
        "open differences that agree by now go, new ones come."
    )
    form_class = forms.Form

    def act(self, form: forms.Form) -> str:
        return _summary(
            compare_again(self.instance, acting_user=self.request.user, today=shanghai_today())
        )


class ReconciliationView(ObjectActionView):
    """The differences, filtered, a page at a time; below them one decision for those that are ticked."""

    action = "inspect"
    label = gettext_lazy("Reconciliation")
    form_class = DecideDifferencesForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        file_format = request.GET.get("export", "")
        if file_format in _FORMATS:
            return spreadsheet(
                RECONCILIATION_COLUMNS,
                self.items,
                f"reconciliation-{self.instance.pk}",
                file_format,
            )
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permissions.user_can_reconcile(request.user):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    @cached_property
    def filter_form(self) -> DifferenceFilterForm:
        return DifferenceFilterForm(self.request.GET)

    @cached_property
    def items(self) -> QuerySet[ReconciliationItem]:
        found: QuerySet[ReconciliationItem] = (
            self.instance.items.with_associations()
            .filter(**self.filter_form.wanted())
            .order_by("school__region", "school__pinyin", "certificate__pinyin", "pk")
        )
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        can_follow = permissions.user_can_grant_approvals(self.request.user)
        return {**super().get_form_kwargs(), "can_follow_platform": can_follow}

    def get_success_url(self) -> str:
        return self.request.get_full_path()

    def act(self, form: Any) -> str:
        done = decide(
            self.instance,
            form.chosen,
            form.chosen_choice,
            reason=form.cleaned_data["reason"],
            terms=form.terms,
            acting_user=self.request.user,
            today=shanghai_today(),
        )
        return ngettext(
            "“%(choice)s”: %(count)d difference.", "“%(choice)s”: %(count)d differences.", len(done)
        ) % {"choice": form.chosen_choice.label, "count": len(done)}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("Nothing was decided: see the messages below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.items, MOST_AT_ONCE).get_page(self.request.GET.get("page"))
        progress = Reconciliation.objects.with_progress().get(pk=self.instance.pk)
        wanted = self.filter_form.wanted()
        context = {
            "reconciliation": self.instance,
            "items": page,
            "filter_form": self.filter_form,
            "filters": urlencode(wanted),
            "progress": progress,
            "can_decide": permissions.user_can_reconcile(self.request.user),
            "can_compare": permissions.user_can_compare_again(self.request.user),
            "compare_url": self.url_helper.get_action_url(CompareAgainView.action, self.pk_quoted),
            "to_correct": self.instance.items.filter(choice=ReconciliationChoice.LEDGER).count(),
            "is_list_to_correct": wanted.get("choice") == ReconciliationChoice.LEDGER,
            "chosen": set(self.request.POST.getlist("chosen")),
            "today": shanghai_today(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def get_page_title(self) -> str:
        return str(self.label)

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/reconciliation.html"]


class ReconciliationAdmin(RegisterModelAdmin):
    model = Reconciliation
    menu_label = gettext_lazy("Reconciliation with the platform")
    menu_icon = "resubmit"
    menu_order = 17
    permission_helper_class = ReconciliationPermissionHelper
    create_view_class = UploadFiguresView
    inspect_view_class = ReconciliationView
    object_actions: ClassVar[Mapping[str, type[Any]]] = {CompareAgainView.action: CompareAgainView}
    add_to_reference_index = False
    list_display = ("__str__", "progress", "equal", "compared_at", "compared_by")
    list_filter = ("round",)
    list_select_related = ("round__batch", "compared_by")
    search_fields = ("name",)
    ordering = ("-compared_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reconciliation]:
        found: QuerySet[Reconciliation] = super().get_queryset(request).with_progress()
        return found

    def progress(self, reconciliation: Reconciliation) -> str:
        return _("%(decided)d of %(count)d decided") % {
            "decided": reconciliation.decided_count,
            "count": reconciliation.items_count,
        }

    progress.short_description = gettext_lazy("progress")  # type: ignore[attr-defined]
