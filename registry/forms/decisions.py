"""Forms for decisions on approvals: the only way to a quota."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registry.enums import CertificateLevel, DecisionKind, DecisionSource
from registry.forms.basis import BasisPageForm
from registry.models import Approval, ApprovalDecision, Certificate, Major, Round, School
from registry.services.approvals import DecisionDraft
from xcms.choosers import chooser_widget
from xcms.days import shanghai_today

#: Sources that a person may name; demo decisions come from the demo alone.
_SOURCES = [
    (source.value, source.label) for source in (DecisionSource.LEDGER, DecisionSource.PLATFORM)
]
_LARGEST_QUOTA = 1_000_000


class BasisForm(BasisPageForm):
    """What every decision states: from when, on what basis, on which source."""

    effective_from = forms.DateField(label=_("Effective from"), widget=AdminDateInput)
    effective_to = forms.DateField(
        label=_("Effective until (exclusive)"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The first day on which it no longer holds. Empty: until further notice."),
    )
    round = forms.ModelChoiceField(
        Round.objects.select_related("batch"), label=_("Round"), required=False
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=300,
        help_text=_("The document or platform record that the decision rests on."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.ChoiceField(label=_("Source of the decision"), choices=_SOURCES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].initial = shanghai_today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begin: date | None = cleaned.get("effective_from")
        end: date | None = cleaned.get("effective_to")
        if begin and end and end <= begin:
            self.add_error("effective_to", _("A decision ends after it begins."))
        return cleaned


class QuotaField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Quota (persons)"),
                "min_value": 1,
                "max_value": _LARGEST_QUOTA,
                "help_text": _("The total after the decision."),
                **kwargs,
            }
        )


class GrantForm(BasisForm):
    """A new line and its first decision."""

    school = forms.ModelChoiceField(School.objects.all(), label=_("School"))
    certificate = forms.ModelChoiceField(Certificate.objects.all(), label=_("Certificate"))
    level = forms.ChoiceField(
        label=_("Certificate level"),
        required=False,
        choices=[("", _("Not specified")), *CertificateLevel.choices],
    )
    major = forms.ModelChoiceField(
        Major.objects.all(),
        label=_("Major"),
        required=False,
        help_text=_("Empty: the approval names no major."),
    )
    quota = QuotaField()

    field_order = ("school", "certificate", "level", "major", "quota")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("school", School), ("certificate", Certificate), ("major", Major)):
            self.fields[name].widget = chooser_widget(model)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "major" in cleaned and cleaned["major"] is None:
            cleaned["major"] = Major.objects.unspecified()
        certificate, level = cleaned.get("certificate"), cleaned.get("level")
        if certificate and level and level not in certificate.levels:
            self.add_error(
                "level",
                _("This certificate is offered only at: %(levels)s.")
                % {"levels": certificate.get_levels_display()},
            )
        identity = [cleaned.get(name) for name in ("school", "certificate", "level", "major")]
        if all(value is not None for value in identity):
            self._refuse_existing(cleaned)
        return cleaned

    def _refuse_existing(self, cleaned: dict[str, Any]) -> None:
        if Approval.objects.filter(
            school=cleaned["school"],
            certificate=cleaned["certificate"],
            level=cleaned["level"],
            major=cleaned["major"],
        ).exists():
            raise ValidationError(
                _("This line exists already; record a decision on it instead."), code="exists"
            )

    def draft(self) -> DecisionDraft:
        cleaned = self.cleaned_data
        return DecisionDraft(
            school=cleaned["school"],
            certificate=cleaned["certificate"],
            level=cleaned["level"],
            major=cleaned["major"],
            kind=DecisionKind.GRANT,
            quota=cleaned["quota"],
            effective_from=cleaned["effective_from"],
            effective_to=cleaned["effective_to"],
            round=cleaned["round"],
            basis=cleaned["basis"],
            basis_page=self.basis_page,
            clause=cleaned["clause"],
            reason=cleaned["reason"],
            source=DecisionSource(cleaned["source"]),
        )


class QuotaChangeForm(BasisForm):
    """Another quota for a line in force: more is an enlargement, fewer a cut."""

    quota = QuotaField()
    field_order = ("quota",)

    def __init__(self, *args: Any, current_quota: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current_quota = current_quota
        self.fields["effective_to"].help_text = _("Empty: the end stays as it is.")

    def clean_quota(self) -> int:
        quota: int = self.cleaned_data["quota"]
        if quota == self.current_quota:
            raise ValidationError(
                _("The line has this quota already: %(quota)s persons."),
                params={"quota": quota},
            )
        return quota

    @property
    def kind(self) -> DecisionKind:
        larger = self.cleaned_data["quota"] > self.current_quota
        return DecisionKind.ENLARGE if larger else DecisionKind.CUT


class RegrantForm(BasisForm):
    """A new grant on a line that was revoked or has ended."""

    quota = QuotaField()
    field_order = ("quota",)


class RevocationForm(BasisForm):
    """Takes the qualification away; nothing of the quota stays."""

    field_order = ("effective_from", "basis", "clause", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_to"]
        self.fields["clause"].required = True
        self.fields["reason"].required = True


class CorrectionForm(BasisPageForm):
    """Replaces one wrong decision; both stay readable."""

    decision = forms.ModelChoiceField(
        ApprovalDecision.objects.none(), label=_("Decision to correct")
    )
    quota = QuotaField(min_value=0)
    effective_from = forms.DateField(label=_("Effective from"), widget=AdminDateInput)
    effective_to = forms.DateField(
        label=_("Effective until (exclusive)"), required=False, widget=AdminDateInput
    )
    basis = forms.CharField(label=_("Basis"), max_length=300)
    clause = forms.CharField(label=_("Clause"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("Reason for the correction"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, approval: Approval, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valid = approval.decisions.valid().order_by("-effective_from", "-recorded_version")
        self.fields["decision"].queryset = valid  # type: ignore[attr-defined]
        latest = valid.first()
        if latest is not None:
            for name in ("quota", "effective_from", "effective_to", "basis", "clause"):
                self.fields[name].initial = getattr(latest, name)
            self.fields["decision"].initial = latest.pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begin, end = cleaned.get("effective_from"), cleaned.get("effective_to")
        if begin and end and end <= begin:
            self.add_error("effective_to", _("A decision ends after it begins."))
        return cleaned
