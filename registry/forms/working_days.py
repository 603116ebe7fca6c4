"""Forms about changed working days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.services.day_overrides import Confirmation
from xcms.admin_forms import RegisterForm


def _confirm_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I confirm that deadlines of days past are to move"), required=False
    )


def _reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why they move"),
        required=False,
        max_length=300,
        help_text=_("Kept in the history of each round whose deadline moves."),
    )


class DayOverrideForm(RegisterForm):
    """A changed day; a day that is over may have to be confirmed."""

    confirm_past = _confirm_field()
    past_reason = _reason_field()


class LiftDayForm(forms.Form):
    """Deleting a changed day."""

    confirm_past = _confirm_field()
    past_reason = _reason_field()


def confirmation_of(form: forms.BaseForm) -> Confirmation:
    return Confirmation(form.cleaned_data["confirm_past"], form.cleaned_data["past_reason"])
