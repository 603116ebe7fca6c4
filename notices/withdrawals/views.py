"""The page on which somebody confirms a withdrawal or its lifting."""

from typing import Any

import swapper
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from notices.models import PageWithdrawal
from notices.models.successors import is_official, official_models
from notices.withdrawals.services import (
    LONGEST_REASON,
    open_withdrawal,
    restore_page,
    withdraw_page,
)
from xcms.admin_forms import add_validation_error


def user_can_withdraw(user: Any, page: Any) -> bool:
    """Whoever may take the live page off the site may say that it doesn't hold. One query at most for a user."""
    return bool(
        page.live
        and not page.alias_of_id
        and is_official(page)
        and page.permissions_for_user(user).can_unpublish()
    )


class _ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Visitors read it on the page."),
    )


class _SuccessorChooser(AdminPageChooser):
    def get_instance(self, value: Any) -> Any:
        # A refused form comes back with whatever was sent.
        try:
            return super().get_instance(value)
        except (OverflowError, ValueError):
            return None


class WithdrawForm(_ReasonForm):
    successor = forms.ModelChoiceField(
        Page.objects.none(),
        label=gettext_lazy("Replaced by"),
        required=False,
        help_text=gettext_lazy("The text that applies now, where there is one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = official_models()
        successor: Any = self.fields["successor"]
        successor.queryset = Page.objects.type(*models)
        successor.widget = _SuccessorChooser(target_models=models)
        successor.widget.is_required = False


class RestoreForm(_ReasonForm):
    pass


class WithdrawalView(WagtailAdminTemplateMixin, FormView):
    """Withdraws a text, or restores one that is withdrawn: the page's state says which it offers."""

    template_name = "xcms_notices/admin/withdrawal.html"
    page: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        model: Any = swapper.load_model("wagtailcore", "Page")
        self.page = get_object_or_404(model, pk=kwargs["pk"])
        if not user_can_withdraw(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def withdrawal(self) -> PageWithdrawal | None:
        return open_withdrawal(self.page)

    @property
    def is_restoring(self) -> bool:
        """What the person on this screen meant, whatever somebody else has done since."""
        if self.request.method == "POST":
            return self.request.POST.get("act") == "restore"
        return self.withdrawal is not None

    @property
    def header_icon(self) -> str:
        return "undo" if self.is_restoring else "warning"

    def get_form_class(self) -> type[forms.Form]:
        return RestoreForm if self.is_restoring else WithdrawForm

    def get_page_title(self) -> str:
        return _("Restore the text") if self.is_restoring else _("Withdraw the text")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: forms.Form) -> HttpResponseBase:  # type: ignore[override]
        cleaned, user = form.cleaned_data, self.request.user
        try:
            if self.is_restoring:
                restore_page(self.page, reason=cleaned["reason"], acting_user=user)
                said = _("“%(page)s” holds again.")
            else:
                withdraw_page(
                    self.page,
                    reason=cleaned["reason"],
                    successor=cleaned["successor"],
                    acting_user=user,
                )
                said = _("“%(page)s” is withdrawn. It stays readable, with the reason on top.")
        except ValidationError as error:
            add_validation_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, said % {"page": self.page.title})
        return redirect(self.next_url)

    @property
    def next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(
            "wagtailadmin_pages:edit", args=[self.page.pk]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "page_shown": self.page,
                "is_restoring": self.is_restoring,
                "withdrawal": self.withdrawal,
                "next_url": self.next_url,
                **kwargs,
            }
        )
