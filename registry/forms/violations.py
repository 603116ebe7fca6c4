"""Forms of the cases of violations: the report as it comes in, its evidence, and the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from registry.enums import SchoolLevel, ViolationEventKind, ViolationMeasure
from registry.forms.basis import BasisPageForm
from registry.forms.moves import RecordMoveForm
from registry.forms.private_files import PrivateFileField
from registry.models import BureauMember, Violation
from registry.services.violations import (
    Ruling,
    revocable_approvals,
    revocable_filings,
    take_in_evidence,
)
from xcms.admin_forms import RegisterForm
from xcms.days import shanghai_today

_EVIDENCE_HELP = _("Kept as it is, for the office alone; further files can be added afterwards.")


class EvidenceForm(forms.Form):
    evidence = PrivateFileField(label=_("Evidence"), help_text=_EVIDENCE_HELP)


class ViolationForm(RegisterForm):
    """The report alone: the state is moved by actions. A bureau reports its own 中职."""

    evidence = PrivateFileField(label=_("Evidence"), required=False, help_text=_EVIDENCE_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reported_on"].initial = shanghai_today
        if not self.for_user.has_perm("xcms_registry.view_violation"):
            # What it reports it must be able to see afterwards.
            school: Any = self.fields["school"]
            school.required = True
            school.queryset = school.queryset.filter(
                level=SchoolLevel.SECONDARY,
                region__in=BureauMember.objects.filter(user=self.for_user).values("region"),
            )
            school.error_messages["invalid_choice"] = _(
                "You report violations of your own bureau's secondary schools only."
            )
            self.fields.pop("organization", None)

    def clean_reported_on(self) -> Any:
        day = self.cleaned_data["reported_on"]
        if day > shanghai_today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def save(self, commit: bool = True) -> Violation:
        if self.instance.pk is None and self.for_user.is_authenticated:
            self.instance.entered_by = self.for_user
        violation: Violation = super().save(commit)
        if commit and (file := self.cleaned_data.get("evidence")):
            take_in_evidence(violation, name=file.name, data=file.read(), acting_user=self.for_user)
        return violation


class ViolationMoveForm(RecordMoveForm):
    @property
    def ruling(self) -> Ruling | None:
        return None


class UpholdForm(BasisPageForm, ViolationMoveForm):
    """The measure with its days, the clause, what is revoked, and what the public may read."""

    measure = forms.ChoiceField(
        label=pgettext_lazy("violation", "Measure"),
        choices=ViolationMeasure.choices,
        widget=forms.RadioSelect,
    )
    effective_on = forms.DateField(label=_("Effective from"), widget=AdminDateInput)
    rectify_by = forms.DateField(
        label=_("Rectify by"),
        required=False,
        widget=AdminDateInput,
        help_text=_("For an order to rectify."),
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=300,
        help_text=_("The document that the decision rests on."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=300)
    approvals: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Approvals that are revoked"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a revocation."),
    )
    filings: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Filings that are revoked"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a revocation."),
    )
    public_sentence = forms.CharField(
        label=_("Sentence for the public"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left empty, the public page does not tell of this decision."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Reason of the decision, for the office")
        self.fields["effective_on"].initial = shanghai_today
        self._offer("approvals", revocable_approvals(self.record, shanghai_today()))
        self._offer("filings", revocable_filings(self.record))

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        field.initial = [row.pk for row in rows]
        if not field.initial:
            del self.fields[name]

    @property
    def ruling(self) -> Ruling:
        cleaned = self.cleaned_data
        measure = ViolationMeasure(cleaned["measure"])
        is_revocation = measure is ViolationMeasure.REVOKE
        return Ruling(
            measure=measure,
            effective_on=cleaned["effective_on"],
            rectify_by=cleaned["rectify_by"],
            basis=cleaned["basis"],
            basis_page=self.basis_page,
            clause=cleaned["clause"],
            public_sentence=cleaned["public_sentence"],
            approvals=_keys(cleaned.get("approvals")) if is_revocation else (),
            filings=_keys(cleaned.get("filings")) if is_revocation else (),
        )


def _keys(rows: Any) -> list[int]:
    return [row.pk for row in rows or ()]


def form_of(event: ViolationEventKind) -> type[ViolationMoveForm]:
    return UpholdForm if event is ViolationEventKind.UPHOLD else ViolationMoveForm
