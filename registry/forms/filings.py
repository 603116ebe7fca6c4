"""Forms about filings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registry.enums import FilingDecision, FindingOutcome, PlanContent
from registry.forms.basis import BasisPageForm
from registry.forms.private_files import PrivateFileField
from registry.models import Filing, PlanFinding
from registry.services.filing_plans import (
    Decision,
    Judgement,
    findings_of,
    refuse_without_reason,
    seen_state,
    take_in_plan,
)
from xcms.admin_forms import RegisterForm
from xcms.days import shanghai_today


class FilingForm(RegisterForm):
    """A filing with the plan that came in and its decision; an open review has no day of decision."""

    plan_file = PrivateFileField(
        label=_("Plan as it came in"),
        required=False,
        help_text=_(
            "A sealed PDF is asked for; whatever came in is kept as it is. Another file takes the place of the "
            "former one, which stays readable. For the office alone."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("decision") == FilingDecision.PENDING and cleaned.get("decided_on"):
            self.add_error("decided_on", _("A filing under review has no day of decision yet."))
        return cleaned

    def save(self, commit: bool = True) -> Filing:
        """Raises ValidationError where an agreement needs a reason: only now everything is in place to tell."""
        filing: Filing = super().save(commit)
        if commit and (file := self.cleaned_data.get("plan_file")):
            take_in_plan(filing, name=file.name, data=file.read(), acting_user=self.for_user)
        if commit and "decision" in self.changed_data:
            refuse_without_reason(filing, before=self.initial.get("decision", ""))
        return filing


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A required content on the screen: its two fields and what was found before."""

    number: int
    content: PlanContent
    outcome: forms.BoundField
    remark: forms.BoundField
    finding: PlanFinding | None
    is_outdated: bool


class FilingReviewForm(forms.Form):
    """The seven required contents of a plan, and the decision."""

    seen = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Decision"), choices=FilingDecision.choices, widget=forms.RadioSelect
    )
    decided_on = forms.DateField(label=_("Decided on"), required=False, widget=AdminDateInput)
    decision_reason = forms.CharField(
        label=_("Reason of the decision"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For the office. Needed for a refusal, and for an agreement although something is open."
        ),
    )

    def __init__(self, *args: Any, filing: Filing, plan: Any, **kwargs: Any) -> None:
        self._findings = findings_of(filing)
        self._plan = plan
        self._decided = filing.decision
        initial = {
            "seen": seen_state(filing),
            "decision": filing.decision,
            "decided_on": filing.decided_on,
            "decision_reason": filing.decision_reason,
        }
        for content, finding in self._findings.items():
            initial[f"outcome_{content}"] = finding.outcome
            initial[f"remark_{content}"] = finding.remark
        super().__init__(*args, **{**kwargs, "initial": initial})
        for content in PlanContent:
            self.fields[f"outcome_{content.value}"] = forms.ChoiceField(
                label=content.label,
                choices=FindingOutcome.choices,
                initial=FindingOutcome.UNCHECKED,
                widget=forms.RadioSelect,
            )
            self.fields[f"remark_{content.value}"] = forms.CharField(
                label=_("Remark"), required=False, max_length=500
            )

    def rows(self) -> Iterator[ContentRow]:
        for number, content in enumerate(PlanContent, start=1):
            finding = self._findings.get(content)
            yield ContentRow(
                number=number,
                content=content,
                outcome=self[f"outcome_{content.value}"],
                remark=self[f"remark_{content.value}"],
                finding=finding,
                is_outdated=bool(
                    finding and self._plan and finding.judged_at < self._plan.taken_in_at
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for content in PlanContent:
            outcome = cleaned.get(f"outcome_{content.value}")
            name = f"remark_{content.value}"
            if (
                outcome == FindingOutcome.AMEND
                and not cleaned.get(name)
                and name not in self.errors
            ):
                self.add_error(name, _("Say what has to be amended."))
        if cleaned.get("decision") == FilingDecision.PENDING:
            cleaned["decided_on"] = None
        elif cleaned.get("decision") != self._decided and "decided_on" in cleaned:
            cleaned["decided_on"] = cleaned["decided_on"] or shanghai_today()
        return cleaned

    def judgements(self) -> list[Judgement]:
        cleaned = self.cleaned_data
        return [
            Judgement(
                content,
                FindingOutcome(cleaned[f"outcome_{content.value}"]),
                cleaned[f"remark_{content.value}"],
            )
            for content in PlanContent
        ]

    def decided(self) -> Decision:
        cleaned = self.cleaned_data
        return Decision(
            FilingDecision(cleaned["decision"]),
            cleaned["decided_on"],
            cleaned["decision_reason"],
        )


class FilingRevocationForm(BasisPageForm):
    on = forms.DateField(label=_("Revoked on"), widget=AdminDateInput)
    basis = forms.CharField(
        label=_("Basis of the revocation"),
        max_length=300,
        help_text=_("The text and the clause; shown beside the published line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = shanghai_today
