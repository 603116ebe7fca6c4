"""The editor's side of a round's list: the rows that will be published, and the sign-off of what was seen."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, Panel

from notices.change_note_forms import ChangeNoteFormMixin
from notices.forms import PublishingForm
from notices.models.attachments import ListFile
from notices.proofreading.gate import ProofreadFormMixin
from registry.models import Round
from registry.services.edition_diffs import compare
from registry.services.editions import (
    COLUMNS,
    EditionDraft,
    current_edition,
    draft_edition,
)


class PublishedRowsPanel(Panel):
    """Shows the rows as they are now, with their digest and how they differ from the current edition.

    The digest travels back in a hidden field. It is always that of the rows on the screen, also when the
    form comes back with errors: what the editor signs is what the editor saw.
    """

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["rows_digest"], "widgets": {"rows_digest": forms.HiddenInput()}}

    class BoundPanel(Panel.BoundPanel):
        template_name = "xcms_notices/admin/published_rows_panel.html"

        @cached_property
        def draft(self) -> EditionDraft | None:
            return draft_edition(self.instance.round) if self.instance.round_id else None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            draft = self.draft
            current = current_edition(self.instance.round) if draft else None
            return {
                **context,
                "draft": draft,
                "columns": COLUMNS,
                "current": current,
                "diff": compare(current, draft) if draft and current else None,
                "is_stale": bool(draft and self.saved_digest not in ("", draft.digest)),
            }

        @property
        def saved_digest(self) -> str:
            return str(self.form.initial.get("rows_digest") or "")


class AttachedFilePanel(FieldPanel):
    """The imported files of this page to choose from, and to look at; not there where there are none."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "xcms_notices/admin/attached_file_panel.html"

        @cached_property
        def files(self) -> list[ListFile]:
            return list(ListFile.of_page(self.instance)) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.files) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "files": self.files}


class CertificateListForm(ChangeNoteFormMixin, ProofreadFormMixin, PublishingForm):
    """Binds the rows that the editor saw to the draft, and refuses early what publishing would refuse."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "attached_file" in self.fields:
            self.fields["attached_file"].queryset = ListFile.of_page(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "rows_digest" not in self.fields:
            return cleaned
        round_: Round | None = cleaned.get("round")
        if round_ is None:
            cleaned["rows_digest"] = ""
            return cleaned
        draft = draft_edition(round_)
        saved = str(self.initial.get("rows_digest") or "")
        seen = cleaned.get("rows_digest") or ""
        if self.initial.get("round") != round_.pk or not seen:
            # No rows of this round were on the screen yet: the draft signs those of its own moment.
            saved, seen = "", draft.digest
        cleaned["rows_digest"] = seen
        if self.is_publishing:
            self._check_publication(round_, draft, {saved, seen} - {""})
        return cleaned

    def _check_publication(self, round_: Round, draft: EditionDraft, signed: set[str]) -> None:
        if not draft.rows:
            self.add_error(
                "round",
                _("%(round)s has no filed certificates yet: there is nothing to publish.")
                % {"round": round_},
            )
            return
        if signed != {draft.digest}:
            self.add_error(
                None,
                _(
                    "The rows of %(round)s have changed since this draft was saved. "
                    "Look at the list again, save the draft, and publish then."
                )
                % {"round": round_},
            )
        current = current_edition(round_)
        note = (self.cleaned_data.get("change_note") or "").strip()
        if current and current.digest != draft.digest and not note:
            self.add_error(
                "change_note",
                _("The list differs from edition %(number)s: say what changed and why.")
                % {"number": current.number},
            )
