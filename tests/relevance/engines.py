"""What is asked the queries: two that others have, and ours."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

STOCK = "modelsearch.backends.database"
OURS = "xcms.search.backends.database"


class EngineMissingError(Exception):
    """This checkout has no such engine (yet)."""


@dataclass(frozen=True, slots=True)
class Engine:
    """``find`` gives the ids of the documents found, best first. ``as_pages``: knows nothing but pages."""

    name: str
    backend: str
    find: Callable[[str], Sequence[str]]
    as_pages: bool = True

    def check(self) -> None:
        """Raises EngineMissingError."""
        try:
            spec = find_spec(self.backend)
        except ModuleNotFoundError:
            spec = None
        if spec is None:
            raise EngineMissingError(f"no module {self.backend}")


# Pages


def _find_by_backend(query: str) -> Sequence[str]:
    """As the view that ``wagtail start`` makes. A query on which the backend breaks down finds nothing."""
    from django.db import DatabaseError
    from wagtail.search.backends import get_search_backend

    from notices.models import NoticePage

    try:
        return [page.slug for page in get_search_backend().search(query, NoticePage.objects.live())]
    except DatabaseError:
        return []


def _find_by_icontains(query: str) -> Sequence[str]:
    """Every word in the title or in the text, as many a site does it. Quotes are taken off first."""
    from django.db.models import Q

    from notices.models import NoticePage

    found = NoticePage.objects.live().order_by("-dated", "pk")
    for word in re.sub('["“”]', " ", query).split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return [page.slug for page in found]


# The site


def _find_on_the_site(query: str) -> Sequence[str]:
    """The whole answer of ``/search/``: what its first page shows, then every kind to its end.

    Where nothing was found, a visitor follows the near miss that is offered.
    """
    return list(dict.fromkeys(_ids(_answered(query) or _answered(_near_miss(query)))))


def _answered(query: str) -> list[dict[str, Any]]:
    if not query:
        return []
    first = _get(q=query)
    results = list(first["results"])
    for group in first["groups"]:
        page = 1
        while page:
            answer = _get(q=query, kind=group["key"], page=page)
            results += answer["results"]
            page = page + 1 if answer["next"] else 0
    return results


def _near_miss(query: str) -> str:
    """The first of the offered queries, whatever the answer calls them."""
    answer = _get(q=query)
    for key in ("near_misses", "suggestions", "did_you_mean", "near"):
        offered = answer.get(key) or []
        for one in [offered] if isinstance(offered, str | dict) else offered:
            return str(one.get("q") or one.get("query") or "") if isinstance(one, dict) else one
    return ""


def _get(**parameters: Any) -> dict[str, Any]:
    from django.test import Client

    response = Client().get("/search/", {"format": "json", "page_size": 100, **parameters})
    if response.status_code == 404 and "application/json" not in response["Content-Type"]:
        raise EngineMissingError("no /search/")
    if response.status_code >= 500:
        raise RuntimeError(f"/search/ answers {response.status_code} to {parameters}")
    answer: dict[str, Any] = response.json()
    return answer if response.status_code == 200 else {"count": 0, "groups": [], "results": []}


def _ids(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What is no document of the set, such as the section itself, counts as an error under its own title."""
    for result in results:
        title = result["title"]
        yield _by_title().get(title, f"? {title}")


@cache
def _by_title() -> dict[str, str]:
    """Titles as stored: registers tidy theirs."""
    from tests.relevance.judgements import documents
    from xcms.text import clean_text

    titles = {clean_text(document.title): document.id for document in documents().values()}
    return titles | {document.title: document.id for document in documents().values()}


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("stock", STOCK, _find_by_backend),
        Engine("icontains", STOCK, _find_by_icontains),
        Engine("ours", OURS, _find_by_backend),
        Engine("site", OURS, _find_on_the_site, as_pages=False),
    )
}
