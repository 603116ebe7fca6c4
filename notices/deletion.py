"""Pages that stay: a published list or text (design rules 2 and 10), or recorded decisions rest on them.

Sections, dossiers, themes and collections gather what stands elsewhere: they may go, unless such a page is below.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from notices.models.editions import TextEdition
from notices.models.successors import official_models
from registry.models import ListEdition
from registry.services.basis_links import pages_rested_on, release_unused

#: So many pages are named.
_MOST_NAMED = 5


def refusal_to_delete(pages: Iterable[Page]) -> str:
    """Why these pages, with all below them, can't be deleted; "" if they can."""
    below = _below(pages)
    if titles := published_below(below):
        return deletion_refused(titles)
    if rested_on := pages_rested_on(below):
        return _(
            "Nothing was deleted: decisions in the register rest on %(titles)s, and what they rest on stays "
            "readable. Unpublish the page, or say in the text that it holds no longer."
        ) % {"titles": _quoted([page.title for page in rested_on])}
    if titles := once_public(below):
        return _(
            "Nothing was deleted: %(titles)s has been published, and published texts are kept. Withdraw the text: "
            "it stays readable, with your reason on top. To hide it altogether, unpublish the page."
        ) % {"titles": _quoted(titles)}
    return ""


def let_go(pages: Iterable[Page]) -> None:
    """Before pages that nothing rests on are deleted: wordings that only an undone record used mean them no more."""
    release_unused(_below(pages))


def published_below(below: Any) -> list[str]:
    """Titles of those of these pages that have published an edition."""
    carriers = ListEdition.objects.values("page_id")
    return list(below.filter(pk__in=carriers).values_list("title", flat=True))


def once_public(below: Any) -> list[str]:
    """Titles of those of these pages whose own text was ever public, also before texts were kept."""
    kept = Q(pk__in=TextEdition.objects.order_by().values("page_id"))
    earlier = Page.objects.type(*official_models()).filter(
        alias_of=None, first_published_at__isnull=False
    )
    found = below.filter(kept | Q(pk__in=earlier.order_by().values("pk")))
    return list(found.order_by("path").values_list("title", flat=True))


def deletion_refused(titles: Sequence[str]) -> str:
    return _(
        "Nothing was deleted: %(titles)s has published a list, and published lists are kept. "
        "Unpublish the page to hide the list from the public."
    ) % {"titles": _quoted(titles)}


def _below(pages: Iterable[Page]) -> Any:
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    return Page.objects.filter(below).order_by()


def _quoted(titles: Sequence[str]) -> str:
    named = "、".join(f"“{title}”" for title in titles[:_MOST_NAMED])
    return f"{named}……" if len(titles) > _MOST_NAMED else named
