"""A move of a ledger's record, with its comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.services.seen import Seen


class RecordMoveForm(forms.Form):
    """``recorded_version``: what the person has seen of the record."""

    recorded_version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment or reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, record: Any, needs_comment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.fields["recorded_version"].initial = record.recorded_version
        self.fields["comment"].required = needs_comment

    @property
    def seen(self) -> Seen:
        return Seen(self.record.pk, self.cleaned_data["recorded_version"])
