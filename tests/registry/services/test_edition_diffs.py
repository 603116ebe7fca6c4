"""How two lists differ, whatever their rows."""

from hypothesis import given
from hypothesis import strategies as st

from registry.services.edition_diffs import COMPARED, EditionDiff, ListedRow, compare_rows

CELLS = st.lists(st.sampled_from(["", "甲", "乙"]), min_size=len(COMPARED), max_size=len(COMPARED))
LISTS = st.dictionaries(st.integers(1, 8), st.tuples(CELLS, st.integers(1, 99))).map(
    lambda found: {
        key: ListedRow(key, position, tuple(cells)) for key, (cells, position) in found.items()
    }
)


def texts(rows: dict[int, ListedRow]) -> dict[int, tuple[str, ...]]:
    return {key: row.cells for key, row in rows.items()}


@given(LISTS, LISTS)
def test_a_diff_applied_to_the_older_list_gives_the_newer(
    a: dict[int, ListedRow], b: dict[int, ListedRow]
) -> None:
    diff = compare_rows(a, b)

    result = texts(a)
    for row in diff.removed:
        del result[row.key]
    for change in diff.changed:
        assert result[change.before.key] == change.before.cells
        result[change.after.key] = change.after.cells
    for row in diff.added:
        assert row.key not in result
        result[row.key] = row.cells
    assert result == texts(b)


@given(LISTS, LISTS)
def test_the_mirror_of_a_diff_is_the_diff_the_other_way(
    a: dict[int, ListedRow], b: dict[int, ListedRow]
) -> None:
    there, back = compare_rows(a, b), compare_rows(b, a)

    assert there.added == back.removed
    assert there.removed == back.added
    assert {(c.before, c.after) for c in there.changed} == {
        (c.after, c.before) for c in back.changed
    }


@given(LISTS)
def test_a_list_does_not_differ_from_itself_in_another_order(a: dict[int, ListedRow]) -> None:
    moved = {
        key: ListedRow(key, position, row.cells)
        for position, (key, row) in enumerate(reversed(a.items()), start=1)
    }

    assert compare_rows(a, moved) == EditionDiff()
    assert not compare_rows(a, moved)
