"""Views of approvals: grant a new line, read its decisions, record another one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.views import WMABaseView

from registry.enums import ApprovalStatus, DecisionKind, DecisionSource
from registry.forms.decisions import (
    CorrectionForm,
    GrantForm,
    QuotaChangeForm,
    RegrantForm,
    RevocationForm,
)
from registry.models import Approval, ApprovalDecision
from registry.services.approvals import correct, decide, record_decisions
from registry.services.basis_links import public_basis_pages
from xcms.admin_forms import add_validation_error, conflict_message
from xcms.days import shanghai_today
from xcms.modeladmin_views import ObjectActionView, RegisterInspectView
from xcms.versions import register_write


def state_of(approval: Approval) -> Any:
    """The line with today's quota, status and interval."""
    lines = Approval.objects.with_public_associations().with_state(shanghai_today())
    return lines.get(pk=approval.pk)


def decisions_of(approval: Approval) -> list[ApprovalDecision]:
    """Every decision, the latest first, void ones too."""
    return list(
        approval.decisions.select_related("round__batch", "decided_by", "corrects").order_by(
            "-effective_from", "-recorded_version", "-pk"
        )
    )


def decisions_context(approval: Approval) -> dict[str, Any]:
    decisions = decisions_of(approval)
    return {
        "decisions": decisions,
        "basis_pages": public_basis_pages(decision.basis for decision in decisions),
    }


class ApprovalCreateView(WMABaseView):
    """Identity and first decision in one form."""

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_create(user))

    def get_page_title(self) -> str:
        return _("Grant an approval")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._show(GrantForm())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = GrantForm(request.POST)
        if form.is_valid():
            try:
                decision = self._grant(form)
            except IntegrityError as error:
                form.add_error(None, conflict_message(error, Approval, ApprovalDecision))
            except ValidationError as error:
                add_validation_error(form, error)
            else:
                messages.success(
                    request, _("Granted: %(approval)s.") % {"approval": decision.approval}
                )
                return redirect(
                    self.url_helper.get_action_url("inspect", str(decision.approval_id))
                )
        return self._show(form)

    def _grant(self, form: GrantForm) -> ApprovalDecision:
        with register_write():
            (decision,) = record_decisions(
                [form.draft()], acting_user=self.request.user, today=shanghai_today()
            )
            log(instance=decision.approval, action="wagtail.create", content_changed=True)
        return decision

    def _show(self, form: GrantForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, media=form.media))

    def get_template_names(self) -> Any:
        return self.model_admin.get_create_template()


class ApprovalInspectView(RegisterInspectView):
    """The present state, the decisions that led to it, and what may be done next."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = state_of(self.instance)
        context = {
            "state": state,
            "status_label": ApprovalStatus(state.status).label if state.quota is not None else "",
            **decisions_context(self.instance),
        }
        return super().get_context_data(**{**context, **kwargs})


class DecisionActionView(ObjectActionView):
    """A decision on the line, with its present state and its decisions in view."""

    kinds_in_force: bool | None = True

    @cached_property
    def state(self) -> Any:
        return state_of(self.instance)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: Model) -> bool:
        return super().offered(permission_helper, user, instance) and cls._fits(instance)

    @classmethod
    def _fits(cls, instance: Any) -> bool:
        """Whether the action makes sense in today's state; a bare instance has none annotated."""
        state = instance if hasattr(instance, "status") else state_of(instance)
        in_force = state.quota is not None and state.status in (
            ApprovalStatus.IN_FORCE,
            ApprovalStatus.FUTURE,
        )
        return cls.kinds_in_force is None or in_force == cls.kinds_in_force

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.state
        context = {
            "state": state,
            "status_label": ApprovalStatus(state.status).label if state.quota is not None else "",
            **decisions_context(self.instance),
        }
        return super().get_context_data(**{**context, **kwargs})

    def decide(self, form: forms.Form, *, kind: DecisionKind, quota: int) -> ApprovalDecision:
        cleaned = form.cleaned_data
        return decide(
            self.instance,
            kind=kind,
            quota=quota,
            effective_from=cleaned["effective_from"],
            effective_to=cleaned.get("effective_to"),
            round=cleaned["round"],
            basis=cleaned["basis"],
            basis_page=form.basis_page,  # type: ignore[attr-defined]
            clause=cleaned["clause"],
            reason=cleaned["reason"],
            source=DecisionSource(cleaned["source"]),
            acting_user=self.request.user,
            today=shanghai_today(),
        )

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/approval_action.html"]


class ChangeQuotaView(DecisionActionView):
    action = "change-quota"
    label = gettext_lazy("Enlarge or cut")
    form_class = QuotaChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "current_quota": self.state.quota or 0}

    def act(self, form: forms.Form) -> str:
        decision = self.decide(form, kind=form.kind, quota=form.cleaned_data["quota"])  # type: ignore[attr-defined]
        return _("%(kind)s to %(quota)s persons from %(day)s.") % {
            "kind": decision.get_kind_display(),
            "quota": decision.quota,
            "day": decision.effective_from.isoformat(),
        }


class RevokeView(DecisionActionView):
    action = "revoke"
    label = gettext_lazy("Revoke approval")
    explanation = gettext_lazy(
        "The line stays public and is marked as revoked from the day given. "
        "A revocation needs a reason and a clause."
    )
    form_class = RevocationForm
    submit_classes = "serious"
    button_classes = ("no",)

    def act(self, form: forms.Form) -> str:
        self.decide(form, kind=DecisionKind.REVOKE, quota=0)
        return _("The approval was revoked from %(day)s.") % {
            "day": form.cleaned_data["effective_from"].isoformat()
        }


class RegrantView(DecisionActionView):
    action = "regrant"
    label = gettext_lazy("Grant again")
    form_class = RegrantForm
    kinds_in_force = False

    def act(self, form: forms.Form) -> str:
        decision = self.decide(form, kind=DecisionKind.GRANT, quota=form.cleaned_data["quota"])
        return _("Granted again: %(quota)s persons.") % {"quota": decision.quota}


class CorrectView(DecisionActionView):
    action = "correct"
    label = gettext_lazy("Correct")
    explanation = gettext_lazy(
        "A wrong decision is voided and the correction stands in its place; both stay readable."
    )
    form_class = CorrectionForm
    kinds_in_force = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "approval": self.instance}

    def act(self, form: forms.Form) -> str:
        cleaned = form.cleaned_data
        correct(
            cleaned["decision"],
            quota=cleaned["quota"],
            effective_from=cleaned["effective_from"],
            effective_to=cleaned["effective_to"],
            basis=cleaned["basis"],
            basis_page=form.basis_page,  # type: ignore[attr-defined]
            clause=cleaned["clause"],
            reason=cleaned["reason"],
            acting_user=self.request.user,
        )
        return _("The decision was corrected.")
