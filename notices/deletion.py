"""Pages that have published a list are kept: the edition points at them (design rule 2)."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from registry.models import ListEdition


def published_below(pages: Iterable[Page]) -> list[str]:
    """Titles of the pages here and below that have published an edition."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return []
    carriers = ListEdition.objects.values("page_id")
    return list(Page.objects.filter(below, pk__in=carriers).values_list("title", flat=True))


def deletion_refused(titles: Iterable[str]) -> str:
    return _(
        "Nothing was deleted: %(titles)s has published a list, and published lists are kept. "
        "Unpublish the page to hide the list from the public."
    ) % {"titles": "、".join(f"“{title}”" for title in titles)}
