"""“Why is this certificate not on the list?” as a page of the admin."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registry.models import Certificate, Filing, Round
from registry.permissions import user_can_read_plans
from registry.services.filing_answers import publication_of, why_not_listed
from xcms.admin_requests import clean_request
from xcms.choosers import chooser_widget

_NAME = "xcms_registry_why_not_listed"


class WhyNotListedForm(forms.Form):
    certificate = forms.ModelChoiceField(
        Certificate.objects.select_related("organization"), label=gettext_lazy("Certificate")
    )
    round = forms.ModelChoiceField(
        Round.objects.select_related("batch"), label=gettext_lazy("Round")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certificate"].widget = chooser_widget(Certificate)


class WhyNotListedView(WagtailAdminTemplateMixin, TemplateView):
    """The question is in the address, so that the answer can be passed on."""

    header_icon = "help"
    template_name = "xcms_registry/admin/why_not_listed.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        if not user_can_read_plans(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Why not on the list?")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {
            name: _key(self.request.GET.get(name, "")) for name in WhyNotListedForm.base_fields
        }
        form = WhyNotListedForm(asked if any(asked.values()) else None)
        context: dict[str, Any] = {"form": form, "media": form.media}
        if form.is_bound and form.is_valid():
            certificate, round_ = form.cleaned_data["certificate"], form.cleaned_data["round"]
            filing = Filing.objects.filter(certificate=certificate, round=round_).first()
            context |= {
                "certificate": certificate,
                "round": round_,
                "filing": filing,
                "answers": why_not_listed(certificate, round_),
                "publication": publication_of(round_, filing),
                "filing_url": filing
                and reverse("xcms_registry_filing_modeladmin_inspect", args=[filing.pk]),
                "is_answered": True,
            }
        return super().get_context_data(**{**context, **kwargs})


def _key(text: str) -> str:
    """The chooser's widget fails on what can be no key."""
    return text if text.isascii() and text.isdecimal() and len(text) <= 18 else ""


class _WhyNotListedItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_read_plans(request.user)


def why_not_listed_urls() -> list[URLPattern]:
    return [path("registry/why-not-listed/", WhyNotListedView.as_view(), name=_NAME)]


def why_not_listed_item() -> MenuItem:
    return _WhyNotListedItem(
        gettext_lazy("Why not on the list?"),
        reverse(_NAME),
        name="xcms-why-not-listed",
        icon_name="help",
        order=25,
    )
