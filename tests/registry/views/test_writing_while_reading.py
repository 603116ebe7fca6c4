"""Writing while reading: every answer is of one version, the one that it names; nobody meets an error."""

import http.client
import threading
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.registry.views.one_version import (
    QUESTIONS,
    Committed,
    Seen,
    Writer,
    mixed,
    read,
)
from xcms.days import shanghai_today
from xcms.versions import current_version

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS, READERS = 4.0, 5
MOST_SECONDS = 45


@pytest.fixture
def writer(wagtail_root: Any) -> Writer:
    return Writer(shanghai_today())


def history_of(writer: Writer, commits: int = 1) -> list[Committed]:
    return [writer.commit() for _commit in range(commits)]


def ask(server: http.client.HTTPConnection, question: Any) -> Seen:
    server.request("GET", question.address)
    answer = server.getresponse()
    body = answer.read()
    assert answer.status == 200, (question, answer.status)
    return read(question, answer.headers["X-Register-Version"], body)


def test_no_answer_mixes_two_versions(live_server: Any, writer: Writer) -> None:
    history = history_of(writer)
    seen: list[Seen] = []
    failures: list[BaseException] = []
    begun = time.monotonic()

    def goes_on() -> bool:
        """On a machine that is busy with other tests the first commit may take its time."""
        passed = time.monotonic() - begun
        versions = {answer.version for answer in seen}
        return not failures and (passed < SECONDS or (len(versions) < 2 and passed < MOST_SECONDS))

    def until_the_end(step: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                while goes_on():
                    step()
            except BaseException as failure:
                failures.append(failure)
                raise
            finally:
                connection.close()

        return run

    def reader(number: int) -> Callable[[], None]:
        server = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)
        questions = cycle((*QUESTIONS[number:], *QUESTIONS[:number]))
        return lambda: seen.append(ask(server, next(questions)))

    threads = [
        threading.Thread(target=until_the_end(step))
        for step in (
            lambda: history.append(writer.commit()),
            *(reader(number) for number in range(READERS)),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(MOST_SECONDS + 30)

    assert not failures
    assert len({answer.version for answer in seen}) > 1, "nothing was written meanwhile"
    assert [complaint for answer in seen for complaint in mixed(answer, history)] == []


def test_every_format_says_what_was_committed(live_server: Any, writer: Writer) -> None:
    history = history_of(writer, 3)
    server = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)

    seen = [ask(server, question) for question in QUESTIONS]

    assert {answer.version for answer in seen} == {current_version()} == {history[-1].version}
    assert [complaint for answer in seen for complaint in mixed(answer, history)] == []
    page = next(answer for answer in seen if answer.question.format == "html")
    assert None not in (page.count, page.total)


def test_the_check_sees_a_number_of_another_version(live_server: Any, writer: Writer) -> None:
    before, after = history_of(writer, 2)
    server = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)

    for question in islice(QUESTIONS, 0, None, 2):
        answer = ask(server, question)
        assert mixed(answer, [before, after]) == []
        # The same numbers under the version before.
        assert mixed(answer, [before, Committed(after.version, before.lines)])
