"""Visitors of a server with the page cache in front of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xcms.caching.answers import public_answer
from xcms.caching.wsgi import PageCache
from xcms.days import shanghai_today

CAPACITY = 4 * 1024 * 1024


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def found(self) -> str:
        """ "hit" or "miss"; "" for what the cache has nothing to do with."""
        return self.headers.get("X-Page-Cache", "")

    @property
    def seen(self) -> tuple[int, bytes]:
        return self.status, self.body

    @property
    def text(self) -> str:
        return self.body.decode()


def server(application: Any = None, *, capacity: int = CAPACITY, today: Any = None) -> PageCache:
    """One process. ``today`` is the day by its clock."""
    days = (lambda: today) if isinstance(today, date) else today or shanghai_today
    return PageCache(application or WSGIHandler(), capacity, days)


def ask(application: Any, path: str = "/", *, method: str = "GET", **environ: Any) -> Answer:
    """``ask(server, "/directory/", HTTP_COOKIE="…")``."""
    sent = RequestFactory().generic(method, path, **environ).environ
    begun: list[Any] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
        begun.append((status, headers))

    with _connection_of_the_test():
        result = application(sent, start_response)
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
    status, headers = begun[-1]
    names = [name.lower() for name, _ in headers if name != "Set-Cookie"]
    assert len(set(names)) == len(names), "a header came twice"
    return Answer(int(status[:3]), dict(headers), body)


@contextmanager
def _connection_of_the_test() -> Iterator[None]:
    """Django closes its connection with each request; a test's transaction has to outlive it."""
    if not connection.in_atomic_block:
        yield
        return
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def fresh(path: str) -> Answer:
    """What Django itself answers now."""
    return ask(WSGIHandler(), path)


def view(change: Callable[[HttpRequest, HttpResponse], Any]) -> Any:
    """A site whose only page is public, and to which ``change`` happens on the way out."""

    def application(environ: Any, start_response: Any) -> Any:
        handler = WSGIHandler.__new__(WSGIHandler)
        request = handler.request_class(environ)
        response: Any = public_answer(
            request, HttpResponse("<p>page</p>", content_type="text/html")
        )
        change(request, response)
        cookies = [("Set-Cookie", one.OutputString()) for one in response.cookies.values()]
        start_response(f"{response.status_code} X", [*response.items(), *cookies])
        return response

    return application
