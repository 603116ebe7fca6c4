"""The form to subscribe with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xcms.alerts.addresses import LONGEST, normalised


class SubscribeForm(forms.Form):
    """``website`` is left empty by people, who don't see it, and filled by programs that fill everything."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))
