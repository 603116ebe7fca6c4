"""Promises as visitors see them."""

from typing import Any

from notices.models.promises import PromisedPublication, PromiseQuerySet


def promises_of(page: Any) -> PromiseQuerySet:
    """What the page promises, with ``state``, in the order of their days; no question whether it is public."""
    promises: PromiseQuerySet = PromisedPublication.objects.filter(page_id=page.pk)
    return promises.with_state().select_related("fulfilled_by").in_order()


def open_promises(batch: Any = None) -> PromiseQuerySet:
    """What public pages have promised and no public page fulfils; of the notices about a batch where one is given."""
    promises = PromisedPublication.objects.all()
    if batch is not None:
        promises = promises.of_batch(batch)
    return promises.public().open().select_related("page").in_order()


def promises_of_batch(batch: Any) -> PromiseQuerySet:
    """What public notices about the batch promise, with ``state``, in the order of their days."""
    promises: PromiseQuerySet = PromisedPublication.objects.all()
    public = promises.of_batch(batch).public().filter(page__alias_of=None)
    return public.with_state().select_related("fulfilled_by").in_order()


def shown_promises(page: Any) -> list[PromisedPublication]:
    """For the page itself. One query; none for a page that has never been saved."""
    return list(promises_of(page)) if page.pk else []
