"""Numbers that Word makes by itself are text, or a list where a page would count alike."""

import pytest

from notices.word.reading.numbering import formatted
from tests.notices.word.reading.answers import body
from tests.notices.word_files import numbered, numbering, paragraph


def test_automatic_numbers_are_text_that_is_kept() -> None:
    parts = {
        "add": {
            "word/numbering.xml": numbering(
                ("chineseCountingThousand", "%1、"),
                ("chineseCounting", "（%2）"),
                ("decimal", "%3"),
            )
        }
    }

    found = body(
        numbered("总则")
        + numbered("范围", level=1)
        + numbered("对象", level=1)
        + numbered("附则")
        + numbered("期限", level=1)
        + numbered("另起", key=2),
        **parts,
    )

    assert [text for _kind, text in found] == [
        *("一、总则", "（一）范围", "（二）对象", "二、附则", "（一）期限", "一、另起"),
    ]


def test_lists_stay_lists_where_a_page_shows_the_same_numbers() -> None:
    plain = {"add": {"word/numbering.xml": numbering(("decimal", "%1."), ("bullet", "·"))}}
    xml = numbered("甲") + numbered("乙", level=1) + numbered("丙")
    assert body(xml, **plain) == [
        ("paragraph", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>")
    ]
    # After a paragraph the count goes on, which a list of a page does not.
    assert body(numbered("甲") + paragraph("中间") + numbered("乙"), **plain)[2] == (
        "paragraph",
        "<p>2. 乙</p>",
    )
    bracketed = {"add": {"word/numbering.xml": numbering(("decimal", "（%1）"))}}
    assert body(numbered("甲"), **bracketed) == [("paragraph", "<p>（1）甲</p>")]


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (20, "ideographDigital", "二〇"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (7, "decimalZero", "07"),
        (5, "unheard-of", "5"),
        (99999, "chineseCounting", "99999"),
    ],
)
def test_number_formats(count: int, kind: str, text: str) -> None:
    assert formatted(count, kind) == text
