"""Counts what is searched for, without a word about who searches, and without writing in a visitor's request.

A process counts in memory; a thread of its own writes the sums down every so often, with its own connection, and
once more when the process ends. A process that is killed loses at most that much.
"""

import atexit
import logging
import os
import re
from collections import Counter
from datetime import date, timedelta
from threading import Event, Lock, Thread

from django.db import DatabaseError, connections, transaction
from django.db.models import F

from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.models import SearchedTerm
from xcms.search.words import folded

logger = logging.getLogger(__name__)

LONGEST_TERM = 100
#: More different terms are not held in memory between two times of writing.
MOST_TERMS = 2000
#: A phone number, an identity card, a QQ number: whatever has so many digits together is nobody's search term.
_NUMBER = re.compile(r"\d(?:[\s\-.()+]*\d){6}")


def countable(text: str) -> str:
    """The question as it is counted; "" for what may be a person's number or address, and for what is too long."""
    term = folded(text)
    if len(term) > LONGEST_TERM or "@" in term or _NUMBER.search(term):
        return ""
    return term


class SearchCounter:
    """Safe to use from several threads, and begins anew in a forked process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wake = Event()
        self._thread: Thread | None = None
        self._pid = 0
        self._searches: Counter[tuple[date, str]] = Counter()
        self._without_hits: Counter[tuple[date, str]] = Counter()

    def note(self, text: str, *, has_hits: bool, day: date) -> None:
        """Somebody has searched for this. Writes nothing now."""
        seconds = setting("SEARCH_COUNT_SECONDS")
        if not seconds or not (term := countable(text)):
            return
        self._run(seconds)
        key = (day, term)
        with self._lock:
            if key not in self._searches and len(self._searches) >= MOST_TERMS:
                return
            self._searches[key] += 1
            if not has_hits:
                self._without_hits[key] += 1

    def flush(self) -> int:
        """Write down what has been counted; how many terms. Where the database fails it is tried again later."""
        with self._lock:
            searches, without_hits = self._searches, self._without_hits
            self._searches, self._without_hits = Counter(), Counter()
        if not searches:
            return 0
        try:
            _add(searches, without_hits)
        except DatabaseError:
            logger.warning("What was searched for can't be written down now.", exc_info=True)
            with self._lock:
                if len(self._searches) < MOST_TERMS:
                    self._searches.update(searches)
                    self._without_hits.update(without_hits)
            return 0
        return len(searches)

    def forget(self) -> None:
        with self._lock:
            self._searches, self._without_hits = Counter(), Counter()

    def _run(self, seconds: float) -> None:
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid == os.getpid():
                return
            if self._pid:
                # Forked: what the parent has counted is the parent's to write.
                self._searches, self._without_hits = Counter(), Counter()
            self._pid = os.getpid()
        self._wake = Event()
        self._thread = Thread(
            target=self._write_on, args=(seconds,), name="xcms-search-counts", daemon=True
        )
        self._thread.start()
        atexit.register(self._write_last, self._pid)

    def _write_on(self, seconds: float) -> None:
        purged_on: date | None = None
        while not self._wake.wait(seconds):
            self.flush()
            if purged_on != (purged_on := shanghai_today()):
                purge_old_terms()
            # Not held between two times: servers count their connections.
            connections.close_all()

    def _write_last(self, pid: int) -> None:
        if pid == os.getpid():
            self._wake.set()
            self.flush()


counter = SearchCounter()


def _add(searches: Counter[tuple[date, str]], without_hits: Counter[tuple[date, str]]) -> None:
    """Sums of several processes meet in one row: made empty first, then added to."""
    with transaction.atomic():
        SearchedTerm.objects.bulk_create(
            [SearchedTerm(day=day, term=term) for day, term in searches],
            ignore_conflicts=True,
            batch_size=500,
        )
        # In one order, so that two processes never wait for each other in a ring.
        for day, term in sorted(searches):
            SearchedTerm.objects.filter(day=day, term=term).update(
                searches=F("searches") + searches[day, term],
                without_hits=F("without_hits") + without_hits[day, term],
            )


def purge_old_terms() -> int:
    """Terms of days that are past keeping go; how many rows."""
    oldest = shanghai_today() - timedelta(days=setting("SEARCH_KEEP_DAYS"))
    return SearchedTerm.objects.filter(day__lt=oldest).delete()[0]
