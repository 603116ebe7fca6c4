"""The listings' part of ``make bench`` at a size that takes a minute: it runs, and its contestants agree."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.databases import databases
from tests.bench.listings import latency, reports
from tests.bench.listings.datasette import is_there
from tests.bench.listings.histories import histories
from tests.bench.listings.latency import Pages
from tests.bench.listings.questions import Kind, Question, kinds
from tests.bench.listings.races import Contestant, Times, race
from tests.bench.listings.section import ListingBench
from tests.bench.listings.shapes import identities, shape
from tests.bench.measuring import Measured

ROWS = 200
CHOICES = {
    "region": [f"43{n:02}00" for n in range(1, 15)],
    "school_level": ["secondary", "higher_vocational", "applied_undergraduate"],
    "organization": [f"owner{n}" for n in range(60)],
    "certificate": [f"certificate{n}" for n in range(125)],
    "certificate_level": ["beginner", "intermediate", "advanced"],
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[ListingBench]:
    run = f"test_{os.getpid()}"
    with databases(os.environ.get("DATABASE_URL", ""), tmp_path, run) as made:
        yield ListingBench(
            databases=made,
            folder=tmp_path,
            say=lambda what: None,
            sizes=[ROWS],
            questions=2,
            seconds=0.2,
            import_rows=30,
            stress_seconds=3,
            stress_rows=20,
        )


def test_the_listings_bench_runs(bench: ListingBench) -> None:
    sections = list(bench.sections())

    assert [section.title.split(" of ")[0].split(" at ")[0] for section in sections] == [
        "Pages",
        "Anonymous pages a second",
        "Export",
        "Upkeep",
        "Writing while reading",
    ]
    contestants = set(bench.pages[ROWS].results["3 filters"])
    reads_our_file = bench.databases.name == "SQLite" and is_there()
    assert (latency.DATASETTE in contestants) == reads_our_file
    assert "GROUP BY" in bench.pages[ROWS].statements
    lines = {line.label: line for section in sections for line in section.lines}
    assert lines[f"CSV, {ROWS} rows"].seconds
    assert lines["after an import of 30"].seconds
    assert lines["answers other than 200"].is_held
    assert json.loads(report.as_json(sections))[0]["notes"]


def test_every_question_is_another_one_and_the_same_in_every_run() -> None:
    asked, again = (kinds(CHOICES, 900_000, 50) for _time in range(2))

    assert asked == again
    for kind in asked:
        if kind.name != "no filter":
            assert len({question.query() for question in kind.questions}) == 50
    three = next(kind for kind in asked if kind.name == "3 filters")
    assert {len(question.filters) for question in three.questions} == {3}
    assert all(len(values) > 1 for q in three.questions for values in q.filters.values())
    assert next(kind for kind in asked if kind.name == "page 10,000").questions[0].page == 10_000


def test_a_register_of_any_size_has_no_line_twice() -> None:
    of = shape(2_000)
    lines = identities(of, 2_000)
    parts = (lines.school, lines.certificate, lines.level, lines.major)

    assert len(set(zip(*(part.tolist() for part in parts), strict=True))) == 2_000
    assert {-1} < set(lines.major.tolist())
    named = lines.major[lines.major >= 0]
    assert (named % 3 == lines.school[lines.major >= 0] % 3).all(), "a major of another level"


def test_hidden_lines_are_the_last_ones() -> None:
    from datetime import date

    decided = list(histories(50, [date(2020, 6, 12)], hidden=4))

    assert all(any(not d.is_void for d in history.decisions) for history in decided[:50])
    assert not any(not d.is_void for history in decided[50:] for d in history.decisions)


def test_a_slow_contestant_answers_fewer_questions() -> None:
    import time

    questions = [Question(page=number) for number in range(20)]
    slow = Contestant("slow", lambda _question: time.sleep(0.02))
    times = race([slow, Contestant("fast", lambda _question: None)], questions, seconds=0.05)

    assert len(times["fast"].taken) == 20
    assert 3 <= len(times["slow"].taken) < 20


def measured(rows: int, ours: float) -> report.Section:
    times = {
        latency.HELLO_BARE: Times([0.001]),
        latency.HELLO_HERE: Times([0.002]),
        latency.OURS: Times([ours]),
        latency.PLAIN_VIEW: Times([0.3]),
    }
    page = Pages([Kind("no filter", 6.0, [Question()])], {"no filter": times}, "SELECT 1")
    return reports.pages(page, Measured({}, {}, None), rows, "SQLite")


def test_a_page_is_held_against_hello_world_and_the_plain_view() -> None:
    lines = {line.label: line.ratio for line in measured(1_000_000, ours=0.009).lines}

    ours, plain = lines["no filter: ours"], lines[f"no filter: {latency.PLAIN_VIEW}"]
    assert ours is not None
    assert plain is not None
    assert (ours.target, ours.is_met) == (6, True)
    assert (plain.target, plain.is_met) == (30, True)


def test_a_small_register_has_no_targets() -> None:
    assert not any(
        line.ratio.target for line in measured(10_000, ours=0.1).lines if line.ratio is not None
    )
