"""What keeps a text with faults from being submitted or published by the form."""

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from notices.lint.findings import Finding
from notices.proofreading.reading import Reading, body_files, named_files, read

#: So many errors are named; the page of the proofreading names all.
_MOST_NAMED = 5


class ProofreadFormMixin:
    """For a page's form beside ``PublishingForm``: errors nobody has repaired or acknowledged refuse publication."""

    cleaned_data: dict[str, Any]
    formsets: dict[str, Any]
    instance: Any
    is_publishing: bool

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if self.is_publishing and (errors := self.reading().errors):
            # The panel of the proofreading, on the same page, leads to where they are settled.
            self.add_error(None, ValidationError(refusal(errors), code="proofreading"))  # type: ignore[attr-defined]
        return cleaned

    def reading(self) -> Reading:
        """Of what the form would save."""
        page = copy.copy(self.instance)
        for name, value in self.cleaned_data.items():
            if name in {"title", "dated", "body"} or isinstance(value, str):
                setattr(page, name, value)
        return read(page, attachments=self._attachments(page))

    def _attachments(self, page: Any) -> list[str] | None:
        formset = self.formsets.get("attachments")
        if formset is None:
            return None
        files = []
        for form in formset.forms:
            entry = form.cleaned_data if form.is_valid() else {}
            if entry.get("document") and not entry.get("DELETE"):
                files.append((entry["document"].pk, entry.get("title") or ""))
        return named_files([*files, *body_files(page)])


def refusal(errors: list[Finding]) -> str:
    named = "；".join(one.told for one in errors[:_MOST_NAMED])
    if len(errors) > _MOST_NAMED:
        named += "……"
    return ngettext(
        "The text has %(n)s error that is neither repaired nor acknowledged, so it can't be submitted or published: "
        "%(errors)s. Save the draft, then settle it under “Proofreading”.",
        "The text has %(n)s errors that are neither repaired nor acknowledged, so it can't be submitted or published: "
        "%(errors)s. Save the draft, then settle them under “Proofreading”.",
        len(errors),
    ) % {"n": len(errors), "errors": named}
