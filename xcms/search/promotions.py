"""What editors want to stand above the hits: Wagtail's search promotions, where the host has installed them."""

from typing import Any, NamedTuple

import swapper
from django.apps import apps
from wagtail.search.utils import normalise_query_string

from xcms.search.sources import Visit
from xcms.search.words import folded

APP = "wagtail.contrib.search_promotions"
_MOST = 5


class Promotion(NamedTuple):
    title: str
    url: str
    description: str


def promotions(text: str, visit: Visit) -> list[Promotion]:
    """In the editor's order; a page only while it is public. Two queries, none without the app.

    Wagtail's own template tag would write the question to the database.
    """
    if not apps.is_installed(APP):
        return []
    from wagtail.contrib.search_promotions.models import SearchPromotion

    spellings = {normalise_query_string(text), normalise_query_string(folded(text))}
    chosen = list(
        SearchPromotion.objects.filter(query__query_string__in=spellings).order_by("sort_order")[
            :_MOST
        ]
    )
    keys = [one.page_id for one in chosen if one.page_id]
    public: dict[Any, Any] = _public(keys) if keys else {}
    return [found for one in chosen if (found := _promotion(one, public, visit)) is not None]


def _public(keys: list[Any]) -> dict[Any, Any]:
    pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    found: dict[Any, Any] = pages.in_bulk(keys)
    return found


def _promotion(one: Any, public: dict[Any, Any], visit: Visit) -> Promotion | None:
    if one.page_id:
        page = public.get(one.page_id)
        if page is None or not (url := page.get_url(visit.request)):
            return None
        return Promotion(page.title, url, one.description)
    if not one.external_link_url:
        return None
    title = one.external_link_text or one.external_link_url
    return Promotion(title, one.external_link_url, one.description)


def watch_promotions() -> None:
    """They show on public pages. A query without one shows nothing, and hosts make them in a GET."""
    if apps.is_installed(APP):
        from wagtail.contrib.search_promotions.models import SearchPromotion

        from xcms.caching.changes import watch

        watch(SearchPromotion)
