"""Whose numbers are private, and what readers see of them."""

import pytest

from notices.lint.persons import without_private_numbers


@pytest.mark.parametrize(
    ("words", "shown_words"),
    [
        ("联系139 0000 0000", "联系139**********"),
        ("１３９００００００００", "１３９********"),
        ("430102199001011234", "430***************"),
        ("43010219900101123X", "430***************"),
        ("0731-85149710", "0731-85149710"),
        ("群号235468629", "群号235468629"),
        ("湘教通〔2020〕1号", "湘教通〔2020〕1号"),
        ("529日", "529日"),
    ],
)
def test_only_private_numbers_are_starred(words: str, shown_words: str) -> None:
    assert without_private_numbers(words) == shown_words
