"""Changed words are marked in both texts, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from xcms.changed_words import Piece, WordMarker

TEXTS = st.text(alphabet="物流管理初中高级、200元/人 \n<b>x1", max_size=40)


def changed(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_changed]


def test_chinese_is_compared_by_the_character_and_numbers_as_a_whole() -> None:
    old, new = WordMarker()("中级200元/人", "高级300元/人")

    assert changed(old) == ["中", "200"]
    assert changed(new) == ["高", "300"]


@given(TEXTS, TEXTS)
def test_the_pieces_joined_are_the_texts_and_what_is_unchanged_is_the_same(a: str, b: str) -> None:
    old, new = WordMarker()(a, b)

    assert "".join(piece.text for piece in old) == a
    assert "".join(piece.text for piece in new) == b
    kept = ["".join(p.text for p in pieces if not p.is_changed) for pieces in (old, new)]
    assert kept[0] == kept[1]
    assert (a == b) == (not changed(old) and not changed(new))


def test_beyond_its_bound_a_text_is_marked_as_a_whole() -> None:
    old, new = WordMarker(most_work=3)("甲乙丙丁", "甲丙乙丁")
    assert (changed(old), changed(new)) == (["乙丙"], ["丙乙"])

    mark = WordMarker(most_work=1_000)
    for _again in range(50):
        old, new = mark("甲" * 5_000 + "乙", "丙" * 5_000)
        assert changed(old) == ["甲" * 5_000 + "乙"]
