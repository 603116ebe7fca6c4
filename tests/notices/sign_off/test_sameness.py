"""What the editor's scripts put into a text is no change of it."""

import pytest
from wagtail.blocks import RichTextBlock, StreamBlock, TextBlock

from notices.sign_off.sameness import is_same


def stream(*parts: tuple[str, str]) -> object:
    block = StreamBlock([("paragraph", RichTextBlock()), ("cells", TextBlock())])
    return block.to_python(
        [{"type": name, "value": value, "id": f"{len(value)}-{name}"} for name, value in parts]
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("一\n二", "一\r\n二", True),
        (None, "", True),
        ("一", "二", False),
        ({"header_rows": 2}, {"header_rows": "2"}, True),
        ({"header_rows": 2}, {"header_rows": "1"}, False),
        ("<p>一</p>", '<p data-block-key="a1b2">一</p>', True),
        (
            stream(("paragraph", "<p>一</p>"), ("cells", "a\nb")),
            stream(("paragraph", '<p data-block-key="x">一</p>'), ("cells", "a\r\nb")),
            True,
        ),
        (stream(("paragraph", "<p>一</p>")), stream(("paragraph", "<p>二</p>")), False),
        (
            stream(("cells", "一"), ("cells", "二二")),
            stream(("cells", "二二"), ("cells", "一")),
            False,
        ),
        (stream(("cells", "一")), stream(), False),
        (stream(("cells", "<p>一</p>")), stream(("paragraph", "<p>一</p>")), False),
    ],
)
def test_marks_are_no_words(one: object, other: object, same: bool) -> None:
    assert is_same(one, other) is same
