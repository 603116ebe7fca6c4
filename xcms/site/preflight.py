"""``python preflight.py HOST PORT``: one sentence and status 1 if the demo could not listen there.

Runs before anything is installed, so standard library only.
"""

import errno
import socket
import sys

_REASONS = {
    errno.EADDRINUSE: (
        "端口 {port} 已被占用，请换一个，例如：make demo PORT={other}。"
        " Port {port} is already in use; choose another, e.g. make demo PORT={other}."
    ),
    errno.EACCES: (
        "没有权限使用端口 {port}，请换一个 1024 以上的端口，例如：make demo PORT={other}。"
        " Not allowed to use port {port}; choose one above 1024, e.g. make demo PORT={other}."
    ),
}
_NOT_OURS = (
    "本机没有地址 {host}，请检查 HOST，例如：make demo HOST=127.0.0.1。"
    " This machine has no address {host}; check HOST, e.g. make demo HOST=127.0.0.1."
)
_NO_PORT = (
    "PORT 应为 1 至 65535 的整数，收到“{port}”。"
    " PORT must be a whole number from 1 to 65535, not '{port}'."
)


def refusal(host: str, port: str) -> str | None:
    """Why nothing can listen on ``host:port``; None if something can."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        return _NO_PORT.format(port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: a port whose last connections are still closing is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except (OSError, UnicodeError) as error:
        reason = _REASONS.get(getattr(error, "errno", None) or 0, _NOT_OURS)
        other = int(port) + 1 if 1024 < int(port) < 65535 else 8000
        return reason.format(host=host, port=port, other=other)
    return None


if __name__ == "__main__":
    if sentence := refusal(*sys.argv[1:3]):
        sys.exit(sentence)
