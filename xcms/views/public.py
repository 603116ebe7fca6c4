"""The base of every public view: one register version from the first query to the last."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views import View

from xcms.caching.answers import public_answer, unchanged, version_tag
from xcms.days import shanghai_today
from xcms.versions import RegisterMovedOnError, snapshot
from xcms.views.streams import keep_while_streaming

#: How often a request begins anew when the register moves on under it; then it reads without the index.
_ATTEMPTS = 5


class PublicView(View):
    """Answers a GET from one snapshot of the register.

    ``version`` is the snapshot's, ``today`` is Shanghai's day. Where the answer streams, the snapshot lasts
    until its last row. Answers are conditional and may be kept: ``xcms.caching.answers``.
    """

    http_method_names = ("get", "head", "options")

    version: int
    today: date
    #: False on the last attempt: whoever keeps things in memory has to ask the database instead.
    may_use_memory: bool = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        # A host's ATOMIC_REQUESTS would begin a transaction that is no snapshot and ends before the stream.
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: Callable[..., HttpResponseBase] = super().dispatch
        _make_profile(request)
        attempt = 0
        begun = dict(self.__dict__)
        while True:
            attempt += 1
            # Nothing that an earlier attempt has found may be of use: it is of another version.
            self._forget_all_but(begun)
            self.may_use_memory = attempt < _ATTEMPTS
            self.today = shanghai_today()
            try:
                with ExitStack() as held:
                    versions = held.enter_context(snapshot())
                    self.version = versions.number
                    tag = version_tag(request, versions, self.today)
                    response = unchanged(request, tag) or answer(request, *args, **kwargs)
                    keep_while_streaming(request, response, held)
            except RegisterMovedOnError:
                if self.may_use_memory:
                    continue
                raise
            response.headers["X-Register-Version"] = str(versions.number)
            if not response.streaming:
                # A view refers to itself (Django's ``head``): what it holds would wait for the collector.
                self._forget_all_but(begun)
            final = public_answer(request, response, tag)
            if final is not response:
                # Not close(): that would end the request, and with it the connection, before its time.
                for close in getattr(response, "_resource_closers", ()):
                    close()
            return final

    def _forget_all_but(self, kept: dict[str, Any]) -> None:
        self.__dict__.clear()
        self.__dict__.update(kept)


def _make_profile(request: HttpRequest) -> None:
    """Wagtail's user bar makes a new user's profile when it is first shown: that is to be no write in a snapshot."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and apps.is_installed("wagtail.users"):
            from wagtail.users.models import UserProfile

            UserProfile.get_for_user(user)
