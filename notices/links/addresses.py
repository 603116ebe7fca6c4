"""Which addresses of other sites may be asked, and where a host really is."""

import hashlib
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
_LONGEST = 4000


def digest_of(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


class MalformedAddressError(ValueError):
    """No http(s) address that a program should open."""


class PrivateAddressError(ValueError):
    """The host is in a private network, on this machine, or nowhere in particular."""


@dataclass(frozen=True, slots=True)
class Target:
    """``path`` is ready for a request line."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def read_address(address: str) -> Target:
    """Raises MalformedAddressError. Other ports than the Web's own are refused: nobody is to be probed by a link."""
    if len(address) > _LONGEST:
        raise MalformedAddressError("too long")
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise MalformedAddressError(str(error)) from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not host or parts.username is not None:
        raise MalformedAddressError("scheme, host or user")
    if port not in (None, 80, 443, 8000, 8080, 8443):
        raise MalformedAddressError("port")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
    return Target(scheme, _ascii(host), port or PORTS[scheme], path + query)


def _ascii(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return host
    try:
        found = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MalformedAddressError("host") from error
    if not all(sign.isalnum() or sign in "-._" for sign in found):
        raise MalformedAddressError("host")
    return found


def public_addresses(target: Target) -> Sequence[str]:
    """Where the host is. All of its addresses must be public, else PrivateAddressError. OSError: the name is unknown.

    The caller connects to one of these and asks no resolver again: an answer may change in between.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(map(is_public, addresses)):
        raise PrivateAddressError(target.host)
    return addresses


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_TRANSLATED_LOCALLY = ipaddress.ip_network("64:ff9b:1::/48")


def is_public(text: str) -> bool:
    """Not private, of this machine, of the link, multicast or reserved, nor such an address in IPv6's clothes."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo:
            inner = address.teredo[1]
        if inner is None and (address in _TRANSLATED or int(address) >> 32 == 0):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if address in _TRANSLATED_LOCALLY:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
