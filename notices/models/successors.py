"""Which text takes the place of which: by its validity, or by being withdrawn in favour of another."""

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps

from notices.enums import OUT_OF_FORCE
from notices.models.withdrawals import PageWithdrawal


def official_models() -> list[type[Any]]:
    """The page types with the head of an official text, of the pack and of the host."""
    return [model for model in apps.get_models() if getattr(model, "is_official_text", False)]


def is_official(page: Any) -> bool:
    """Also for a page that is not specific. No query."""
    model = page.specific_class
    return model is not None and model in official_models()


def leads_to(start: Any, goal: Any) -> bool:
    """From ``start`` (a page's key) readers are led on to ``goal``, directly or through others.

    Published texts count, drafts don't. A query for each type and step; a circle that is there already ends it.
    """
    seen: set[Any] = set()
    step = {start}
    while step:
        if goal in step:
            return True
        seen |= step
        step = _successors(step) - seen
    return False


def _successors(keys: Collection[Any]) -> set[Any]:
    found: set[Any] = set(
        PageWithdrawal.objects.open()
        .filter(page__in=keys, successor__isnull=False)
        .values_list("successor", flat=True)
    )
    for model in official_models():
        found.update(
            model.objects.filter(pk__in=keys, successor__isnull=False).values_list(
                "successor", flat=True
            )
        )
    return found


def predecessors(key: Any) -> Iterable[Any]:
    """Subqueries of the keys of texts that this one takes the place of."""
    yield PageWithdrawal.objects.open().filter(successor=key).order_by().values("page")
    for model in official_models():
        yield (
            model.objects.filter(successor=key, validity__in=OUT_OF_FORCE).order_by().values("pk")
        )
