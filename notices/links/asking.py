"""One polite question to another site: is this still there? Nothing of the answer's body is read."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from notices.links.addresses import (
    MalformedAddressError,
    PrivateAddressError,
    Target,
    public_addresses,
    read_address,
)
from notices.models.links import LinkOutcome

_MOST_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
#: What sites say to programs that they would not say to a visitor.
_UNCLEAR = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 421, 429, 451, 501, 503, 521, 999})

Resolve = Callable[[Target], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: LinkOutcome
    status: int | None = None


def ask(address: str, *, seconds: float, agent: str, resolve: Resolve = public_addresses) -> Answer:
    """Follow the address and its redirects. Each hop is held to the same rules as the first. Never raises."""
    for _hop in range(_MOST_HOPS + 1):
        try:
            target = read_address(address)
            status, location = _status(target, resolve(target), seconds, agent)
        except (MalformedAddressError, http.client.InvalidURL, UnicodeError):
            return Answer(LinkOutcome.MALFORMED)
        except PrivateAddressError:
            return Answer(LinkOutcome.PRIVATE)
        except socket.gaierror as error:
            again = error.errno == socket.EAI_AGAIN
            return Answer(LinkOutcome.NO_ANSWER if again else LinkOutcome.NO_HOST)
        except ssl.SSLCertVerificationError:
            return Answer(LinkOutcome.INSECURE)
        except (OSError, http.client.HTTPException):
            return Answer(LinkOutcome.NO_ANSWER)
        if status not in _REDIRECTS or not location:
            return Answer(_judged(status), status)
        try:
            address = urljoin(address, location)
        except ValueError:
            return Answer(LinkOutcome.MALFORMED)
    return Answer(LinkOutcome.LOOP)


def _judged(status: int) -> LinkOutcome:
    if status in _GONE:
        return LinkOutcome.GONE
    if status in _UNCLEAR:
        return LinkOutcome.UNCLEAR
    return LinkOutcome.FINE if status < 400 else LinkOutcome.ERROR


def _status(
    target: Target, addresses: Sequence[str], seconds: float, agent: str
) -> tuple[int, str]:
    """HEAD; where a site doesn't know it or says no to it, GET without reading on."""
    status, location = _request("HEAD", target, addresses, seconds, agent)
    if status >= 400:
        status, location = _request("GET", target, addresses, seconds, agent)
    return status, location


def _request(
    method: str, target: Target, addresses: Sequence[str], seconds: float, agent: str
) -> tuple[int, str]:
    connection = _Connection(target, addresses, seconds)
    # A server may send a byte now and then for ever: each read is in time, the whole is not.
    watch = threading.Timer(seconds, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", target.host_header)
        connection.putheader("User-Agent", agent)
        connection.putheader("Accept", "*/*")
        connection.putheader("Connection", "close")
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        watch.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """To one of the addresses that were judged, whatever the resolver says by now."""

    def __init__(self, target: Target, addresses: Sequence[str], seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._addresses, self._seconds = target, addresses, seconds

    def connect(self) -> None:
        self.sock: Any = self._plain()
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)

    def _plain(self) -> socket.socket:
        for address in self._addresses[:-1][:2]:
            try:
                return socket.create_connection((address, self._target.port), self._seconds / 3)
            except OSError:
                continue
        return socket.create_connection((self._addresses[-1], self._target.port), self._seconds)

    def cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
