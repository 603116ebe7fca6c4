"""The doors of the API: every address answers GET, HEAD and OPTIONS, in JSON, from one snapshot."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import gettext as _

from xcms.api.answers import RefusalError, answer, finished, refusal
from xcms.api.changes import changed_page
from xcms.api.cors import METHODS, preflight
from xcms.api.cursors import Cursor
from xcms.api.endpoints import Endpoint
from xcms.api.lists import filtered_page
from xcms.api.queries import CHANGED_SINCE, read_query, refuse_unknown, walk_day
from xcms.api.throttling import ThrottledError, count_request
from xcms.querystrings import tolerant_query, with_values
from xcms.views.public import PublicView


class SnapshotRequest(HttpRequest):
    """What an operation gets: the request and the snapshot that it is answered from."""

    register_version: int
    today: date


class ApiView(PublicView):
    """Around an operation: throttling, methods, refusals, headers. ``operation`` gets (request, **kwargs)."""

    operation: Callable[..., HttpResponse] | None = None

    @staticmethod
    def bad_request(request: HttpRequest) -> HttpResponseBase:
        """For middleware that refuses a request before it comes here."""
        return finished(
            request, refusal(RefusalError([_("The request contains a NUL character.")]))
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return finished(request, self._answer(request, *args, **kwargs))

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = (request.method or "").lower()
        if method == "options":
            return preflight()
        if method not in self.http_method_names:
            response = refusal(
                RefusalError([_("This is a read-only API: only GET is answered.")], status=405)
            )
            response.headers["Allow"] = METHODS
            return response
        try:
            count_request(request)
        except ThrottledError as error:
            response = refusal(error)
            response.headers["Retry-After"] = str(error.wait)
            return response
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.register_version = self.version  # type: ignore[attr-defined]
        request.today = self.today  # type: ignore[attr-defined]
        method = request.method
        # The router knows GET only; whoever serves the answer leaves the body out.
        request.method = "GET"
        try:
            return self.run(request, *args, **kwargs)
        except RefusalError as error:
            return refusal(error)
        finally:
            request.method = method

    def run(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.operation is None:
            raise RefusalError([_("There is nothing at this address.")], status=404)
        return self.operation(request, *args, **kwargs)


class NothingHere(ApiView):
    """Any other address below the API's: JSON, and the slash that was forgotten."""

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.path.endswith("/") and request.method in ("GET", "HEAD"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super()._answer(request, *args, **kwargs)


def list_operation(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    def operation(request: HttpRequest) -> HttpResponse:
        return _list(endpoint, request)  # type: ignore[arg-type]

    return operation


def record_operation(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    def operation(request: HttpRequest, key: str) -> HttpResponse:
        return _record(endpoint, request, key)  # type: ignore[arg-type]

    return operation


def _list(endpoint: Endpoint, request: SnapshotRequest) -> HttpResponse:
    query = read_query(endpoint, request, version=request.register_version)
    day = walk_day(query, request.today)
    begun_at = query.cursor.version if query.cursor else request.register_version
    if query.since is None:
        page = filtered_page(endpoint, query, request, day=day)
    else:
        position = query.cursor.position if query.cursor else None
        page = changed_page(endpoint, query.since, position, size=query.size)
    following = None
    if page.last is not None:
        cursor = Cursor(page.last, day, begun_at).text(endpoint.name, query.filters)
        following = request.path + with_values(query.filters, cursor=cursor)
    content: dict[str, Any] = {
        "version": request.register_version,
        "day": day.isoformat(),
        "results": endpoint.rows(page.records),
        "next": following,
    }
    if page.removed is not None:
        content |= {"removed": page.removed, f"next_{CHANGED_SINCE}": begun_at}
    return answer(content)


def _record(endpoint: Endpoint, request: SnapshotRequest, key: str) -> HttpResponse:
    refuse_unknown(tolerant_query(request.GET), [])
    # PostgreSQL refuses NUL in text.
    rows = endpoint.public().filter(**{endpoint.lookup: key}) if "\x00" not in key else None
    record = endpoint.prepared(rows).first() if rows is not None else None
    if record is None:
        raise RefusalError([_("There is no public record at this address.")], status=404)
    return answer(
        {
            "version": request.register_version,
            "day": request.today.isoformat(),
            "result": endpoint.rows([record])[0],
        }
    )
