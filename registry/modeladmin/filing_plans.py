"""The office's ledger of a filing in the admin: the plan, the review of its contents, where it is published."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.views import InstanceSpecificView

from registry.enums import PlanContent
from registry.forms.filings import FilingReviewForm
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


class PlanFileView(InstanceSpecificView):
    """A plan as a download, never shown in the browser: it is a stranger's file. ``?file=`` names a former one."""

    action = "plan"
    label = gettext_lazy("Download the plan")
    button_classes = ("button-secondary",)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: Model) -> bool:
        # The record's own page links to each of its plans; a button in every row would ask for every row's plan.
        return False

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_act(user, self.instance, self.action))

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        plans = self.instance.plan_files.all()
        if wanted := request.GET.get("file"):
            plans = plans.filter(pk=int(wanted)) if _is_key(wanted) else plans.none()
        plan = plans.first()
        if plan is None:
            raise Http404
        response = HttpResponse(bytes(plan.data), content_type="application/octet-stream")
        response.headers["Content-Disposition"] = content_disposition_header(True, plan.name) or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
