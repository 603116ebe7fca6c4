"""Which requests the page cache may answer, and what tells one answer from another."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.conf import settings

from xcms.conf import setting

Environ = Mapping[str, Any]

#: A longer address (path and query) is nobody's link.
_LONGEST_ADDRESS = 2048
_MESSAGES_COOKIE = "messages"
#: Whoever asks by these wants Django's own judgement.
_NOT_OURS = ("HTTP_AUTHORIZATION", "REMOTE_USER", "HTTP_IF_MATCH", "HTTP_TRANSFER_ENCODING")


def is_answerable(environ: Environ) -> bool:
    """An anonymous GET or HEAD of an ordinary address."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ.get("CONTENT_LENGTH") in (None, "", "0")
        and not any(name in environ for name in _NOT_OURS)
        and len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
        <= _LONGEST_ADDRESS
        and not cookie_names(environ) & _telling_cookies()
    )


def is_plain(environ: Environ) -> bool:
    """No cookie by which the answer could differ: only such answers are kept."""
    return cookie_names(environ) <= {settings.CSRF_COOKIE_NAME}


def cookie_names(environ: Environ) -> set[str]:
    given: str = environ.get("HTTP_COOKIE", "")
    return {part.partition("=")[0].strip() for part in given.split(";")} if given else set()


def answer_key(environ: Environ, varies_on: tuple[str, ...]) -> Hashable:
    """Everything that Django makes an address of, as sent, and the headers by which answers differ."""
    return (
        environ.get("wsgi.url_scheme"),
        *(environ.get(name) for name in _origin()),
        environ.get("SCRIPT_NAME"),
        environ.get("PATH_INFO"),
        environ.get("QUERY_STRING"),
        *((name, environ.get(name)) for name in varies_on),
    )


def _origin() -> tuple[str, ...]:
    names = ["HTTP_HOST", "SERVER_NAME", "SERVER_PORT"]
    if settings.USE_X_FORWARDED_HOST:
        names.append("HTTP_X_FORWARDED_HOST")
    if settings.USE_X_FORWARDED_PORT:
        names.append("HTTP_X_FORWARDED_PORT")
    if settings.SECURE_PROXY_SSL_HEADER:
        names.append(settings.SECURE_PROXY_SSL_HEADER[0])
    return tuple(names)


def _telling_cookies() -> set[str]:
    return {
        settings.SESSION_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        _MESSAGES_COOKIE,
        *setting("PAGE_CACHE_COOKIES"),
    }
