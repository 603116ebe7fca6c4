"""Filings in the admin: entered, decided, revoked; a published one stays."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from registry.forms.filings import FilingForm, FilingRevocationForm
from registry.modeladmin.filing_plans import FilingInspectView, PlanFileView, ReviewFilingView
from registry.modeladmin.filters import RevokedFilter
from registry.models import Filing
from registry.permissions import (
    DECIDE_FILING,
    user_can_read_plans,
    user_can_review_filing,
    user_can_revoke_filing,
)
from registry.services.filings import revoke_filing
from xcms.exports.columns import ExportColumn
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.modeladmin_views import ObjectActionView


class FilingPermissionHelper(RegisterPermissionHelper):
    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        if not isinstance(obj, Filing):
            return False
        if action == PlanFileView.action:
            return user_can_read_plans(user)
        if action == ReviewFilingView.action:
            return user_can_review_filing(user, obj)
        return user_can_revoke_filing(user, obj)


class RevokeFilingView(ObjectActionView):
    action = "revoke"
    label = gettext_lazy("Revoke filing")
    explanation = gettext_lazy(
        "The line stays in the published list, marked as revoked with day and basis, and is left "
        "out of the next edition. This can't be undone here."
    )
    form_class = FilingRevocationForm
    submit_classes = "serious"
    button_classes = ("no",)

    def act(self, form: forms.Form) -> str:
        revoke_filing(
            self.instance,
            on=form.cleaned_data["on"],
            basis=form.cleaned_data["basis"],
            basis_page=form.basis_page,  # type: ignore[attr-defined]
            acting_user=self.request.user,
        )
        return _("“%(filing)s” was revoked.") % {"filing": self.instance}


class FilingAdmin(RegisterModelAdmin):
    model = Filing
    menu_label = gettext_lazy("Filings")
    menu_icon = "clipboard-list"
    menu_order = 20
    register_name = "filings"
    form_class = FilingForm
    permission_helper_class = FilingPermissionHelper
    inspect_view_class = FilingInspectView
    inspect_template_name = "xcms_registry/admin/filing_inspect.html"
    object_actions: ClassVar[Mapping[str, type[Any]]] = {
        ReviewFilingView.action: ReviewFilingView,
        PlanFileView.action: PlanFileView,
        RevokeFilingView.action: RevokeFilingView,
    }
    export_extra_columns = (
        ExportColumn("decision", "审核结论", lambda filing: str(filing.get_decision_display())),
        ExportColumn("decided_on", "审核日期", lambda filing: filing.decided_on),
    )
    list_display = (
        "certificate",
        "organization",
        "round",
        "get_levels_display",
        "arrival",
        "decision",
        "decided_on",
        "revoked_on",
        "demo_mark",
    )
    list_filter = ("round", "decision", RevokedFilter, "certificate__national_batch", "is_demo")
    list_select_related = ("certificate__organization", "round__batch")
    search_fields = ("certificate__search_text", "majors_range")
    inspect_view_fields: ClassVar = [
        "certificate",
        "round",
        "levels",
        "school_levels",
        "majors_range",
        "fee",
        "cost_basis",
        "exam_sites",
        "note",
        "received_on",
        "decision",
        "decided_on",
        "revoked_on",
        "revocation_basis",
        "is_demo",
    ]
    panels = (
        MultiFieldPanel(
            [FieldPanel("certificate"), FieldPanel("round")],
            heading=gettext_lazy("What is filed"),
        ),
        MultiFieldPanel(
            [FieldPanel("levels"), FieldPanel("school_levels"), FieldPanel("majors_range")],
            heading=gettext_lazy("Scope"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("fee", help_text=gettext_lazy("For example: 200元/人.")),
                FieldPanel("cost_basis"),
                FieldPanel("exam_sites"),
                FieldPanel("note"),
            ],
            heading=gettext_lazy("Fees and sites"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("received_at"), FieldPanel("received_on")]),
                FieldRowPanel([FieldPanel("sender_mail"), FieldPanel("has_seal")]),
                FieldPanel("plan_file"),
            ],
            heading=gettext_lazy("What came in, and how"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "decision",
                    permission=DECIDE_FILING,
                    help_text=gettext_lazy(
                        "Filed lines go into the next edition of the round's list. "
                        "They become public when that list is published."
                    ),
                ),
                FieldPanel("decided_on", permission=DECIDE_FILING),
                FieldPanel("decision_reason", permission=DECIDE_FILING),
            ],
            heading=gettext_lazy("Decision"),
        ),
        FieldPanel("is_demo"),
    )

    def organization(self, filing: Filing) -> str:
        return filing.certificate.organization.name

    organization.short_description = gettext_lazy("organisation")  # type: ignore[attr-defined]
    organization.admin_order_field = "certificate__organization__pinyin"  # type: ignore[attr-defined]

    def get_levels_display(self, filing: Filing) -> str:
        return str(filing.get_levels_display())

    get_levels_display.short_description = gettext_lazy("levels")  # type: ignore[attr-defined]

    def arrival(self, filing: Filing) -> str:
        arrived = filing.arrived_on
        if arrived is None:
            return "—"
        day = arrived.isoformat()
        return _("%(day)s (late)") % {"day": day} if filing.is_late else day

    arrival.short_description = gettext_lazy("received on")  # type: ignore[attr-defined]
    arrival.admin_order_field = "received_on"  # type: ignore[attr-defined]

    def refusal_to_delete(self, obj: Any) -> str:
        edition = obj.edition_rows.select_related("edition__round__batch").first()
        if edition is None:
            return ""
        return _(
            "This filing stands in a published list (%(edition)s), and published lists do not change. "
            "Revoke it instead: the line stays and is marked as revoked."
        ) % {"edition": edition.edition}
