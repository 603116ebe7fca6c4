"""Which dossiers there are for the public: those of listed batches, on live and open pages, under their own address."""

from typing import Any

import swapper
from django.http import HttpRequest

from notices.page_types import page_types
from registry.models import Batch


def _mixin() -> type[Any]:
    # The model's module imports this package.
    from notices.models.dossiers import BatchDossierMixin

    return BatchDossierMixin


def without_hidden_dossiers(pages: Any) -> Any:
    """The pages but for those about a batch that is not listed. No query of its own."""
    for model in page_types(_mixin()):
        pages = pages.exclude(pk__in=model.objects.filter(batch__is_listed=False).values("pk"))
    return pages


def dossier_page(batch: Batch) -> Any | None:
    """The public page about the batch. One query a type, and one for the page view restrictions."""
    if not batch.is_listed:
        return None
    pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    for model in page_types(_mixin()):
        keys = model.objects.filter(batch=batch).values("pk")
        if (found := pages.filter(pk__in=keys).first()) is not None:
            return found
    return None


def dossier_url(batch: Batch, request: HttpRequest | None) -> str:
    """Where the batch's dossier is; "" where there is none for the public."""
    page = dossier_page(batch)
    return (page.get_url(request) or "") if page is not None else ""
