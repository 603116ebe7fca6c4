"""How long a page takes: the public list beside hello-world Django, a plain view, raw SQL and Datasette."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.listings import datasette
from tests.bench.listings.by_hand import ByHand
from tests.bench.listings.questions import Kind, Question, kinds
from tests.bench.listings.races import Contestant, Times, race
from tests.bench.listings.servers import Client, free_port, hello_world, running, site
from tests.bench.measuring import MeasurementFailedError

LIST, PLAIN, HELLO = "/registry/approvals/", "/bench/plain/", "/bench/hello/"
OURS, HELLO_HERE, HELLO_BARE = "ours", "hello world, the site's middleware", "hello world, bare"
PLAIN_VIEW, BY_HAND = "plain django-filter view", "raw SQL"
DATASETTE, DATASETTE_JSON = "Datasette, page", "Datasette, JSON"

#: Questions of each kind whose number of lines is compared before the clock runs.
_CHECKED = 2
_COUNT = re.compile(rb'xcms-summary__count">\s*([\d,]+)')

Results = dict[str, dict[str, Times]]


@dataclass(frozen=True, slots=True)
class Pages:
    """``results`` by kind and contestant; ``statements`` are the plain view's for three filters."""

    kinds: Sequence[Kind]
    results: Results
    statements: str


def measure_pages(database_url: str, folder: Path, *, questions: int, seconds: float) -> Pages:
    """``seconds`` for each contestant and kind of question. Raises MeasurementFailedError when they disagree."""
    with _contestants(database_url, folder) as (contestants, ours, by_hand):
        count = by_hand.answer(Question())
        asked = kinds(by_hand.choices(), count, questions)
        for kind in asked:
            for question in kind.questions[:_CHECKED]:
                _compare(contestants, question)
        results = {kind.name: race(contestants, kind.questions, seconds=seconds) for kind in asked}
        example = next(kind for kind in asked if kind.name == "3 filters").questions[0]
        shown = ours.get(f"{PLAIN}?{example.query(show_sql='1')}")
        return Pages(asked, results, shown.decode())


@contextmanager
def _contestants(
    database_url: str, folder: Path
) -> Iterator[tuple[list[Contestant], Client, ByHand]]:
    with ExitStack() as stack:
        ours = Client(stack.enter_context(site(database_url, folder)))
        bare = Client(stack.enter_context(hello_world()))
        by_hand = ByHand(database_url)
        stack.callback(by_hand.close)
        contestants = [
            Contestant(HELLO_BARE, lambda _question: bare.get(HELLO)),
            Contestant(HELLO_HERE, lambda _question: ours.get(HELLO)),
            Contestant(
                OURS,
                lambda question: ours.get(f"{LIST}?{question.query()}"),
                lambda question: int(
                    json.loads(ours.get(f"{LIST}?{question.query(format='json')}"))["count"]
                ),
            ),
            Contestant(
                PLAIN_VIEW,
                lambda question: ours.get(f"{PLAIN}?{question.query()}"),
                lambda question: _counted(ours.get(f"{PLAIN}?{question.query()}")),
            ),
            Contestant(BY_HAND, by_hand.answer, by_hand.answer),
        ]
        if database_url.startswith("sqlite") and datasette.is_there():
            port = free_port()
            file = datasette.take_rows(database_url, folder)
            theirs = Client(stack.enter_context(running(datasette.command(file, port), port)))
            contestants += [
                Contestant(DATASETTE, lambda question: theirs.get(datasette.address(question))),
                Contestant(
                    DATASETTE_JSON,
                    lambda question: theirs.get(datasette.address(question, ".json")),
                    lambda question: datasette.count(
                        theirs.get(datasette.address(question, ".json"))
                    ),
                ),
            ]
        yield contestants, ours, by_hand


def _counted(page: bytes) -> int:
    found = _COUNT.search(page)
    if found is None:
        raise MeasurementFailedError("the plain view's page has no count")
    return int(found[1].replace(b",", b""))


def _compare(contestants: Sequence[Contestant], question: Question) -> None:
    counts = {c.name: c.count(question) for c in contestants if c.count is not None}
    if len(set(counts.values())) != 1:
        raise MeasurementFailedError(f"?{question.query()} finds different numbers: {counts}")
