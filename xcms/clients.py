"""Who a visitor is where visits are counted: the API's rate, the files asked for in an hour."""

import ipaddress
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.module_loading import import_string

from xcms.conf import setting

#: Whoever has an IPv6 network has 2⁶⁴ addresses in it.
_IPV6_NETWORK = 64
_LONGEST = 60


def client(request: HttpRequest) -> str:
    """``XCMS["CLIENT"]``'s word for it, else the connection's address; never a header that anybody may send."""
    identify: Callable[[HttpRequest], str] | str | None = setting("CLIENT")
    if isinstance(identify, str) and identify:
        identify = import_string(identify)
    found = identify(request) if callable(identify) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "".join(sign if sign.isalnum() else "_" for sign in str(found)[:_LONGEST])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False).network_address)
    return str(address)
