"""A mail server of our own, on a port of this machine, that keeps what it accepts and refuses what it is told to."""

from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Letterbox:
    """``refuse`` answers a recipient with a reply other than 250; ``accepted`` is called with each letter taken,
    before the client hears of it."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.refuse: dict[str, str] = {}
        self.refuse_data: dict[str, str] = {}
        self.hang_up_on: set[str] = set()
        self.accepted: Callable[[str], None] = lambda recipient: None

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        if address in self.hang_up_on:
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        recipient = ",".join(envelope.rcpt_tos)
        if recipient in self.refuse_data:
            return self.refuse_data[recipient]
        letter: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((recipient, letter))
        self.accepted(recipient)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for recipient, letter in self.letters if recipient == address]

    def count(self) -> Counter[str]:
        return Counter(recipient for recipient, _letter in self.letters)

    def once_each(self) -> Counter[str]:
        """As a mailbox shows it that knows a letter by its Message-ID."""
        return Counter(
            recipient for recipient, _id in {(r, m["Message-ID"]) for r, m in self.letters}
        )


def text_of(letter: EmailMessage) -> str:
    part: Any = letter.get_body(("plain",))
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    part: Any = letter.get_body(("html",))
    return str(part.get_content())


class _OnAnyPort(Controller):
    """aiosmtpd looks for itself at the port that it was told, and 0 is none."""

    def _trigger_server(self) -> None:
        self.port = port_of(self)
        super()._trigger_server()


def mail_server(box: Letterbox) -> Controller:
    server = _OnAnyPort(box, hostname="127.0.0.1", port=0)
    server.start()
    return server


def port_of(server: Controller) -> int:
    listening: Any = server.server
    port: int = listening.sockets[0].getsockname()[1]
    return port
