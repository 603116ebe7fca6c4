"""Pages of any origin may read the API; nobody's cookies are asked for or used."""

from django.http import HttpResponse, HttpResponseBase

METHODS = "GET, HEAD, OPTIONS"
_READABLE = "ETag, Last-Modified, Retry-After, X-Register-Version"
#: How long a browser need not ask again, in seconds.
_REMEMBER = 86_400


def allow_any_origin(response: HttpResponseBase) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _READABLE


def preflight() -> HttpResponse:
    """The answer to a browser that asks first what it may."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "Accept, Accept-Language, If-Modified-Since, If-None-Match",
            "Access-Control-Max-Age": str(_REMEMBER),
        },
    )
