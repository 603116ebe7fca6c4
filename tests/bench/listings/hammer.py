"""``python -m tests.bench.listings.hammer PORT ADDRESS SECONDS CONNECTIONS``: as many requests as a server answers.

A process of its own that does next to nothing for each answer, so that the server has the rest of the machine.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.bench.listings.servers import Server
from tests.bench.measuring import MeasurementFailedError

_PIECE = 1 << 18


def requests_per_second(server: Server, address: str, *, seconds: float, connections: int) -> float:
    """Raises MeasurementFailedError for any other answer than 200."""
    asked = [str(server.port), address, str(seconds), str(connections)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.bench.listings.hammer", *asked],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementFailedError(f"{address}: {done.stderr.strip()[-500:]}")
    return float(json.loads(done.stdout))


@dataclass(slots=True)
class _Connection:
    """Asks the same again and again; knows an answer's end by its Content-Length."""

    port: int
    request: bytes
    stream: socket.socket = field(init=False)
    received: bytearray = field(default_factory=bytearray)
    missing: int = -1

    def open(self) -> None:
        self.stream = socket.create_connection(("127.0.0.1", self.port), 30)
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream.sendall(self.request)

    def take(self) -> bool:
        """Whether an answer is complete; the next one has been asked for then."""
        piece = self.stream.recv(_PIECE)
        if not piece:
            # The server ends a connection now and then: that is its right.
            self.stream.close()
            self.received.clear()
            self.missing = -1
            return False
        if self.missing >= 0:
            self.missing -= len(piece)
        else:
            self.received += piece
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.missing = _length(bytes(self.received[:end])) - (len(self.received) - end - 4)
            self.received.clear()
        if self.missing > 0:
            return False
        self.missing = -1
        self.stream.sendall(self.request)
        return True

    @property
    def is_closed(self) -> bool:
        return self.stream.fileno() < 0


def _length(head: bytes) -> int:
    status, *lines = head.split(b"\r\n")
    if b" 200 " not in status:
        sys.exit(status.decode(errors="replace"))
    for line in lines:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    sys.exit("an answer without a length")


def hammer(port: int, address: str, seconds: float, connections: int) -> float:
    """Answers a second; goes on until there is one."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    ready = selectors.DefaultSelector()
    for _number in range(connections):
        _register(ready, _Connection(port, request))
    answers, began = 0, time.perf_counter()
    while (now := time.perf_counter()) - began < seconds or not answers:
        for key, _events in ready.select(max(0.1, began + seconds - now)):
            connection: _Connection = key.data
            answers += connection.take()
            if connection.is_closed:
                ready.unregister(key.fileobj)
                _register(ready, connection)
    return answers / (time.perf_counter() - began)


def _register(ready: selectors.BaseSelector, connection: _Connection) -> None:
    connection.open()
    ready.register(connection.stream, selectors.EVENT_READ, connection)


def main(port: str, address: str, seconds: str, connections: str) -> None:
    rate = hammer(int(port), address, float(seconds), int(connections))
    sys.stdout.write(json.dumps(rate))


if __name__ == "__main__":
    main(*sys.argv[1:])
