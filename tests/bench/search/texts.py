"""Notices in made-up Chinese, the same in every run: few words are common and most are rare, as in any language."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

#: Stands in so many of a hundred documents, as does the longer word around it.
COMMON, COMMON_LONG, SHARE = "证书", "技能等级证书", 60
_WORDS = 6_000
_NAMES = ("1+X", "BIM", "Web前端", "2023年", "第三批", "第12期", "HCIA", "新能源汽车")


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    paragraphs: tuple[str, ...]


def texts(count: int) -> Iterator[Text]:
    dice = random.Random(7)  # noqa: S311
    words = vocabulary()
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    for number in range(count):
        is_common = number % 100 < SHARE

        def sentence(length: int) -> str:
            chosen = dice.choices(words, cum_weights=weights, k=length)
            if dice.random() < 0.15:
                chosen[dice.randrange(length)] = dice.choice(_NAMES)
            return "".join(chosen)

        title = f"关于{sentence(5)}的通知"
        if is_common and number % 3 == 0:
            title = f"关于{sentence(2)}{COMMON_LONG}{sentence(2)}的通知"
        paragraphs = [
            "，".join(sentence(dice.randint(3, 7)) for _part in range(dice.randint(4, 10))) + "。"
            for _paragraph in range(dice.randint(3, 7))
        ]
        if is_common:
            paragraphs[0] += f"{sentence(3)}{COMMON_LONG}{sentence(2)}。"
        yield Text(title, tuple(paragraphs))


def vocabulary() -> list[str]:
    """Words of two characters, the common ones first."""
    dice = random.Random(11)  # noqa: S311
    # The 3,755 everyday characters of GB 2312, but those of the word that is counted.
    signs = [
        bytes((0xB0 + row, 0xA1 + cell)).decode("gb2312")
        for row in range(39)
        for cell in range(94)
        if (row, cell) < (39, 89)
    ]
    usual = [sign for sign in signs if sign not in COMMON_LONG]
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        found[dice.choice(usual[:1200]) + dice.choice(usual)] = None
    return list(found)
