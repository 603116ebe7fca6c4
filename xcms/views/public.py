"""The base of every public view: one register version from the first query to the last."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views import View

from xcms.caching.answers import public_answer, unchanged, version_tag
from xcms.days import shanghai_today
from xcms.versions import RegisterMovedOnError, snapshot

#: How often a request begins anew when the register moves on under it; then it reads without the index.
_ATTEMPTS = 5


class PublicView(View):
    """Answers a GET from one snapshot of the register.

    ``version`` is the snapshot's, ``today`` is Shanghai's day. An answer that streams reads in a snapshot
    of its own: see ``xcms.views.outputs``. Answers are conditional and may be kept: ``xcms.caching.answers``.
    """

    http_method_names = ("get", "head", "options")

    version: int
    today: date
    #: False on the last attempt: whoever keeps things in memory has to ask the database instead.
    may_use_memory: bool = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        # Also where the host wraps every request in a transaction: ours begins as a snapshot.
        view: Callable[..., HttpResponseBase] = transaction.non_atomic_requests(
            super().as_view(**initkwargs)
        )
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: Callable[..., HttpResponseBase] = super().dispatch
        attempt = 0
        while True:
            attempt += 1
            self.may_use_memory = attempt < _ATTEMPTS
            self.today = shanghai_today()
            try:
                with snapshot() as versions:
                    self.version = versions.number
                    tag = version_tag(request, versions, self.today)
                    response = unchanged(request, tag) or answer(request, *args, **kwargs)
            except RegisterMovedOnError:
                if self.may_use_memory:
                    continue
                raise
            response.headers["X-Register-Version"] = str(self.version)
            return public_answer(request, response, tag)
