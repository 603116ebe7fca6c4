"""Downloads in a real browser: choosing columns without JavaScript, the data pages, and large workbooks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.conftest import PHONE
from xcms.datafiles.publishing import publish_data

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(live_site: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.XCMS = {"XLSX_INLINE_ROWS": 2}
    for number in range(3):
        factories.grant(10 + number, school__name=f"第{number}学院")


def test_columns_are_chosen_without_javascript(no_js_page: Page) -> None:
    no_js_page.goto("/registry/approvals/?q=第1学院")
    no_js_page.get_by_text("选择要下载的列").click()
    for box in no_js_page.get_by_role("group", name="文件中的列").get_by_role("checkbox").all():
        box.uncheck()
    no_js_page.get_by_label("学校名称").check()
    with no_js_page.expect_download() as download:
        no_js_page.get_by_role("button", name="下载 CSV").click()
    name = download.value.suggested_filename
    assert name.startswith("试点资格_第1学院_20")
    assert Path(download.value.path()).read_text("utf-8-sig").splitlines() == [
        "学校名称,数据性质",
        "第1学院,",
    ]


def test_a_large_workbook_is_asked_for_and_fetched(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/registry/approvals/?format=xlsx")
    assert_accessible(page)
    page.get_by_role("button", name="生成 Excel 文件").click()
    page.get_by_text("文件已生成").wait_for()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel 文件").click()
    assert download.value.suggested_filename.startswith("试点资格_20")


@pytest.mark.parametrize("address", ["/registry/data/", "/registry/data/dictionary/"])
@pytest.mark.parametrize("size", [None, PHONE])
def test_the_data_pages_are_accessible_and_fit(
    open_window: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    address: str,
    size: Any,
) -> None:
    publish_data()
    window = open_window(**({"viewport": size} if size else {}))
    window.goto(address)
    assert_accessible(window)
    width = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
