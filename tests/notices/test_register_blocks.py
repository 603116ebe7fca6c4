"""Statistics and lists inside a notice."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notices.register_blocks import CollectionBlock, StatisticsBlock
from registry.enums import Measure, StatisticsBy
from tests.factories import ApprovalFactory, CertificateFactory, SchoolFactory, grant, region
from tests.notices.pages import make_notice
from tests.registry.services.approval_index.test_holder import in_another_thread, index_now
from tests.registry.views.answers import answer
from xcms.versions import register_read

pytestmark = pytest.mark.django_db


def statistics(**values: Any) -> tuple[str, Any]:
    return "statistics", {
        "title": "",
        "by": "region",
        "measure": "lines",
        "saved_filter": "",
        **values,
    }


def rows_of(**values: Any) -> tuple[str, Any]:
    return "collection", {
        "title": "长沙的资格",
        "register": "approvals",
        "saved_filter": "",
        "columns": [],
        "rows": 10,
        **values,
    }


@pytest.fixture
def line(wagtail_root: Any) -> Any:
    school = SchoolFactory(name="长沙民政职业技术学院", region=region("430100"))
    return grant(40, school=school, certificate=CertificateFactory(name="物流管理"))


def test_a_statistics_block_shows_tiles_and_table_with_links(
    client: Client, section: Any, line: Any
) -> None:
    text = answer(client, make_notice(section, body=[statistics(measure="quota")]).url)
    assert "<title>长沙：40</title>" in text
    assert 'href="/registry/approvals/?region=430100"' in text
    assert "<h2>按市州</h2>" in text
    assert "xcms/charts.css" in text
    assert " style=" not in text.partition("<main")[2]


def test_a_statistics_block_keeps_to_its_filter(client: Client, section: Any, line: Any) -> None:
    grant(
        school=SchoolFactory(region=region("430200")),
        certificate=CertificateFactory(name="老年照护"),
    )
    block = statistics(by="certificate", saved_filter="region=430100", title="长沙的证书")
    text = answer(client, make_notice(section, body=[block]).url)
    assert "<h2>长沙的证书</h2>" in text
    assert "物流管理" in text
    assert "老年照护" not in text
    assert "市州：长沙市" in text


@pytest.mark.parametrize("by", list(StatisticsBy))
@pytest.mark.parametrize("measure", [Measure.LINES, Measure.QUOTA])
def test_every_figure_is_there_as_a_block(
    client: Client, section: Any, line: Any, by: str, measure: str
) -> None:
    notice = make_notice(section, body=[statistics(by=by, measure=measure)])
    assert f"<h2>{StatisticsBy(by).label}</h2>" in answer(client, notice.url)


def test_a_list_block_shows_the_first_rows_and_the_way_to_all(
    client: Client, section: Any, line: Any
) -> None:
    for _each in range(3):
        grant(school=line.school)
    block = rows_of(rows=2, saved_filter="region=430100", columns=["approvals:quota"])
    # What the page is asked for is not the block's affair.
    text = answer(
        client, f"{make_notice(section, body=[block]).url}?q=nothing&page=2&region=430200"
    )
    block_text = text.partition("长沙的资格</h2>")[2]
    assert block_text.count('<th scope="row"') == 2
    assert 'href="/registry/approvals/?region=430100"' in block_text
    assert "全部 4 条" in block_text
    assert "<td" in block_text
    assert "物流管理" not in block_text.partition("</table>")[0]


def test_blocks_whose_filter_no_longer_holds_say_so_and_show_nothing(
    client: Client, section: Any, line: Any
) -> None:
    for saved in ("region=999999", "planet=mars"):
        notice = make_notice(
            section,
            slug=saved.partition("=")[0],
            body=[statistics(saved_filter=saved), rows_of(saved_filter=saved)],
        )
        text = answer(client, notice.url)
        assert text.count("没有显示任何记录") == 2
        assert "物流管理" not in text
        assert "<table" not in text


def test_blocks_show_only_what_is_public(client: Client, section: Any, line: Any) -> None:
    ApprovalFactory(certificate=CertificateFactory(name="秘密证书"))
    blocks = [
        statistics(by="certificate"),
        *(rows_of(register=name) for name in ("approvals", "certificates", "organizations")),
    ]
    assert "秘密" not in answer(client, make_notice(section, body=blocks).url)


def test_demo_lines_mark_the_blocks(client: Client, section: Any) -> None:
    grant(is_demo=True)
    for slug, block in (("a", statistics()), ("b", rows_of())):
        text = answer(client, make_notice(section, slug=slug, body=[block]).url)
        assert '<strong class="xcms-demo">演示数据</strong>' in text


def test_a_pasted_address_is_kept_as_its_filter() -> None:
    block = StatisticsBlock()
    given = block.to_python(
        statistics()[1]
        | {"saved_filter": "https://x.cn/registry/approvals/?page=3&region=430100&sort=quota"}
    )
    assert block.clean(given)["saved_filter"] == "region=430100"


@pytest.mark.parametrize("saved", ["region=1", "planet=mars", "hello", "/registry/schools/"])
def test_a_filter_that_the_list_does_not_understand_is_refused_with_a_sentence(saved: str) -> None:
    for block, value in ((StatisticsBlock(), statistics()[1]), (CollectionBlock(), rows_of()[1])):
        with pytest.raises(ValidationError) as refused:
            block.clean(block.to_python(value | {"saved_filter": saved}))
        assert refused.value.block_errors["saved_filter"].messages


def test_a_notice_with_blocks_costs_the_same_whatever_they_find(
    client: Client, section: Any, line: Any
) -> None:
    notice = make_notice(section, body=[statistics(), rows_of(rows=50)])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer(client, notice.url)
        return len(captured)

    answer(client, notice.url)
    few = queries()
    for _each in range(12):
        grant()
    assert queries() == few


def test_a_draft_that_leaves_everything_open_can_be_looked_at(
    client: Client, section: Any, line: Any
) -> None:
    blocks = [
        statistics(by="", measure="", saved_filter=None),
        rows_of(register="", rows=None, title="", saved_filter=None, columns=None),
    ]
    assert "物流管理" in answer(client, make_notice(section, body=blocks).url)
    for block, value in ((StatisticsBlock(), blocks[0][1]), (CollectionBlock(), blocks[1][1])):
        with pytest.raises(ValidationError):
            block.clean(block.to_python(value))


@pytest.mark.django_db(transaction=True)
def test_blocks_show_one_version_though_the_index_has_moved_on() -> None:
    grant(40)
    with register_read():
        in_another_thread(grant)
        in_another_thread(index_now)
        block = StatisticsBlock()
        figures = block.get_context(block.to_python(statistics()[1]))
        rows = CollectionBlock()
        listed = rows.get_context(rows.to_python(rows_of()[1]))
    assert (figures["total"].lines, figures["total"].quota) == (1, 40)
    assert listed["count"] == len(listed["rows"]) == 1


@pytest.mark.django_db(transaction=True)
def test_figures_of_a_block_come_from_the_index() -> None:
    grant(40)
    index_now()
    block = StatisticsBlock()
    with CaptureQueriesContext(connection) as captured:
        figures = block.get_context(block.to_python(statistics(by="round")[1]))
    assert figures["total"].quota == 40
    assert not [query for query in captured if "SUM(" in query["sql"]]
