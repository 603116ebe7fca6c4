"""Where tiles lie and how long bars are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.charts.scales import FULL, SHADES, length, shade
from xcms.charts.tiles import TileValue, tile_chart

PLACES = {"north": (1, 0), "west": (0, 1), "east": (2, 1)}


def values(*keys: str) -> list[TileValue]:
    return [TileValue(key, key, number, "") for number, key in enumerate(keys, start=1)]


def positions(*keys: str) -> list[tuple[int, int]]:
    chart = tile_chart(values(*keys), PLACES)
    wide, high = chart.tile_width + 6, chart.tile_height + 6
    return [(tile.x // wide, tile.y // high) for tile in chart.tiles]


def test_tiles_lie_where_their_places_are() -> None:
    assert positions("north", "west", "east") == [(1, 0), (0, 1), (2, 1)]


def test_unknown_tiles_fill_rows_below_the_known_ones() -> None:
    assert positions("a", "north", "b", "east", "c", "d") == [
        *[(0, 2), (1, 0), (1, 2), (2, 1), (2, 2), (0, 3)],
    ]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4)])
def test_tiles_that_are_all_unknown_make_a_square(count: int, columns: int) -> None:
    laid = positions(*(f"{number}" for number in range(count)))
    assert max(column for column, _row in laid) + 1 == columns
    assert len(set(laid)) == count


def test_no_tiles_make_an_empty_chart() -> None:
    chart = tile_chart([], PLACES)
    assert (chart.tiles, chart.width, chart.height) == ((), 0, 0)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_shades_and_lengths_keep_the_order_and_show_what_is_there(a: int, b: int) -> None:
    most = max(a, b)
    for scale, full in ((length, FULL), (shade, SHADES)):
        assert scale(most, most) == (full if most else 0)
        assert (scale(a, most) <= scale(b, most)) or a > b
        assert (scale(a, most) == 0) == (a == 0)


@given(st.integers(1, 10**6))
def test_the_legend_names_the_shades_that_tiles_have(most: int) -> None:
    chart = tile_chart([TileValue("a", "a", most, "")], {})
    for step in chart.legend:
        assert shade(step.least, most) == shade(step.most, most) == step.shade
    assert chart.legend[-1].most == most
    assert chart.legend[0].least == 1
