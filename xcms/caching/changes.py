"""What changes the pages of visitors without being a register write bumps the version of the pages.

Inside a transaction the version is bumped before the row is written: it is locked first, as in every
register write, and commits with the change. Outside of one it follows the change at once.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    AbstractPage,
    Collection,
    CollectionViewRestriction,
    Locale,
    PageViewRestriction,
    Site,
)
from wagtail.snippets.models import get_snippet_models

from xcms.models import RegisterRecord
from xcms.versions import bump_pages

#: What Wagtail writes of a page or snippet when a draft is saved or locked: no visitor sees it.
_UNSEEN = {
    COMMENTS_RELATION_NAME,
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def watch(*watched: type[models.Model]) -> None:
    """Saving or deleting a row of these models changes what visitors see. For hosts, in ``AppConfig.ready()``.

    Register records are known already. ``QuerySet.update()``, ``bulk_create()`` and raw SQL send no
    signals: write inside ``xcms.versions.page_write()``.
    """
    for model in watched:
        if issubclass(model, RegisterRecord):
            continue
        for signal, receiver in (
            (pre_save, _before_save),
            (post_save, _after_save),
            (pre_delete, _before_delete),
        ):
            signal.connect(receiver, sender=model, dispatch_uid="xcms.caching")


def watch_wagtail() -> None:
    kinds = (AbstractPage, AbstractSetting)
    watch(
        *(model for model in apps.get_models() if issubclass(model, kinds)),
        Collection,
        CollectionViewRestriction,
        Locale,
        PageViewRestriction,
        Site,
        get_document_model(),
        get_image_model(),
    )


def watch_snippets() -> None:
    """When the addresses are loaded: hosts register their snippets in hooks."""
    watch(*get_snippet_models())


def _before_save(instance: Any, update_fields: Iterable[str] | None, **_kwargs: Any) -> None:
    if transaction.get_connection().in_atomic_block and (
        _is_seen(instance, update_fields) and (_is_live(instance) or _was_live(instance))
    ):
        bump_pages()


def _after_save(instance: Any, update_fields: Iterable[str] | None, **_kwargs: Any) -> None:
    # Whether it was live before can't be told any more.
    if not transaction.get_connection().in_atomic_block and _is_seen(instance, update_fields):
        bump_pages()


def _before_delete(**_kwargs: Any) -> None:
    # Django deletes inside a transaction; before it, signals have asked what goes along.
    bump_pages()


def _is_seen(instance: Any, update_fields: Iterable[str] | None) -> bool:
    if update_fields is None or set(update_fields) - _UNSEEN:
        return True
    # Sections date a page that went live without Wagtail's publishing by its last draft.
    return (
        "latest_revision_created_at" in update_fields
        and getattr(instance, "live", False)
        and instance.first_published_at is None
    )


def _is_live(instance: Any) -> bool:
    # Below a draft there may be live pages, whose address moves with it.
    return bool(getattr(instance, "live", True) or getattr(instance, "numchild", 0))


def _was_live(instance: Any) -> bool:
    stored = type(instance)._base_manager.filter(pk=instance.pk, live=True)
    return bool(instance.pk and stored.exists())
