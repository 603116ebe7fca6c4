"""Hello world: the least that Django can answer."""

from django.http import HttpRequest, HttpResponse

_BODY = "你好，世界".encode()
# Its length beforehand: without middleware nobody adds it, and the server would answer in chunks.
_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(_BODY))}


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_BODY, headers=_HEADERS)
