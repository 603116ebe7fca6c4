"""Middleware that a host site may add; the pack works without it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve


class RefuseNullCharacters:
    """Answers 400 to a NUL in path, query or cookie: no text has one, and PostgreSQL fails on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            "\x00" in request.path_info
            or "%00" in request.META.get("QUERY_STRING", "")
            # A quoted cookie can spell it in octal.
            or any("\x00" in value for value in request.COOKIES.values())
        ):
            return _refused(request)
        return self.get_response(request)


def _refused(request: HttpRequest) -> HttpResponseBase:
    """In the way of the view that would have answered: an API's refusals are JSON."""
    try:
        view_class = getattr(resolve(request.path_info).func, "view_class", None)
    except Resolver404:
        view_class = None
    own: Callable[[HttpRequest], HttpResponseBase] | None = getattr(view_class, "bad_request", None)
    if own is None:
        raise BadRequest("The request contains a NUL character.")
    return own(request)
