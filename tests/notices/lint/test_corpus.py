"""The lint against sentences with known faults, and against sentences without any."""

import pytest

from tests.notices.lint.corpus import HALVES, cases, report, score


@pytest.mark.parametrize("half", HALVES)
def test_precision_and_recall_hold_over_all_sentences(half: str) -> None:
    result = score(half)

    assert result.precision() >= 0.95, report(half)
    assert result.recall() >= 0.95, report(half)


@pytest.mark.parametrize("half", HALVES)
def test_no_check_alone_cries_wolf_or_sleeps(half: str) -> None:
    result = score(half)

    for code in result.codes:
        assert result.precision(code) >= 0.75, f"{code}\n{report(half)}"
        assert result.recall(code) >= 0.75, f"{code}\n{report(half)}"


def test_the_corpus_is_large_and_its_halves_share_no_sentence() -> None:
    tuning, held_out = ({case.words for case in cases(half)} for half in HALVES)

    assert len(tuning) + len(held_out) >= 120
    assert not tuning & held_out


def test_both_halves_have_enough_sentences_without_a_fault_and_know_every_check() -> None:
    known = [set().union(*(case.expected for case in cases(half))) for half in HALVES]

    for half in HALVES:
        assert sum(not case.expected for case in cases(half)) >= 40
    assert known[0] == known[1]
