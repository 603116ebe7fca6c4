"""一 … 九十九."""

_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
#: For patterns: a Chinese numeral of up to three signs.
CHINESE = "[一二三四五六七八九十]{1,3}"


def chinese_number(text: str) -> int | None:
    """1 to 99, None for anything else."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def chinese_numeral(number: int) -> str:
    """1 to 99 as it is written: 三, 十二, 二十."""
    signs = "一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = signs[ones - 1] if ones else ""
    return (("" if tens == 1 else signs[tens - 1]) + "十" + written) if tens else written
