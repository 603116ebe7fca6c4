"""Forms about filings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registry.enums import FilingDecision
from registry.forms.basis import BasisPageForm
from xcms.admin_forms import RegisterForm
from xcms.days import shanghai_today


class FilingForm(RegisterForm):
    """A filing with its decision; an open review has no day of decision."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("decision") == FilingDecision.PENDING and cleaned.get("decided_on"):
            self.add_error("decided_on", _("A filing under review has no day of decision yet."))
        return cleaned


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
