"""What keeps a text with faults from being submitted by the form, and from being published in any way."""

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from notices.lint.findings import Finding
from notices.proofreading.reading import Reading, body_files, named_files, read
from registry.services.editions import PublicationRefusedError

#: So many errors are named; the page of the proofreading names all.
_MOST_NAMED = 5

#: The revision that was found free of open errors and is being published at this moment.
_proofread: ContextVar[Any] = ContextVar("xcms_proofread", default=None)


class OpenErrorsError(PublicationRefusedError):
    """A text was to go live with errors that nobody has repaired or acknowledged; ``page_key`` says whose."""

    def __init__(self, page: Any, errors: Sequence[Finding]) -> None:
        self.page_key = page.pk
        super().__init__(
            ngettext(
                "“%(page)s” can't be published: its text has %(n)s error that is neither repaired nor acknowledged: "
                "%(first)s. Settle it on the page's screen “Proofreading”, then publish.",
                "“%(page)s” can't be published: its text has %(n)s errors that are neither repaired nor acknowledged, "
                "the first: %(first)s. Settle them on the page's screen “Proofreading”, then publish.",
                len(errors),
            )
            % {"page": page.title, "n": len(errors), "first": errors[0].told}
        )


def has_open_errors(page: Any) -> bool:
    """Of the page as it is in memory."""
    return bool(read(page).errors)


@contextmanager
def proofread(revision: Any) -> Iterator[None]:
    """A revision is read once, before its publication takes the lock: a long text takes a while.

    Raises OpenErrorsError.
    """
    _refuse(revision.as_object())
    token = _proofread.set(revision.pk)
    try:
        yield
    finally:
        _proofread.reset(token)


def refuse_open_errors(page: Any) -> None:
    """For a page that is going live, unless its revision has been read already. Raises OpenErrorsError."""
    if page.live_revision_id is None or page.live_revision_id != _proofread.get():
        _refuse(page)


def _refuse(page: Any) -> None:
    if errors := read(page).errors:
        raise OpenErrorsError(page, errors)


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
