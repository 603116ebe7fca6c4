"""What the API answers: JSON, whatever happens."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from xcms.api.cors import allow_any_origin


class RefusalError(Exception):
    """The request can't be answered as asked; ``messages`` are sentences for whoever wrote it."""

    def __init__(self, messages: Sequence[str], *, status: int = 400) -> None:
        super().__init__(*messages)
        self.messages = list(messages)
        self.status = status


def answer(content: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        text.encode("utf-8", "replace"), status=status, content_type="application/json"
    )


def refusal(error: RefusalError) -> HttpResponse:
    return answer({"errors": error.messages}, status=error.status)


def finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Every answer of the API passes here last: the one place for headers that all of them carry."""
    allow_any_origin(response)
    return response
