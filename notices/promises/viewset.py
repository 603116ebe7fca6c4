"""The admin's list of promised publications (承诺公开事项)."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from notices.models.promises import PromisedPublication, PromiseQuerySet, PromiseState
from notices.promises.permissions import editable_promises
from xcms.days import shanghai_today


class PromiseForm(WagtailAdminModelForm):
    """The page that promises stays what it was; a new promise is made for a page that the user may edit."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        page = cleaned.get("page")
        if page is not None and not page.permissions_for_user(self.for_user).can_edit():
            self.add_error("page", _("Choose a page that you may edit."))
        return cleaned


class PromiseFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=PromiseState.choices, method="of_state"
    )
    is_overdue = django_filters.BooleanFilter(label=gettext_lazy("Overdue"), method="overdue")

    def of_state(self, promises: PromiseQuerySet, _name: str, value: str) -> PromiseQuerySet:
        return promises.filter(state=value)  # type: ignore[misc]

    def overdue(self, promises: PromiseQuerySet, _name: str, value: bool) -> PromiseQuerySet:
        late = {"state": PromiseState.OPEN, "due__lt": shanghai_today()}
        return promises.filter(**late) if value else promises.exclude(**late)

    class Meta:
        model = PromisedPublication
        fields: list[str] = []  # noqa: RUF012 (as Wagtail wants it)


class PromiseIndexView(generic.IndexView):
    def get_base_queryset(self) -> PromiseQuerySet:
        return (
            editable_promises(self.request.user).select_related("page", "fulfilled_by").in_order()
        )


class _OfOnePage:
    """A promise of a page that the user may edit."""

    request: Any

    def get_object(self, *args: Any) -> PromisedPublication:
        promise: PromisedPublication = super().get_object(*args)  # type: ignore[misc]
        if not promise.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return promise


class PromiseEditView(_OfOnePage, generic.EditView):
    pass


class PromiseDeleteView(_OfOnePage, generic.DeleteView):
    pass


class PromiseCreateView(generic.CreateView):
    def save_instance(self) -> Any:
        self.form.instance.recorded_by = self.request.user
        return super().save_instance()


def state_in_words(promise: PromisedPublication) -> str:
    if promise.is_overdue(shanghai_today()):
        return _("overdue")
    return str(PromiseState(promise.current_state).label)


class PromiseViewSet(ModelViewSet):
    model = PromisedPublication
    icon = "calendar-check"
    menu_label = gettext_lazy("Promised publications")
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 50
    filterset_class = PromiseFilterSet
    index_view_class = PromiseIndexView
    add_view_class = PromiseCreateView
    edit_view_class = PromiseEditView
    delete_view_class = PromiseDeleteView
    list_display = (
        "what",
        Column("page", label=gettext_lazy("Page"), accessor="page.title"),
        Column("due", label=gettext_lazy("Due"), accessor=lambda one: one.due or _("no day named")),
        Column("state", label=gettext_lazy("State"), accessor=state_in_words),
        TitleColumn(
            "fulfilled_by",
            label=gettext_lazy("Fulfilled by"),
            accessor=lambda one: one.fulfilled_by.title if one.fulfilled_by else "",
            get_url=lambda one: one.fulfilled_by.url if one.is_fulfilled else None,
        ),
    )
    search_fields = ("what", "words", "page__title")
    edit_handler = ObjectList(
        [
            FieldPanel("page"),
            FieldPanel("what"),
            FieldPanel("words"),
            FieldPanel("due"),
            FieldPanel("fulfilled_by"),
            FieldPanel("closed_reason"),
        ],
        base_form_class=PromiseForm,
    )

    @cached_property
    def menu_icon(self) -> str:
        return self.icon

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # History stands with the page, and nothing refers to a promise.
        values: dict[str, Any] = super().get_common_view_kwargs(
            **{"history_url_name": None, "usage_url_name": None, **kwargs}
        )
        return values

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]
