"""The page that an admin view of official texts is about."""

from typing import Any

import swapper
from django.http import Http404
from django.shortcuts import get_object_or_404

from notices.models.official import OfficialDocumentMixin


def official_page_or_404(key: Any) -> Any:
    """The specific page. An alias has no text of its own: its original has."""
    pages = swapper.load_model("wagtailcore", "Page").objects
    page: Any = get_object_or_404(pages, pk=key).specific
    is_official = isinstance(page, OfficialDocumentMixin)
    if not is_official or page.alias_of_id:
        raise Http404
    return page
