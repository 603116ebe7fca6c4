"""Going live and publishing an edition are one write (design rules 1, 2 and 7).

Every way to publish ends in Wagtail's publish action, which saves the page with ``live`` set: the edit and
create views, workflows, bulk actions, the scheduler and plain ``revision.publish()``. So ``save()`` is where
the edition is written, in the same transaction: page and edition appear together or not at all.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, get_active_log_context, log
from wagtail.search.tasks import insert_or_update_object_task

from registry.services.editions import PublicationRefusedError, draft_edition, publish_edition
from xcms.versions import register_write

#: The action under which Wagtail's scheduler publishes.
_SCHEDULED = "wagtail.publish.scheduled"


class PublishesEditionMixin(models.Model):
    """A page whose going live writes a ListEdition. Expects ``round``, ``change_note`` and ``rows_digest``.

    A draft binds the digest of the rows it was saved with (the sign-off); publishing consumes digest and
    note. A new page begins as a draft whatever it says of itself, and so does a copy. An alias carries no
    round. A refusal is a PublicationRefusedError and leaves page and register as they were.
    """

    # Of the page and of the concrete mixin.
    alias_of_id: int | None
    change_note: Any
    live: Any
    live_revision: Any
    live_revision_id: Any
    round: Any
    round_id: Any
    rows_digest: Any
    title: Any

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        fields = set(kwargs.get("update_fields") or ())
        if self.alias_of_id:
            return self._save_alias(clean, **kwargs)
        if self._state.adding:
            self._begin_as_draft()
        elif "first_published_at" in fields and not self.live:
            # Only "publish the copies" of Wagtail's copy action writes this alone: a copied list is a draft.
            self._begin_as_draft()
            return None
        elif "alias_of_id" in fields and self.live:
            # An alias that becomes a page of its own has nothing to show until it is published.
            self.live, self.has_unpublished_changes = False, True
            kwargs["update_fields"] = [*fields, "live", "has_unpublished_changes"]
        if self.live and (not fields or "live" in fields):
            return self._save_live(clean, **kwargs)
        return self._save_page(clean, **kwargs)

    def bind_rows(self) -> None:
        """Sign off the rows as they are now."""
        self.rows_digest = draft_edition(self.round).digest if self.round_id else ""

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        # A draft made without the editor's form signs off the rows of its own moment.
        if not self.rows_digest:
            self.bind_rows()
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]

    def _save_page(self, clean: bool, **kwargs: Any) -> Any:
        return super().save(clean=clean, **kwargs)  # type: ignore[call-arg]

    def _begin_as_draft(self) -> None:
        self.live = False
        self.has_unpublished_changes = True
        self.live_revision = None
        self.first_published_at = self.last_published_at = None

    def _save_alias(self, clean: bool, **kwargs: Any) -> Any:
        self.round, self.rows_digest, self.change_note = None, "", ""
        if clean:
            # Not full_clean(): a live page needs a round, and an alias has none.
            self.minimal_clean()  # type: ignore[attr-defined]
        return self._save_page(False, **kwargs)

    def _save_live(self, clean: bool, **kwargs: Any) -> Any:
        # The lock comes before the look: two editors publishing at once queue here.
        with register_write():
            stored: Any = (
                type(self)
                ._base_manager.filter(pk=self.pk)  # type: ignore[misc]
                .values("live", "live_revision")
                .get()
            )
            if stored["live"] and stored["live_revision"] == self.live_revision_id:
                return self._save_page(clean, **kwargs)
            return self._save_and_publish(clean, **kwargs)

    def _save_and_publish(self, clean: bool, **kwargs: Any) -> Any:
        if self.round is None:
            raise PublicationRefusedError(
                _("“%(page)s” can't be published: choose the round first.") % {"page": self.title}
            )
        digest, note = self.rows_digest, self.change_note
        self.rows_digest = self.change_note = ""
        try:
            result = self._save_page(clean, **kwargs)
        except ValidationError as error:
            self.rows_digest, self.change_note = digest, note
            raise PublicationRefusedError(
                _("“%(page)s” can't be published: %(reasons)s")
                % {"page": self.title, "reasons": " ".join(error.messages)}
            ) from error
        publish_edition(
            self.round,
            page=self,
            expected_digest=digest,
            change_note=note,
            acting_user=self._publisher(),
        )
        # Saving has indexed the page already, without the rows of this edition.
        insert_or_update_object_task.enqueue(
            self._meta.app_label, self._meta.model_name, str(self.pk)
        )
        return result

    def _publisher(self) -> Any:
        """Whoever acts now; for the scheduler, whoever made the revision."""
        revision = self.live_revision
        return get_active_log_context().user or (revision.user if revision else None)

    def publish(
        self, revision: Any, user: Any = None, log_action: Any = True, **kwargs: Any
    ) -> Any:
        try:
            # The user reaches save() as the acting user of the log. The lock comes before Wagtail's own
            # writes to the revisions, so that two bulk publications can't wait for each other.
            with LogContext(user=user or get_active_log_context().user), register_write():
                return super().publish(  # type: ignore[misc]
                    revision, user=user, log_action=log_action, **kwargs
                )
        except PublicationRefusedError as refusal:
            if log_action != _SCHEDULED:
                raise
            self._cancel_schedule(revision, refusal)
            return None

    def _cancel_schedule(self, revision: Any, refusal: PublicationRefusedError) -> None:
        """The scheduler goes on with other pages; the reason stands in this page's history."""
        revision.approved_go_live_at = None
        revision.save()
        log(
            instance=self,
            action="xcms_notices.publication_refused",
            revision=revision,
            data={"reason": str(refusal)},
        )
