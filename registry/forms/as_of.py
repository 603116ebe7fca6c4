"""The day that a scope page is asked for."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class AsOfForm(forms.Form):
    as_of = forms.DateField(
        label=_("Show the state as of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"}),
        error_messages={"invalid": _("Give a real day as YYYY-MM-DD, such as 2020-06-30.")},
    )

    def __init__(self, query: QueryDict, *, today: date) -> None:
        # Unbound without a day, so that the field says which day is shown.
        super().__init__(query if "as_of" in query else None, initial={"as_of": today})
        self._today = today

    @property
    def day(self) -> date:
        """The day asked for; today without one and after an invalid one."""
        return (self.cleaned_data["as_of"] if self.is_valid() else None) or self._today
