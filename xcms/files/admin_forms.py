"""The edit form of documents, with what there is to say when a file is replaced."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import get_document_form

_LONGEST_NOTE = 500


def replacing_form(model: type[Any]) -> type[forms.ModelForm]:
    """The host's document form with two more fields, which the signals read from the document."""

    class ReplacingForm(get_document_form(model)):  # type: ignore[misc]
        replacement_note = forms.CharField(
            label=_("Why the file is replaced"),
            required=False,
            max_length=_LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Only with a new file. Shown to visitors beside the former version."),
        )
        withhold_former = forms.BooleanField(
            label=_("Withhold the former version from the public"),
            required=False,
            help_text=_(
                "For a file that should never have been public. Visitors see that there was a former "
                "version, and can't open it."
            ),
        )

        # What concerns the file stands beside it.
        field_order = ("title", "file", "replacement_note", "withhold_former")

        def save(self, commit: bool = True) -> Any:
            self.instance.xcms_replacement_note = self.cleaned_data["replacement_note"].strip()
            self.instance.xcms_withhold_former = self.cleaned_data["withhold_former"]
            return super().save(commit=commit)

    return ReplacingForm


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Why it is restored"),
        max_length=_LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
