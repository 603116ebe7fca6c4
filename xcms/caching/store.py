"""Finished answers in one process's memory."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from threading import Lock
from typing import NamedTuple

from xcms.versions import Versions

#: What an entry weighs beside its texts.
_OVERHEAD = 1024
#: One answer takes no more than this part of the memory.
_SHARE = 16


class Stamp(NamedTuple):
    """Answers of one stamp are all of one content."""

    versions: Versions
    day: date


class KeptAnswer(NamedTuple):
    stamp: Stamp
    headers: tuple[tuple[str, str], ...]
    body: bytes
    edge: bool

    @property
    def size(self) -> int:
        names = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.body) + names + _OVERHEAD


class AnswerStore:
    """The least recently used go first once ``capacity`` bytes are full. Safe to use from several threads."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable, stamp: Stamp) -> KeptAnswer | None:
        """Only an answer of exactly this stamp; any other is dropped."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None:
                return None
            if answer.stamp != stamp:
                self._drop(key)
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: KeptAnswer) -> None:
        if answer.size > self.capacity // _SHARE:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self.capacity:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: Hashable) -> None:
        answer = self._answers.pop(key, None)
        if answer is not None:
            self.size -= answer.size
