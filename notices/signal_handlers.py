"""The register version follows what changes the visibility of published lists (design rule 8).

Publishing bumps it by itself. Unpublishing, moving and restricting pages are Wagtail's own writes: they
bump it here, and note which rounds' lists they concern.
"""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from notices.models import CertificateListMixin
from registry.services.visibility import note_list_changes, rounds_published_on


def bump_on_unpublish(instance: Any, update_fields: Any = None, **_kwargs: Any) -> None:
    """Before the row is written: the version is locked first, and commits with the page.

    Bulk actions and the scheduler save the base ``Page``, so the specific ``save()`` is not the place.
    """
    if instance.live or not instance.pk or (update_fields and "live" not in update_fields):
        return
    was_live = Page.objects.filter(pk=instance.pk, live=True)
    if was_live.exists() and (rounds := rounds_published_on([instance.pk])):
        note_list_changes(rounds)


def bump_on_restriction(instance: PageViewRestriction, **_kwargs: Any) -> None:
    bump_below(instance.page)


def bump_on_move(instance: Page, **_kwargs: Any) -> None:
    bump_below(instance)


def bump_below(page: Page) -> None:
    below = Page.objects.filter(path__startswith=page.path).order_by().values("pk")
    if rounds := rounds_published_on(below):
        note_list_changes(rounds)


def connect() -> None:
    carriers = [model for model in apps.get_models() if issubclass(model, CertificateListMixin)]
    for sender in [Page, *carriers]:
        pre_save.connect(bump_on_unpublish, sender=sender)
    post_save.connect(bump_on_restriction, sender=PageViewRestriction)
    post_delete.connect(bump_on_restriction, sender=PageViewRestriction)
    post_page_move.connect(bump_on_move)
