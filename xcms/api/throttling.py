"""So many requests a client and minute: counted in Django's cache, in windows of fixed length."""

import ipaddress
import re
import time
from collections.abc import Callable

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from xcms.api.answers import RefusalError
from xcms.conf import setting

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
#: Whoever has an IPv6 network has 2⁶⁴ addresses in it.
_IPV6_NETWORK = 64


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


def client(request: HttpRequest) -> str:
    """By what a client is counted: ``XCMS["API_CLIENT"]``'s word for it, else the connection's address."""
    identify: Callable[[HttpRequest], str] | str | None = setting("API_CLIENT")
    if isinstance(identify, str):
        identify = import_string(identify)
    found = identify(request) if callable(identify) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "".join(character if character.isalnum() else "_" for character in str(found)[:60])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False).network_address)
    return str(address)
