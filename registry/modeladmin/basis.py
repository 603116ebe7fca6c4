"""What the decisions rest on, in the admin: each wording once, and the text on the site that it means."""

from typing import Any, ClassVar

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from registry.forms.basis import page_field
from registry.modeladmin.filters import Choices, KnownValueFilter
from registry.models import ApprovalDecision, BasisLink
from registry.services.basis_links import page_models
from xcms.admin_forms import RegisterForm
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper


class BasisLinkForm(RegisterForm):
    """Only the page can be chosen: the wording is the decisions' own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "page" in self.fields and page_models():
            field = page_field()
            field.help_text = _(
                "The notice or list that this wording names. Every decision and revocation recorded with it "
                "links there; nothing in them changes."
            )
            self.fields["page"] = field

    def save(self, commit: bool = True) -> Any:
        link = self.instance
        if "page" in self.changed_data:
            link.linked_at = timezone.now() if link.page_id else None
            link.linked_by = self.for_user if link.page_id else None
        return super().save(commit)


class BasisLinkPermissionHelper(RegisterPermissionHelper):
    """Wordings arise with decisions and stay with them."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False


class LinkedFilter(KnownValueFilter):
    title = _("text on this site")
    parameter_name = "linked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("no", _("not linked yet")), ("yes", _("linked"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(page__isnull=value == "no") if value else queryset


class BasisLinkAdmin(RegisterModelAdmin):
    model = BasisLink
    menu_label = _("Bases of decisions")
    menu_icon = "link"
    menu_order = 15
    form_class = BasisLinkForm
    permission_helper_class = BasisLinkPermissionHelper
    list_display = ("wording", "text_on_site", "decisions_count", "linked_at")
    list_filter = (LinkedFilter,)
    list_select_related = ("page", "linked_by")
    search_fields = ("wording",)
    panels = (FieldPanel("page"),)
    inspect_view_fields: ClassVar = ["wording", "text_on_site", "linked_at", "linked_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BasisLink]:
        decisions = (
            ApprovalDecision.objects.valid()
            .filter(basis=OuterRef("wording"))
            .order_by()
            .values("basis")
            .annotate(count=Count("pk"))
            .values("count")
        )
        links: QuerySet[BasisLink] = super().get_queryset(request)
        return links.annotate(decisions_count=Coalesce(Subquery(decisions), 0))

    def text_on_site(self, link: BasisLink) -> str:
        if link.page is None:
            return str(_("not linked yet"))
        if not link.page.live:
            return str(_("%(page)s (not published)") % {"page": link.page.title})
        return str(link.page.title)

    text_on_site.short_description = _("text on this site")  # type: ignore[attr-defined]
    text_on_site.admin_order_field = "page__title"  # type: ignore[attr-defined]

    def decisions_count(self, link: Any) -> int:
        return int(link.decisions_count)

    decisions_count.short_description = _("number of decisions")  # type: ignore[attr-defined]
