"""Texts as offices type them and spreadsheets mangle them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

_AWKWARD = (
    "",
    "=1+1",
    "'=1+1",
    "''",
    "＝甲",
    "+86 731",
    "-甲",
    "@甲",
    "007",
    "００７",
    "1e5",
    "60.0",
    "2020-06-12",
    "44000",
    "NA",
    "nan",
    "TRUE",
    "#N/A",
    "“引号”,逗号;分号\t制表",
    'he said "=x"',
    "第一行\n第二行",
    "第一行\r\n\r\n=第三行",
    "  两边  空白　",
    "_x000A_甲",
    "甲、乙；丙/丁",
    "（甲）〔乙〕(丙)",
    "ＡＢＣａｂｃ",
    "合计",
    "注：见说明",
    "123456789012345678",
    "𠮷野家",
    "e\u0301",
    "\u200b甲\u00a0乙",
    "<b>&amp;</b>",
    "%(x)s {0} \\n",
)
_ALPHABET = "甲乙aZ09０９Ａ=＝+-@'\"“”,，;；、.。:：/\\|()（）_x \u3000\n\t%&<>#"

odd_text = st.one_of(st.sampled_from(_AWKWARD), st.text(_ALPHABET, max_size=12))

#: Few examples, since each fills a register; the database is the fixture of them all.
few_examples = settings(
    max_examples=10,
    deadline=None,
    # Shrinking what fills a register takes minutes and says little more.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Each example begins with the database as the test found it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
