"""Questions to a real server on this machine; the resolver alone is told that it may be asked."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from notices.links import asking
from notices.links.addresses import PrivateAddressError, Target, public_addresses
from notices.links.asking import Answer, ask
from notices.models import LinkOutcome


class _Site(BaseHTTPRequestHandler):
    asked: list[str]

    def _answer(self) -> None:
        _Site.asked.append(f"{self.command} {self.path}")
        if self.path == "/drip":
            with suppress(OSError):
                for _byte in range(50):
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.1)
            return
        if self.path == "/only-get" and self.command == "HEAD":
            return self._say(405)
        if self.path.startswith("/to/"):
            return self._say(302, self.path.removeprefix("/to/"))
        if self.path == "/round":
            return self._say(302, "/round")
        known = {"/": 200, "/only-get": 200, "/gone": 404, "/closed": 403, "/ill": 500}
        return self._say(known.get(self.path, 404))

    def _say(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    _Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def question(port: int, monkeypatch: pytest.MonkeyPatch) -> object:
    """The name example.com stands for the test's server; every other host is judged as ever."""
    connect = socket.create_connection
    monkeypatch.setattr(
        asking.socket,
        "create_connection",
        lambda address, timeout: connect(("127.0.0.1", port), timeout),
    )

    def resolve(target: Target) -> Sequence[str]:
        return ["93.184.216.34"] if target.host == "example.com" else public_addresses(target)

    _Site.asked.clear()
    return lambda path: ask(f"http://example.com{path}", seconds=2, agent="test", resolve=resolve)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", Answer(LinkOutcome.FINE, 200)),
        ("/only-get", Answer(LinkOutcome.FINE, 200)),
        ("/gone", Answer(LinkOutcome.GONE, 404)),
        ("/closed", Answer(LinkOutcome.UNCLEAR, 403)),
        ("/ill", Answer(LinkOutcome.ERROR, 500)),
        ("/to//", Answer(LinkOutcome.FINE, 200)),
        ("/round", Answer(LinkOutcome.LOOP)),
        ("/to/http://127.0.0.1/", Answer(LinkOutcome.PRIVATE)),
        ("/to/http://169.254.169.254/latest/meta-data/", Answer(LinkOutcome.PRIVATE)),
        ("/to/file:///etc/passwd", Answer(LinkOutcome.MALFORMED)),
    ],
)
def test_what_a_site_answers(question: object, path: str, expected: Answer) -> None:
    assert question(path) == expected  # type: ignore[operator]


def test_a_redirect_into_a_private_network_is_not_followed(question: object) -> None:
    question("/to/http://127.0.0.1/secret")  # type: ignore[operator]
    assert [one for one in _Site.asked if "secret" in one.split("/to/")[0]] == []
    assert len(_Site.asked) == 1


def test_a_server_that_drips_does_not_hold_us(question: object) -> None:
    begun = time.monotonic()
    assert question("/drip").outcome == LinkOutcome.NO_ANSWER  # type: ignore[operator]
    assert time.monotonic() - begun < 4


def test_unknown_names_and_private_hosts() -> None:
    def nobody(_target: Target) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def private(_target: Target) -> Sequence[str]:
        raise PrivateAddressError

    url = "http://example.com/"
    assert ask(url, seconds=1, agent="t", resolve=nobody).outcome == LinkOutcome.NO_HOST
    assert ask(url, seconds=1, agent="t", resolve=private).outcome == LinkOutcome.PRIVATE
    assert ask("http://\x00", seconds=1, agent="t").outcome == LinkOutcome.MALFORMED
    assert ask("", seconds=1, agent="t").outcome == LinkOutcome.MALFORMED
