"""Working days that the office counts otherwise, in the admin."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.log_actions import log

from registry.forms.working_days import DayOverrideForm, LiftDayForm, confirmation_of
from registry.models import DayOverride
from registry.services.day_overrides import MovedDeadline, delete_day, save_day
from xcms.admin_forms import add_validation_error
from xcms.history import changes_of, log_edit
from xcms.modeladmin import RegisterModelAdmin
from xcms.modeladmin_views import RegisterCreateView, RegisterDeleteView, RegisterEditView
from xcms.versions import register_write


def tell_of(request: HttpRequest, moved: Iterable[MovedDeadline]) -> None:
    """Every deadline that has moved, in a message of its own kind."""
    lines = format_html_join("", "<li>{}</li>", ((str(one),) for one in moved))
    if lines:
        messages.warning(
            request, format_html("{}<ul>{}</ul>", _("These deadlines have moved:"), lines)
        )


class DayCreateView(RegisterCreateView):
    def save_form(self, form: Any) -> HttpResponse:
        override: DayOverride = form.save(commit=False)
        moved = save_day(
            override, confirmation=confirmation_of(form), acting_user=self.request.user
        )
        log(instance=override, action="wagtail.create", content_changed=True)
        return _saved(self, override, moved)


class DayEditView(RegisterEditView):
    def save_form(self, form: Any) -> HttpResponse:
        changes = changes_of(form)
        override: DayOverride = form.save(commit=False)
        moved = save_day(
            override, confirmation=confirmation_of(form), acting_user=self.request.user
        )
        log_edit(override, changes, user=self.request.user)
        return _saved(self, override, moved)


def _saved(view: Any, override: DayOverride, moved: Iterable[MovedDeadline]) -> HttpResponse:
    view.instance = override
    messages.success(view.request, _("“%(record)s” was saved.") % {"record": override})
    tell_of(view.request, moved)
    return redirect(view.get_success_url())


class DayDeleteView(RegisterDeleteView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": LiftDayForm(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form: forms.Form = LiftDayForm(request.POST)
        name = str(self.instance)
        if form.is_valid():
            try:
                with register_write():
                    moved = delete_day(
                        self.instance,
                        confirmation=confirmation_of(form),
                        acting_user=request.user,
                    )
            except ValidationError as error:
                add_validation_error(form, error)
            else:
                messages.success(request, _("“%(record)s” was deleted.") % {"record": name})
                tell_of(request, moved)
                return redirect(self.index_url)
        return self.render_to_response(self.get_context_data(form=form))

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/day_delete.html"]


class DayOverrideAdmin(RegisterModelAdmin):
    model = DayOverride
    menu_label = gettext_lazy("Changed working days")
    menu_icon = "date"
    menu_order = 75
    form_class = DayOverrideForm
    create_view_class = DayCreateView
    edit_view_class = DayEditView
    delete_view_class = DayDeleteView
    list_display = ("day", "kind", "reason", "demo_mark")
    list_filter = ("is_working",)
    search_fields = ("reason",)
    inspect_view_fields: ClassVar = ["day", "kind", "reason", "is_demo"]
    panels = (
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("day"), FieldPanel("is_working")]),
                FieldPanel("reason"),
            ],
            heading=gettext_lazy("What the office says of the day"),
            help_text=gettext_lazy(
                "For days on which this office works otherwise than the State Council's calendar says. "
                "Every deadline that is counted in working days follows; after saving you see which ones move."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("confirm_past"), FieldPanel("past_reason")],
            heading=gettext_lazy("Only for a day that is over"),
        ),
        FieldPanel("is_demo"),
    )

    def kind(self, override: DayOverride) -> str:
        return _("working day") if override.is_working else _("day off")

    kind.short_description = gettext_lazy("counts as")  # type: ignore[attr-defined]
    kind.admin_order_field = "is_working"  # type: ignore[attr-defined]
