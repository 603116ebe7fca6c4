"""What a text says of itself: letterhead, number, title, addressee, signature, date."""

import pytest

from tests.notices.word.reading.answers import blocks, proposals, read, remarks
from tests.notices.word_files import CENTRE, RIGHT, document_with, paragraph


def test_letterhead_number_and_title_are_told_apart() -> None:
    data = document_with(
        paragraph("湖南省教育厅文件", CENTRE)
        + paragraph("湘教通〔2020〕1号", CENTRE)
        + paragraph("关于开展试点工作的", CENTRE)
        + paragraph("通 知", CENTRE)
        + paragraph("各市州教育局：")
        + paragraph("请遵照执行。")
        + paragraph("湖南省教育厅", RIGHT)
        + paragraph("二〇二〇年五月二十一日", RIGHT)
    )

    assert proposals(data) == {
        "document_number": "湘教通〔2020〕1号",
        "title": "关于开展试点工作的通知",
        "addressed_to": "各市州教育局",
        "issuing_body": "湖南省教育厅",
        "dated": "2020-05-21",
    }
    kept = [one["text"] for one in read(data)["blocks"] if not one.get("role")]
    assert kept == ["湖南省教育厅文件", "请遵照执行。"]


@pytest.mark.parametrize(
    ("xml", "remark"),
    [
        (
            paragraph("某厅") + paragraph("2020年5月1日") + paragraph("2020年6月1日"),
            "dates_ambiguous",
        ),
        (paragraph("某厅") + paragraph("2020年2月30日"), "date_impossible"),
    ],
)
def test_a_date_that_is_not_certain_is_not_proposed(xml: str, remark: str) -> None:
    data = document_with(paragraph("正文。") + xml)

    assert not {"dated", "issuing_body"} & set(proposals(data))
    assert remark in {kind for kind, _text in remarks(data)}
    assert "2020年" in "".join(text for _kind, text in blocks(data))


def test_running_text_is_no_title_and_no_signature() -> None:
    data = document_with(
        paragraph("这是一段普通的文字。")
        + paragraph("下列材料请于日内报送：")
        + paragraph("材料一。")
    )

    assert proposals(data) == {}


def test_a_signature_with_text_behind_it_is_proposed_and_not_ticked() -> None:
    data = document_with(
        paragraph("正文。")
        + paragraph("湖南省教育厅", RIGHT)
        + paragraph("2020年5月21日", RIGHT)
        + paragraph("附件1的内容从这里开始，不是旁注。" * 2)
        + paragraph("更多的正文。")
    )

    found = {one["field"]: one["is_sure"] for one in read(data)["proposals"]}
    assert found == {"issuing_body": False, "dated": False}
