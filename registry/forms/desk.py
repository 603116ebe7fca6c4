"""What a reviewer's desk is asked: which round, and one decision on many applications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registry.enums import ApplicationEventKind
from registry.forms.basis import BasisPageForm
from registry.forms.chosen import chosen_of
from registry.services.applications import ApprovalTerms
from xcms.days import shanghai_today


class BulkMoveForm(BasisPageForm):
    """One event with one comment; an approval also needs its basis. ``chosen`` holds the keys of ``DeskRow``."""

    event = forms.ChoiceField(label=_("Decision on the chosen applications"))
    comment = forms.CharField(
        label=_("Comment or reason, the same for all"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    clause = forms.CharField(label=_("Clause"), max_length=300, required=False)
    effective_from = forms.DateField(
        label=_("Effective from"), required=False, widget=AdminDateInput
    )
    override = forms.CharField(
        label=_("Reason to go beyond a rule"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, events: list[ApplicationEventKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["event"]
        field.choices = [("", "—"), *((event.value, event.label) for event in events)]
        self.fields["effective_from"].initial = shanghai_today
        if ApplicationEventKind.APPROVE not in events:
            for name in ("basis", "basis_page", "clause", "effective_from", "override"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("event") == ApplicationEventKind.APPROVE:
            cleaned = super().clean()
            if not cleaned.get("effective_from"):
                self.add_error("effective_from", _("From which day is it approved?"))
        self.chosen = chosen_of(
            self,
            nothing=_("Choose at least one application."),
            too_many=_("At most %(most)d applications at once."),
            unreadable=_("The application has changed meanwhile; look at it again."),
        )
        return cleaned

    @property
    def move(self) -> ApplicationEventKind:
        return ApplicationEventKind(self.cleaned_data["event"])

    @property
    def terms(self) -> ApprovalTerms | None:
        if self.move is not ApplicationEventKind.APPROVE:
            return None
        return ApprovalTerms(
            effective_from=self.cleaned_data["effective_from"],
            basis=self.cleaned_data["basis"],
            basis_page=self.basis_page,
            clause=self.cleaned_data["clause"],
            override=self.cleaned_data["override"],
        )
