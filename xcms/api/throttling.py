"""So many requests a client and minute: counted in Django's cache, in windows of fixed length."""

import re
import time

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xcms.api.answers import RefusalError
from xcms.clients import client
from xcms.conf import setting

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class ThrottledError(RefusalError):
    def __init__(self, wait: int, rate: str) -> None:
        message = _("Too many requests (at most %(rate)s). Try again in %(wait)d seconds.")
        super().__init__([message % {"rate": rate, "wait": wait}], status=429)
        self.wait = wait


def parsed_rate(rate: str) -> tuple[int, int]:
    """ "300/m" → (300, 60): requests and seconds. Raises ImproperlyConfigured."""
    found = re.fullmatch(r"([1-9][0-9]{0,8})/([smhd])", rate)
    if not found:
        raise ImproperlyConfigured(
            f'XCMS["API_RATE"] is “{rate}”; write a number, a slash and one of s, m, h, d: "300/m".'
        )
    return int(found[1]), _SECONDS[found[2]]


def count_request(request: HttpRequest, *, now: float | None = None) -> None:
    """Raises ThrottledError for one request too many. At most two cache operations; none without a rate."""
    rate: str = setting("API_RATE") or ""
    if not rate:
        return
    most, seconds = parsed_rate(rate)
    window, passed = divmod(int(time.time() if now is None else now), seconds)
    key = f"xcms:api:{client(request)}:{seconds}:{window}"
    if cache.add(key, 1, timeout=seconds + 1):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the cache dropped it meanwhile
        return
    if count > most:
        raise ThrottledError(seconds - passed, rate)
