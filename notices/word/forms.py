"""The upload, and what the editor decides on what was read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.defaultfilters import date as formatted_date
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import NoticePage
from notices.word.reader import WordReading

LABELS = {
    "title": gettext_lazy("Title"),
    "document_number": gettext_lazy("document number"),
    "issuing_body": gettext_lazy("issuing body"),
    "dated": gettext_lazy("date of the document"),
    "addressed_to": gettext_lazy("addressed to"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        error_messages={
            "required": gettext_lazy("Choose a Word file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class ConfirmForm(forms.Form):
    """``title``, and for each proposal a tick: it fills the page's field, and its lines leave the text."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)

    def __init__(
        self, *args: Any, reading: WordReading, page: NoticePage | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        title = reading.proposal("title")
        self.fields["title"].initial = title or (page.title if page else "")
        if page is not None and title != page.title:
            self.fields["title"].initial = title or page.title
        for proposal in reading.proposals:
            name = proposal["field"]
            now = _now(page, name)
            self.fields[f"take_{name}"] = forms.BooleanField(
                label=_label(proposal),
                help_text=_help(proposal, now),
                required=False,
                initial=proposal["is_sure"] and now in ("", _shown(proposal)),
            )

    @property
    def taken(self) -> set[str]:
        return {
            name.removeprefix("take_")
            for name, value in self.cleaned_data.items()
            if name.startswith("take_") and value
        }


def _label(proposal: Mapping[str, Any]) -> str:
    return f"{LABELS[proposal['field']]}：{_shown(proposal)}"


def _shown(proposal: Mapping[str, Any]) -> str:
    value = str(proposal["value"])
    if proposal["field"] == "dated" and (day := parse_date(value)):
        return str(formatted_date(day))
    return value


def _now(page: NoticePage | None, name: str) -> str:
    value = getattr(page, name) if page else ""
    return str(formatted_date(value)) if name == "dated" and value else str(value or "")


def _help(proposal: Mapping[str, Any], now: str) -> str:
    sentences = []
    if now and now != _shown(proposal):
        sentences.append(_("The page says “%(now)s” now.") % {"now": now})
    if not proposal["is_sure"]:
        sentences.append(
            _("Look at it: something stands beside it, or more text follows it in the file.")
        )
    return " ".join(sentences)
