"""A published text is never silently changed: every publication keeps the text, and a changed one says why.

Every way to publish ends in Wagtail's publish action, which saves the page with ``live`` set: the edit and
create views, workflows, bulk actions, the scheduler and plain ``revision.publish()``. So ``save()`` is where the
text is kept, in the same transaction: the page and its edition appear together or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogContext, get_active_log_context, log

from notices.models.editions import TextEdition
from notices.proofreading.gate import has_open_errors, proofread, refuse_open_errors
from notices.texts.content import public_content
from registry.models import ListEdition
from registry.services.editions import PublicationRefusedError
from xcms.versions import page_write

#: The action under which Wagtail's scheduler publishes.
_SCHEDULED = "wagtail.publish.scheduled"


class KeepsTextMixin(models.Model):
    """A page whose every published text is kept as a TextEdition, the first without a note, others with one.

    The same text again makes no edition and needs no note. A text with errors that are neither repaired nor
    acknowledged is refused; a page that is added with such errors begins as a draft. A refusal is a
    PublicationRefusedError and leaves everything as it was. A copy is a text of its own; an alias keeps none. A page
    that went live before there were editions gets its first one, of what is public, when it is next published.
    """

    change_note = models.TextField(
        gettext_lazy("change note"),
        blank=True,
        help_text=gettext_lazy(
            "What was corrected in the published text, and why. Visitors read it below the text."
        ),
    )

    # Of the page and of the concrete mixin.
    alias_of_id: int | None
    live: Any
    live_revision: Any
    live_revision_id: Any
    title: Any

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        fields = set(kwargs.get("update_fields") or ())
        if self.alias_of_id:
            self.change_note = ""
            return self._save_page(clean, **kwargs)
        if self._state.adding and self.live and has_open_errors(self):
            # A copy: what was acknowledged of the original nobody has looked at here.
            self._begin_as_draft()
        elif {"live_revision", "first_published_at"} <= fields and not self.live:
            # Only "publish the copies" of Wagtail's copy action writes this alone.
            self._begin_as_draft()
            return None
        if self.live and (not fields or "live" in fields):
            return self._save_live(clean, **kwargs)
        return self._save_page(clean, **kwargs)

    def former_context(self, request: HttpRequest, edition: TextEdition) -> dict[str, Any]:
        """What the template gets when this page is one of its former texts, in memory."""
        context: dict[str, Any] = self.get_context(request)  # type: ignore[attr-defined]
        return context

    def needs_change_note(self) -> bool:
        """Publishing the page as it is in memory would change a text that has been public."""
        former = self._former_text(self._stored())
        return former is not None and former.digest != self._content(former.list_edition).digest

    def publish(
        self, revision: Any, user: Any = None, log_action: Any = True, **kwargs: Any
    ) -> Any:
        try:
            # The user reaches save() as the acting user of the log. The lock comes before Wagtail's own
            # writes to the revisions, so that two bulk publications can't wait for each other.
            with (
                LogContext(user=user or get_active_log_context().user),
                proofread(revision),
                self._publication(),
            ):
                return super().publish(  # type: ignore[misc]
                    revision, user=user, log_action=log_action, **kwargs
                )
        except PublicationRefusedError as refusal:
            if log_action != _SCHEDULED:
                raise
            self._cancel_schedule(revision, refusal)
            return None

    @contextmanager
    def _publication(self) -> Iterator[None]:
        """The lock comes before the look: two editors publishing at once queue here."""
        with page_write():
            yield

    def _begin_as_draft(self) -> None:
        self.live = False
        self.has_unpublished_changes = True
        self.live_revision = None
        self.first_published_at = self.last_published_at = None

    def _save_page(self, clean: bool, **kwargs: Any) -> Any:
        return super().save(clean=clean, **kwargs)  # type: ignore[call-arg]

    def _save_live(self, clean: bool, **kwargs: Any) -> Any:
        with self._publication():
            stored = self._stored()
            if self._is_published(stored):
                return self._save_page(clean, **kwargs)
            return self._save_published(stored, clean, **kwargs)

    def _stored(self) -> Any:
        if self._state.adding or not self.pk:
            return None
        return type(self)._base_manager.filter(pk=self.pk).first()

    def _is_published(self, stored: Any) -> bool:
        """This very revision is live already: the page is saved for another reason, such as being moved."""
        return bool(stored and stored.live and stored.live_revision_id == self.live_revision_id)

    def _content(self, list_edition: ListEdition | None) -> Any:
        return public_content(self, rows_digest=list_edition.digest if list_edition else "")

    def _save_published(self, stored: Any, clean: bool, **kwargs: Any) -> Any:
        if stored is not None:
            refuse_open_errors(self)
        former = self._former_text(stored)
        if former is not None and former._state.adding:
            former.save()
        note, self.change_note = self.change_note.strip(), ""
        try:
            result = self._save_refusing(stored, clean, **kwargs)
            self._keep_text(former, note, self._list_edition(note))
        except PublicationRefusedError:
            self.change_note = note
            raise
        return result

    def _save_refusing(self, stored: Any, clean: bool, **kwargs: Any) -> Any:
        try:
            return self._save_page(clean, **kwargs)
        except ValidationError as error:
            if stored is None:
                raise
            raise PublicationRefusedError(
                _("“%(page)s” can't be published: %(reasons)s")
                % {"page": self.title, "reasons": " ".join(error.messages)}
            ) from error

    def _list_edition(self, note: str) -> ListEdition | None:
        """For pages that show a list: the edition that this publication shows, made if need be."""
        return None

    def _list_edition_before(self) -> ListEdition | None:
        return None

    def _former_text(self, stored: Any) -> TextEdition | None:
        """The latest text that was public; not saved yet where the page went live before texts were kept."""
        if stored is None:
            return None
        latest = TextEdition.objects.of_page(self).select_related("list_edition").first()
        if latest is not None or not stored.live:
            return latest
        revision, list_edition = stored.live_revision, self._list_edition_before()
        content = stored._content(list_edition)
        return TextEdition(
            page_id=self.pk,
            number=1,
            content=content.kept,
            files=content.files,
            digest=content.digest,
            published_at=stored.last_published_at
            or stored.first_published_at
            or stored.latest_revision_created_at
            or timezone.now(),
            published_by=revision.user if revision else None,
            revision_id=stored.live_revision_id,
            list_edition=list_edition,
        )

    def _keep_text(
        self, former: TextEdition | None, note: str, list_edition: ListEdition | None
    ) -> None:
        content = self._content(list_edition)
        if former is not None and former.digest == content.digest:
            return
        if former is not None and not note:
            raise PublicationRefusedError(
                _(
                    "“%(page)s” differs from the text that was published: say in the change note what "
                    "was corrected and why."
                )
                % {"page": self.title}
            )
        self._refuse_withheld(content.digest)
        TextEdition.objects.create(
            page_id=self.pk,
            number=former.number + 1 if former else 1,
            content=content.kept,
            files=content.files,
            digest=content.digest,
            change_note=note if former else "",
            published_at=timezone.now(),
            published_by=self._publisher(),
            revision_id=self.live_revision_id,
            list_edition=list_edition,
        )
        self._use_up_note()

    def _refuse_withheld(self, digest: str) -> None:
        """An old draft would show once more what was taken from the public."""
        known = TextEdition.objects.of_page(self).with_withholding().filter(digest=digest)
        withheld = known.filter(withheld_at__isnull=False).first()
        if withheld is not None:
            raise PublicationRefusedError(
                _(
                    "“%(page)s” can't be published: this is the text of edition %(number)s, which is no longer public "
                    "(%(reason)s). Correct it first, or make that edition public again under “Published texts”."
                )
                % {
                    "page": self.title,
                    "number": withheld.number,
                    "reason": withheld.withheld_because,
                }
            )

    def _use_up_note(self) -> None:
        """Who goes back to this revision later says why in words of that day."""
        revision = self.live_revision
        if revision is not None and revision.content.get("change_note"):
            revision.content["change_note"] = ""
            revision.save(update_fields=["content"])

    def _publisher(self) -> Any:
        """Whoever acts now; for the scheduler, whoever made the revision."""
        revision = self.live_revision
        return get_active_log_context().user or (revision.user if revision else None)

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
