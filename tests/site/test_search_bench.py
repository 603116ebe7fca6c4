"""The search part of ``make bench`` at a size that takes a minute: it runs, and its contestants are asked the same."""

import os
from pathlib import Path

from tests.bench.databases import databases
from tests.bench.search.questions import USUAL, questions
from tests.bench.search.section import SearchBench
from tests.bench.search.texts import COMMON, COMMON_LONG, SHARE, texts


def test_the_search_bench_runs(tmp_path: Path) -> None:
    with databases(os.environ.get("DATABASE_URL", ""), tmp_path, f"test_{os.getpid()}") as made:
        bench = SearchBench(
            databases=made, folder=tmp_path, say=lambda what: None, sizes=[300], each=2, saves=2
        )
        (section,) = bench.sections()

    lines = {line.label: line for line in section.lines}
    assert {f"{kind}: ours" for kind in USUAL} < set(lines)
    assert lines["a common word: ours"].note.startswith("180 found;")
    assert not any(line.ratio.target for line in section.lines if line.ratio is not None)


def test_the_common_word_is_in_its_share_of_the_documents() -> None:
    made = ["".join((text.title, *text.paragraphs)) for text in texts(1_000)]

    for word in (COMMON, COMMON_LONG):
        assert sum(word in text for text in made) == 1_000 * SHARE / 100


def test_every_run_asks_the_same() -> None:
    sample = list(texts(50))

    assert questions(sample, 5) == questions(sample, 5)
    assert all(len(asked) == 5 for asked in questions(sample, 5).values())
