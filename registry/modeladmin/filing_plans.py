"""The office's ledger of a filing in the admin: the plan, the review of its contents, where it is published."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import PlanContent
from registry.forms.filings import FilingReviewForm
from registry.modeladmin.private_files import PrivateFileView
from registry.models import Filing, FilingPlanFile
from registry.permissions import user_can_read_plans
from registry.services.filing_answers import publication_of, why_not_listed
from registry.services.filing_plans import (
    findings_of,
    latest_plan,
    open_points,
    review_filing,
)
from xcms.modeladmin_views import ObjectActionView, RegisterInspectView


class FilingInspectView(RegisterInspectView):
    """For those who enter or judge filings also the ledger: plan, findings, publication, why it is not listed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = self.instance
        if not user_can_read_plans(self.request.user):
            return super().get_context_data(**kwargs)
        findings = findings_of(filing)
        ledger = {
            "filing": filing,
            "contents": [(content.label, findings.get(content)) for content in PlanContent],
            "plans": list(filing.plan_files.without_bytes().select_related("taken_in_by")),
            "plan_url": self.url_helper.get_action_url(PlanFileView.action, self.pk_quoted),
            "publication": publication_of(filing.round, filing),
            "why_not": why_not_listed(filing.certificate, filing.round),
        }
        return super().get_context_data(**{"ledger": ledger, **kwargs})


class ReviewFilingView(ObjectActionView):
    """审查方案: the seven contents as a checklist, and the decision, on one screen."""

    action = "review"
    label = gettext_lazy("Review the plan")
    form_class = FilingReviewForm
    button_classes = ()

    @cached_property
    def plan(self) -> FilingPlanFile | None:
        return latest_plan(self.instance)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "filing": self.instance, "plan": self.plan}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "filing": self.instance,
            "plan": self.plan,
            "plan_url": self.url_helper.get_action_url(PlanFileView.action, self.pk_quoted),
            "open_points": open_points(self.instance),
        }
        return super().get_context_data(**{**context, **kwargs})

    def act(self, form: Any) -> str:
        filing = review_filing(
            self.instance,
            judgements=form.judgements(),
            decision=form.decided(),
            seen=form.cleaned_data["seen"],
            acting_user=self.request.user,
        )
        return _("The review of “%(filing)s” was recorded; decision: %(decision)s.") % {
            "filing": filing,
            "decision": filing.get_decision_display(),
        }

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/filing_review.html"]


class PlanFileView(PrivateFileView):
    action = "plan"
    label = gettext_lazy("Download the plan")
    files_name = "plan_files"
