"""From a figure to what the eye compares: a length, a shade."""

#: A bar's full length, in units of its drawing.
FULL = 1000

#: Shades of a tile, the palest for the smallest; 0 is for nothing.
SHADES = 5


def length(value: int, most: int) -> int:
    """Of a bar, the longest being ``FULL``; what is not nothing stays visible."""
    if value <= 0 or most <= 0:
        return 0
    return max(4, value * FULL // most)


def shade(value: int, most: int) -> int:
    """0 for nothing, then 1 to ``SHADES`` in equal steps up to the most."""
    if value <= 0 or most <= 0:
        return 0
    return min(SHADES, -(-value * SHADES // most))
