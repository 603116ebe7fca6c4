"""“Which promises does this page fulfil?”: asked of an editor when a page goes live, and any time after."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from notices.models.official import OfficialDocumentMixin
from notices.models.promises import PromiseQuerySet, PromiseState
from notices.official_pages import official_page_or_404
from notices.promises.permissions import editable_promises
from notices.promises.recording import fulfil
from xcms.admin_requests import clean_request


def promises_to_choose(page: Any, user: Any) -> PromiseQuerySet:
    """Open ones of other pages that the user may edit, and those that this page fulfils or is to fulfil."""
    promises = editable_promises(user).exclude(page_id=page.pk)
    free = Q(state=PromiseState.OPEN, fulfilled_by=None)
    return promises.filter(free | Q(fulfilled_by_id=page.pk)).select_related("page").in_order()


class FulfillingForm(forms.Form):
    promises: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        label=gettext_lazy("Promised publications"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, promises: PromiseQuerySet, page: Any, **kwargs: Any) -> None:
        fulfilled = [one.pk for one in promises if one.fulfilled_by_id == page.pk]
        kwargs["initial"] = {"promises": fulfilled}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["promises"]
        field.queryset = promises
        field.label_from_instance = _label


def _label(promise: Any) -> str:
    due = promise.due.isoformat() if promise.due else _("no day named")
    return f"{promise.what}（{promise.page.title}；{due}）"


class FulfillingView(WagtailAdminTemplateMixin, View):
    """For those who may edit the page; what they may tick are promises of pages that they may edit too."""

    template_name = "xcms_notices/admin/fulfilling.html"
    header_icon = "calendar-check"
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        self.object = official_page_or_404(kwargs["pk"])
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("What this page fulfils")

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        promises = promises_to_choose(self.object, request.user)
        return self.answer(FulfillingForm(promises=promises, page=self.object))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        promises = promises_to_choose(self.object, request.user)
        form = FulfillingForm(request.POST, promises=promises, page=self.object)
        if not form.is_valid():
            return self.answer(form)
        chosen = {one.pk for one in form.cleaned_data["promises"]}
        # Only what was on the screen: a promise that was recorded meanwhile stays as it is.
        shown = [one for one in promises if str(one.pk) in request.POST.getlist("shown")]
        changed = fulfil(self.object, shown, chosen, user=request.user)
        messages.success(
            request,
            ngettext(
                "%(n)s promised publication was changed.",
                "%(n)s promised publications were changed.",
                changed,
            )
            % {"n": changed},
        )
        return redirect("wagtailadmin_pages:edit", self.object.pk)

    def answer(self, form: FulfillingForm) -> HttpResponseBase:
        context = self.get_context_data(
            page=self.object,
            form=form,
            promises=form.fields["promises"].queryset,  # type: ignore[attr-defined]
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.object.pk]),
        )
        return self.render_to_response(context)


def ask_after_publishing(request: HttpRequest, page: Any) -> None:
    """Once per page: not where it fulfils something already, and not where nothing is open."""
    if not isinstance(page, OfficialDocumentMixin):
        return
    promises = list(promises_to_choose(page, request.user))
    if not promises or any(one.fulfilled_by_id == page.pk for one in promises):
        return
    messages.warning(
        request,
        ngettext(
            "%(n)s promised publication is open. Does this page fulfil it?",
            "%(n)s promised publications are open. Does this page fulfil one of them?",
            len(promises),
        )
        % {"n": len(promises)},
        buttons=[messages.button(reverse("xcms_notices_fulfilling", args=[page.pk]), _("Choose"))],
    )
