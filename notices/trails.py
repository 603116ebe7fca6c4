"""The way from the home page to a page."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Site

from xcms.views.breadcrumbs import Crumb, breadcrumbs


def page_trail(page: Any, request: HttpRequest, *below: Crumb) -> list[Crumb]:
    """Home, the live ancestors below it, the page; then ``below``, for views under the page."""
    site = Site.find_for_request(request)
    steps = [
        Crumb(ancestor.title, ancestor.get_url(request) or "")
        for ancestor in page.get_ancestors().live().defer_streamfields()
        if site and ancestor.depth > 1 and ancestor.pk != site.root_page_id
    ]
    own_url = (page.get_url(request) or "") if below else ""
    return breadcrumbs(*steps, Crumb(page.title, own_url), *below)
