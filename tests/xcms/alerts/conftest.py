"""A source with things of its own, and a mail server."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest
from wagtail import hooks

from tests.xcms.alerts.letters import Letterbox, mail_server, port_of
from xcms.alerts.sources import AlertItem, AlertSource, UnknownTopicError
from xcms.models import RegisterVersion
from xcms.versions import bump_pages


class Shelf(AlertSource):
    """``things``: topic → key → (title, state). A topic "secret" is not public."""

    key = "shelf"
    label = "书架"

    def __init__(self) -> None:
        self.things: dict[str, dict[str, tuple[str, str]]] = {"a": {}, "b": {}}

    def put(self, topic: str, key: str, title: str, state: str = "1") -> None:
        self.things[topic][key] = (title, state)
        bump_pages()

    def take(self, topic: str, key: str) -> None:
        del self.things[topic][key]
        bump_pages()

    def canonical(self, asked: str) -> str:
        if asked.strip() not in self.things:
            raise UnknownTopicError("没有这个书架。")
        return asked.strip()

    def title(self, topic: str) -> str:
        return f"书架{self.canonical(topic)}"

    def url(self, topic: str) -> str:
        return f"/shelf/{topic}/"

    def fingerprints(self, topic: str) -> Mapping[str, str]:
        return {key: state for key, (_title, state) in self.things[self.canonical(topic)].items()}

    def items(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        here = self.things[self.canonical(topic)]
        return {
            key: AlertItem(title=here[key][0], url=f"/thing/{key}/") for key in keys if key in here
        }


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    with hooks.register_temporarily("register_xcms_alert_sources", lambda: [made]):
        yield made


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    box = Letterbox()
    server = mail_server(box)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_of(server)
    settings.DEFAULT_FROM_EMAIL = "通知 <notices@office.example>"
    yield box
    server.stop()


@pytest.fixture
def _version(db: None) -> None:
    RegisterVersion.objects.get_or_create(id=1)
