"""The page cache: in front of Django, in each process's own memory, and never past the last commit.

Each hit asks the database for the versions (one row) and the clock for Shanghai's day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.http import parse_etags

from xcms.caching.answers import BEHIND_CACHE, MAY_KEEP
from xcms.caching.edge import cache_control
from xcms.caching.freshness import committed_versions
from xcms.caching.headers import (
    Headers,
    header,
    may_be_kept,
    of_304,
    varies_on,
    with_honest_vary,
    without_default_keeping,
)
from xcms.caching.requests import answer_key, is_answerable, is_plain
from xcms.caching.store import AnswerStore, KeptAnswer, Stamp
from xcms.conf import setting
from xcms.days import shanghai_today

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: Answers that differ by more headers than these are not kept.
_MOST_HEADERS = 8


def cached(application: Application, today: Callable[[], date] = shanghai_today) -> Application:
    """Wrap Django's WSGI application; with PAGE_CACHE_BYTES = 0 it comes back as it is."""
    capacity = setting("PAGE_CACHE_BYTES")
    return PageCache(application, capacity, today) if capacity else application


class PageCache:
    def __init__(
        self, application: Application, capacity: int, today: Callable[[], date] = shanghai_today
    ) -> None:
        self.application = application
        self.answers = AnswerStore(capacity)
        self._today = today
        # The headers by which answers were seen to differ, as the environment calls them. It only grows.
        # Lists differ by these: with them known from the start nothing kept before is lost.
        self._varies_on: tuple[str, ...] = (
            "HTTP_HX_REQUEST",
            "HTTP_HX_HISTORY_RESTORE_REQUEST",
            "HTTP_HX_CURRENT_URL",
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_answerable(environ):
            return self.application(environ, start_response)
        # The versions before anything is read: what is rendered then can only be newer.
        day = self._today()
        versions = committed_versions()
        if versions is None:
            return self.application(environ, start_response)
        stamp = Stamp(versions, day)
        kept = self.answers.get(answer_key(environ, self._varies_on), stamp)
        if kept is not None:
            return send(kept, environ, start_response, "hit")
        return self._ask_django(environ, start_response, stamp)

    def _ask_django(
        self, environ: Environ, start_response: StartResponse, stamp: Stamp
    ) -> Iterable[bytes]:
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, exc_info: Any = None) -> Any:
            if MAY_KEEP not in environ:
                return start_response(status, without_default_keeping(status, headers), exc_info)
            begun.append((status, headers))
            return None

        environ.pop(MAY_KEEP, None)
        environ[BEHIND_CACHE] = True
        response = self.application(environ, begin)
        if not begun:
            return response
        status, headers = begun[0]
        headers = with_honest_vary(headers)
        if not status.startswith("200") or not isinstance(response, HttpResponse):
            # Something behind the view thought otherwise.
            start_response(status, headers)
            return response
        answer = KeptAnswer(stamp, tuple(headers), response.content, environ[MAY_KEEP] == "edge")
        response.close()
        if environ["REQUEST_METHOD"] == "GET" and is_plain(environ):
            self._keep(environ, answer)
        return send(answer, environ, start_response, "miss")

    def _keep(self, environ: Environ, answer: KeptAnswer) -> None:
        if environ.get("CSRF_COOKIE_NEEDS_UPDATE") or not may_be_kept(answer.headers):
            return
        new = varies_on(answer.headers).difference(self._varies_on)
        known = (*self._varies_on, *sorted(new))
        if len(known) <= _MOST_HEADERS:
            self._varies_on = known
            self.answers.put(answer_key(environ, known), answer)


def send(
    answer: KeptAnswer, environ: Environ, start_response: StartResponse, found: str
) -> list[bytes]:
    headers = [*answer.headers, ("X-Page-Cache", found)]
    if answer.edge:
        # As of now: the day has gone on since the answer was made.
        headers = [one for one in headers if one[0].lower() != "cache-control"]
        headers.append(("Cache-Control", cache_control(edge=True)))
    if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), header(headers, "etag")):
        start_response("304 Not Modified", of_304(headers))
        return []
    headers = [one for one in headers if one[0].lower() != "content-length"]
    headers.append(("Content-Length", str(len(answer.body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _has_it(asked: str, tag: str) -> bool:
    """By the weak comparison that RFC 9110 wants here."""
    if not asked or not tag:
        return False
    if asked.strip() == "*":
        return True
    return tag.removeprefix("W/") in {one.removeprefix("W/") for one in parse_etags(asked)}
