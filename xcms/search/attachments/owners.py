"""What shows documents to the public: live pages, and what other apps make known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Place:
    """Where the public sees a document. ``url`` is without host for the site being visited."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Owners:
    """``public`` gives the rows that visitors see, those first that matter most; ``place`` is None for a row
    that has no address."""

    model: type[Model]
    public: Callable[[], QuerySet[Any]]
    place: Callable[[Any, Any], Place | None]

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model, for_concrete_model=False)


_known: dict[type[Model], Owners] = {}


def documents_are_shown_by(
    model: type[Model],
    *,
    public: Callable[[], QuerySet[Any]],
    place: Callable[[Any, Any], Place | None],
) -> None:
    """Rows of ``model`` show the documents that they refer to (Wagtail's reference index), while ``public()``.

    For ``AppConfig.ready()``. ``place`` gets the row and the request, which may be None.
    """
    _known[model] = Owners(model, public, place)


def all_owners() -> list[Owners]:
    return list(_known.values())


def _public_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.live().public().select_related("locale")
    return pages.order_by("-first_published_at", "pk")


def _place_of_page(page: Page, request: Any) -> Place | None:
    url = page.get_url(request)
    return Place(page.title, url) if url else None


documents_are_shown_by(Page, public=_public_pages, place=_place_of_page)
