"""The admin's list of a page's published texts, and the screen that takes one from the public or shows it again."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from notices.models import TextEdition
from notices.official_pages import official_page_or_404
from notices.withdrawals.services import LONGEST_REASON
from notices.withholding.answers import withheld_sentence
from notices.withholding.permissions import user_can_withhold
from notices.withholding.services import release_text, withhold_text
from xcms.admin_forms import add_validation_error
from xcms.admin_requests import clean_request

LIST_ADDRESS = "xcms_notices_published_texts"
ADDRESS = "xcms_notices_withholding"


class PublishedTextsView(WagtailAdminTemplateMixin, TemplateView):
    """Every text that the page has shown to the public. For those who may edit or publish the page."""

    template_name = "xcms_notices/admin/published_texts.html"
    header_icon = "history"
    page: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = official_page_or_404(kwargs["pk"])
        self.may_withhold = user_can_withhold(request.user, self.page)
        if not self.may_withhold and not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Published texts")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.get_page_subtitle(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        editions = list(
            TextEdition.objects.of_page(self.page)
            .with_withholding()
            .select_related("published_by", "list_edition")
        )
        url = self.page.get_url(self.request) if self.page.live else None
        rows = [
            {
                "edition": edition,
                "is_current": position == 0,
                "withheld": withheld_sentence(edition),
                "public_url": f"{url}{edition.below_page if position else ''}" if url else "",
                "action_url": reverse(ADDRESS, args=[self.page.pk, edition.number])
                if self.may_withhold and position
                else "",
            }
            for position, edition in enumerate(editions)
        ]
        return super().get_context_data(**{"page_shown": self.page, "rows": rows, **kwargs})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("Visitors read it in place of the text, such as “It held personal information”.")
            if is_public
            else _("It stands in the history of the page.")
        )


class WithholdingView(WagtailAdminTemplateMixin, FormView):
    """The state of the text says which of the two it offers."""

    template_name = "xcms_notices/admin/withholding.html"
    form_class = ReasonForm
    page: Any
    edition: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        self.page = official_page_or_404(kwargs["pk"])
        if not user_can_withhold(request.user, self.page):
            raise PermissionDenied
        editions = TextEdition.objects.of_page(self.page).with_withholding()
        self.edition = editions.filter(number=kwargs["number"]).first()
        if self.edition is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_releasing(self) -> bool:
        """What the person on this screen meant, whatever somebody else has done since."""
        if self.request.method == "POST":
            return self.request.POST.get("act") == "release"
        return self.edition.withheld_at is not None

    @property
    def header_icon(self) -> str:
        return "view" if self.is_releasing else "no-view"

    def get_page_title(self) -> str:
        return (
            _("Make public again") if self.is_releasing else _("Take this edition from the public")
        )

    def get_page_subtitle(self) -> str:
        return _("%(title)s, edition %(number)s") % {
            "title": self.page.get_admin_display_title(),
            "number": self.edition.number,
        }

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.page.get_admin_display_title(),
            },
            {"url": self.list_url, "label": _("Published texts")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_public": not self.is_releasing}

    def form_valid(self, form: forms.Form) -> HttpResponseBase:  # type: ignore[override]
        number = self.edition.number
        act = release_text if self.is_releasing else withhold_text
        said = (
            _("Edition %(number)s may be read by everybody again.")
            if self.is_releasing
            else _("Edition %(number)s is no longer public. Visitors read the reason instead.")
        )
        try:
            act(
                self.page,
                number,
                reason=form.cleaned_data["reason"],
                acting_user=self.request.user,
            )
        except ValidationError as error:
            add_validation_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, said % {"number": number})
        return redirect(self.list_url)

    @property
    def list_url(self) -> str:
        return reverse(LIST_ADDRESS, args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "is_releasing": self.is_releasing,
                "edition": self.edition,
                "sentence": withheld_sentence(self.edition),
                "files": [file["title"] for file in self.edition.files.values()],
                "list_url": self.list_url,
                **kwargs,
            }
        )
