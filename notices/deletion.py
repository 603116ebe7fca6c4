"""Pages that stay: an edition points at them (design rule 2), or recorded decisions rest on them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from registry.models import ListEdition
from registry.services.basis_links import pages_rested_on, release_unused


def refusal_to_delete(pages: Iterable[Page]) -> str:
    """Why these pages, with all below them, can't be deleted; "" if they can."""
    below = _below(pages)
    if titles := published_below(below):
        return deletion_refused(titles)
    if rested_on := pages_rested_on(below):
        return _(
            "Nothing was deleted: decisions in the register rest on %(titles)s, and what they rest on stays "
            "readable. Unpublish the page, or say in the text that it holds no longer."
        ) % {"titles": _quoted(page.title for page in rested_on)}
    return ""


def let_go(pages: Iterable[Page]) -> None:
    """Before pages that nothing rests on are deleted: wordings that only an undone record used mean them no more."""
    release_unused(_below(pages))


def published_below(below: Any) -> list[str]:
    """Titles of those of these pages that have published an edition."""
    carriers = ListEdition.objects.values("page_id")
    return list(below.filter(pk__in=carriers).values_list("title", flat=True))


def deletion_refused(titles: Iterable[str]) -> str:
    return _(
        "Nothing was deleted: %(titles)s has published a list, and published lists are kept. "
        "Unpublish the page to hide the list from the public."
    ) % {"titles": _quoted(titles)}


def _below(pages: Iterable[Page]) -> Any:
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    return Page.objects.filter(below).order_by()


def _quoted(titles: Iterable[str]) -> str:
    return "、".join(f"“{title}”" for title in titles)
