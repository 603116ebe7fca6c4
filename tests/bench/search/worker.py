"""What one process measures on a site of many notices, with the backend that its settings name."""

import random
import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from wagtail.models import Page

from notices.models import NoticePage
from tests.bench.measuring import Clock
from tests.bench.search.questions import USUAL, questions
from tests.bench.search.texts import COMMON, COMMON_LONG, texts

_ROWS = 20
_SAMPLE = 3_000
#: A contestant that is slow is asked no more after so many seconds with one kind of question.
_PATIENCE = 8.0


def index(clock: Clock, *, again: bool = False) -> None:
    """From nothing, then again with nothing to do."""
    with clock.part("index again" if again else "index"):
        call_command("update_index", verbosity=0)
    # As PostgreSQL does by itself after some time.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def search(clock: Clock, *, each: int, icontains: bool) -> None:
    """A page view after each question, so that whatever the machine does meets both."""
    asked = questions(list(islice(texts(_SAMPLE), _SAMPLE)), each)
    asked |= {"common word": [COMMON] * 5, "common long word": [COMMON_LONG] * 5}
    client, dice = Client(), random.Random(3)  # noqa: S311
    highest = NoticePage.objects.order_by("-pk").values_list("pk", flat=True)[0]
    total = NoticePage.objects.count()
    views: list[float] = []
    usual: dict[str, list[float]] = {}
    for kind, texts_ in asked.items():
        taken: dict[str, list[float]] = {}
        for text in texts_:
            _timed(taken, "page", _page, text)
            _timed(taken, "counted up", _counted_up, text)
            if icontains:
                _timed(taken, "icontains", _icontains, text)
            address = _address(highest - dice.randrange(total))
            began = time.perf_counter()
            if client.get(address).status_code != 200:
                raise AssertionError(f"{address} is not there")
            views.append(time.perf_counter() - began)
        for way, seconds in taken.items():
            clock.seconds[f"{kind}: {way}"] = median(seconds)
            if kind in USUAL:
                usual.setdefault(way, []).extend(seconds)
    for way, seconds in usual.items():
        clock.seconds[f"usual: {way}"] = median(seconds)
    clock.seconds["page view"] = median(views[5:])
    clock.counts["common word"] = Page.objects.live().search(COMMON).count()


def _timed(
    taken: dict[str, list[float]], way: str, ask: Callable[[str], object], text: str
) -> None:
    so_far = taken.setdefault(way, [])
    if sum(so_far) < _PATIENCE:
        began = time.perf_counter()
        ask(text)
        so_far.append(time.perf_counter() - began)


def _address(pk: int) -> str:
    return str(Page.objects.get(pk=pk).url)


def _found(text: str) -> Any:
    return Page.objects.live().search(text)


def _page(text: str) -> None:
    found = _found(text)
    list(found[:_ROWS])
    found.count()


def _counted_up(text: str) -> None:
    found = _found(text)
    list(found[:_ROWS])
    if hasattr(found, "count_up_to"):
        found.count_up_to(1_000)


def _icontains(text: str) -> None:
    found = NoticePage.objects.live().order_by("-first_published_at")
    for word in text.split():
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word)
        )
    list(found[:_ROWS])
    found.count()


def save(clock: Clock, *, times: int) -> None:
    """A page is saved as an editor's change: the whole of it, and its index alone."""
    from modelsearch.backends import get_search_backend

    backend = get_search_backend()
    whole, alone = [], []
    for number, page in enumerate(NoticePage.objects.order_by("pk")[100 : 100 + times]):
        page.title += f"（{number}）"
        began = time.perf_counter()
        page.save()
        whole.append(time.perf_counter() - began)
        page.title += "。修订"
        began = time.perf_counter()
        backend.add(page)
        alone.append(time.perf_counter() - began)
    clock.seconds["save"] = median(whole)
    clock.seconds["save, index alone"] = median(alone)


def size(clock: Clock) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'wagtailsearch_indexentry%%'"
            )
        else:
            cursor.execute("SELECT pg_total_relation_size('wagtailsearch_indexentry')")
        clock.counts["size"] = int(cursor.fetchone()[0])
