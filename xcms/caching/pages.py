"""The same for Wagtail's pages."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from xcms.caching.answers import public_answer


class PublicPageMixin:
    """For page types that every visitor sees alike; put it before ``Page``. Restricted pages and previews are
    never kept: Wagtail marks the former as private after ``serve()``."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if getattr(request, "is_preview", False):
            return response
        return public_answer(request, response)
