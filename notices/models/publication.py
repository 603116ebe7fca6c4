"""Going live and publishing an edition of a list are one write (design rules 1, 2 and 7).

What every published text has in common stands in ``texts.py``; here is what a list adds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from wagtail.search.tasks import insert_or_update_object_task

from notices.models.texts import KeepsTextMixin
from registry.models import ListEdition
from registry.services.editions import PublicationRefusedError, draft_edition, publish_edition
from xcms.versions import register_write


class PublishesEditionMixin(KeepsTextMixin):
    """A page whose going live writes a ListEdition. Expects ``round`` and ``rows_digest``.

    A draft binds the digest of the rows it was saved with (the sign-off); publishing consumes digest and
    note. A new page begins as a draft whatever it says of itself, and so does a copy. An alias carries no
    round. A refusal is a PublicationRefusedError and leaves page and register as they were.
    """

    # Of the page and of the concrete mixin.
    round: Any
    round_id: Any
    rows_digest: Any

    #: While it is being published: the digest that was signed.
    _signed = ""

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        fields = set(kwargs.get("update_fields") or ())
        if self.alias_of_id:
            return self._save_alias(clean, **kwargs)
        if self._state.adding:
            self._begin_as_draft()
        elif "alias_of_id" in fields and self.live:
            # An alias that becomes a page of its own has nothing to show until it is published.
            self.live, self.has_unpublished_changes = False, True
            kwargs["update_fields"] = [*fields, "live", "has_unpublished_changes"]
        return super().save(clean=clean, **kwargs)

    def bind_rows(self) -> None:
        """Sign off the rows as they are now."""
        self.rows_digest = draft_edition(self.round).digest if self.round_id else ""

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        # A draft made without the editor's form signs off the rows of its own moment.
        if not self.rows_digest:
            self.bind_rows()
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]

    @contextmanager
    def _publication(self) -> Iterator[None]:
        with register_write():
            yield

    def _save_alias(self, clean: bool, **kwargs: Any) -> Any:
        self.round, self.rows_digest, self.change_note = None, "", ""
        if clean:
            # Not full_clean(): a live page needs a round, and an alias has none.
            self.minimal_clean()  # type: ignore[attr-defined]
        return self._save_page(False, **kwargs)

    def _save_published(self, stored: Any, clean: bool, **kwargs: Any) -> Any:
        if self.round is None:
            raise PublicationRefusedError(
                _("“%(page)s” can't be published: choose the round first.") % {"page": self.title}
            )
        digest = self._signed = self.rows_digest
        self.rows_digest = ""
        try:
            result = super()._save_published(stored, clean, **kwargs)
        except PublicationRefusedError:
            self.rows_digest = digest
            raise
        # Saving has indexed the page already, without the rows of this edition.
        insert_or_update_object_task.enqueue(
            self._meta.app_label, self._meta.model_name, str(self.pk)
        )
        return result

    def _list_edition(self, note: str) -> ListEdition | None:
        return publish_edition(
            self.round,
            page=self,
            expected_digest=self._signed,
            change_note=note,
            acting_user=self._publisher(),
        )

    def _list_edition_before(self) -> ListEdition | None:
        return ListEdition.objects.filter(page_id=self.pk).order_by("-number").first()
