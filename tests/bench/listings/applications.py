"""What gunicorn serves: Django without anything that a site's wsgi.py puts around it, and the server's ceiling."""

import os
from collections.abc import Callable, Iterable
from typing import Any


def django() -> Any:
    """No page cache around it: each page is made anew."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def ceiling() -> Callable[..., Iterable[bytes]]:
    """An application that does nothing, with an answer of BENCH_BODY bytes: as fast as this server gets."""
    body = b"x" * int(os.environ.get("BENCH_BODY", "16"))
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]

    def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return application
