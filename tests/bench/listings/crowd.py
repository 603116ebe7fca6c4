"""Who writes and who reads while the register is under stress; each function is a process of its own."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.bench.listings.latency import LIST
from tests.bench.listings.writing import import_sheet, undo_import
from tests.bench.measuring import Clock
from tests.registry.views.one_version import QUESTIONS, Committed, Seen, Writer, mixed, read
from xcms.days import shanghai_today

READERS = 16
_COMMITS_PER_IMPORT = 25
_END = "end"
#: How many of the readers' questions are looked into; of the others only the status counts.
_LOOKED_INTO = 0.7
_OTHERS = (
    LIST,
    f"{LIST}?region=430100&region=430200&school_level=secondary",
    f"{LIST}?q=12&page=2",
    f"{LIST}?page=9999",
    "/registry/schools/4199999999/",
    "/registry/schools/",
    "/registry/certificates/?q=1",
)


def write_for(clock: Clock, *, seconds: float, path: str, sheet: str) -> None:
    """Commits sets of decisions one after the other, and writes down what each made true; in between it imports
    the sheet and undoes that. One after the other: an import is refused when the register moved under it."""
    writer = Writer(shanghai_today())
    # Readers start after the first commit, and somebody must still write when they end.
    end = time.monotonic() + seconds + 3
    clock.counts |= {"commits": 0, "imports": 0}
    with Path(path).open("w", encoding="utf-8") as file:
        while time.monotonic() < end:
            file.write(writer.commit().as_json() + "\n")
            file.flush()
            clock.counts["commits"] += 1
            if clock.counts["commits"] % _COMMITS_PER_IMPORT == 0:
                imported = Clock()
                import_sheet(imported, path=sheet)
                undo_import(Clock(), run=imported.counts["run"])
                clock.counts["imports"] += 1
        file.write(_END)


def read_for(clock: Clock, *, seconds: float, port: int, path: str) -> None:
    """Sixteen readers; then each answer is held against what the writer wrote down. ``mixed.txt`` beside it
    says what was wrong."""
    readers = [_Reader(number, port, time.monotonic() + seconds) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    seen = [answer for reader in readers for answer in reader.found.seen]
    statuses = sum((reader.found.statuses for reader in readers), Counter[int]())
    history = list(_history(Path(path)))
    complaints = [complaint for answer in seen for complaint in mixed(answer, history)]
    Path(path).with_name("mixed.txt").write_text("\n".join(complaints), encoding="utf-8")
    clock.counts |= {
        "answers": statuses.total(),
        "errors": statuses.total() - statuses[200],
        "versions": len({answer.version for answer in seen}),
        "mixed": len(complaints),
    }
    clock.seconds["slowest"] = max(reader.found.slowest for reader in readers)


@dataclass(slots=True)
class _Found:
    seen: list[Seen] = field(default_factory=list)
    #: 0: no answer at all.
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0


class _Reader(threading.Thread):
    def __init__(self, number: int, port: int, end: float) -> None:
        super().__init__(daemon=True)
        self.found = _Found()
        self._dice = random.Random(number)  # noqa: S311
        start = number % len(QUESTIONS)
        self._questions = cycle((*QUESTIONS[start:], *QUESTIONS[:start]))
        self._server = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._end = end

    def run(self) -> None:
        while (began := time.monotonic()) < self._end:
            self.found.statuses[self._ask()] += 1
            self.found.slowest = max(self.found.slowest, time.monotonic() - began)
        self._server.close()

    def _ask(self) -> int:
        is_looked_into = self._dice.random() < _LOOKED_INTO
        question = next(self._questions) if is_looked_into else None
        try:
            self._server.request(
                "GET", question.address if question else self._dice.choice(_OTHERS)
            )
            answer = self._server.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            # A connection that the server cut off is an answer that a visitor did not get.
            self._server.close()
            return 0
        if question and answer.status == 200:
            version = answer.headers["X-Register-Version"]
            self.found.seen.append(read(question, version, body))
        return answer.status


def _history(path: Path) -> Iterator[Committed]:
    while not (lines := path.read_text(encoding="utf-8").splitlines()) or lines[-1] != _END:
        time.sleep(0.2)
    yield from map(Committed.from_json, lines[:-1])
