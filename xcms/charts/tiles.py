"""A tile grid: one square for each place, laid roughly where it lies. No outline, so no map in the law's sense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt

from xcms.charts.scales import SHADES, shade

Place = tuple[int, int]

_WIDTH, _HEIGHT, _GAP = 100, 76, 6
#: Numbers of more digits are written smaller.
_DIGITS = 7


@dataclass(frozen=True, slots=True)
class TileValue:
    """``key`` says where the tile goes. A tile without a ``url`` is no link."""

    key: str
    label: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: int
    url: str
    shade: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + _WIDTH // 2

    @property
    def label_y(self) -> int:
        return self.y + 31

    @property
    def value_y(self) -> int:
        return self.y + 58

    @property
    def is_long(self) -> bool:
        return len(str(self.value)) > _DIGITS


@dataclass(frozen=True, slots=True)
class ShadeStep:
    """A step of the legend: the whole numbers from ``least`` to ``most``."""

    shade: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class TileChart:
    """``width`` and ``height`` leave room for the tiles' outlines, a unit on each side."""

    tiles: Sequence[Tile]
    width: int
    height: int
    tile_width: int
    tile_height: int
    legend: Sequence[ShadeStep]


def tile_chart(values: Sequence[TileValue], places: Mapping[str, Place]) -> TileChart:
    """Tiles at their (column, row); those without a place of their own fill rows below, in the given order."""
    if not values:
        return TileChart((), 0, 0, _WIDTH, _HEIGHT, ())
    laid = _laid([one.key for one in values], places)
    most = max(one.value for one in values)
    tiles = [
        Tile(
            label=one.label,
            value=one.value,
            url=one.url,
            shade=shade(one.value, most),
            x=column * (_WIDTH + _GAP),
            y=row * (_HEIGHT + _GAP),
        )
        for one, (column, row) in zip(values, laid, strict=True)
    ]
    return TileChart(
        tiles=tiles,
        width=max(tile.x for tile in tiles) + _WIDTH + 2,
        height=max(tile.y for tile in tiles) + _HEIGHT + 2,
        tile_width=_WIDTH,
        tile_height=_HEIGHT,
        legend=_legend(most),
    )


def _laid(keys: Sequence[str], places: Mapping[str, Place]) -> list[Place]:
    known = [places[key] for key in keys if key in places]
    first_free = max((row for _column, row in known), default=-1) + 1
    columns = max((column for column, _row in known), default=isqrt(max(0, len(keys) - 1))) + 1
    laid, flowing = [], 0
    for key in keys:
        if key in places:
            laid.append(places[key])
            continue
        laid.append((flowing % columns, first_free + flowing // columns))
        flowing += 1
    return laid


def _legend(most: int) -> list[ShadeStep]:
    """Only steps that a whole number can reach."""
    steps = [
        ShadeStep(step, most * (step - 1) // SHADES + 1, most * step // SHADES)
        for step in range(1, SHADES + 1)
    ]
    return [step for step in steps if step.least <= step.most]
