"""The API's page, as people see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.registry.api.conftest import make_some

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("window", ["page", "phone"])
def test_the_page_of_the_api_fits_and_is_accessible(
    request: pytest.FixtureRequest, assert_accessible: Callable[[Page], None], window: str
) -> None:
    page: Page = request.getfixturevalue(window)
    make_some(1)
    page.goto("/api/registry/docs/")
    for summary in page.locator("#approvals summary").all():
        summary.click()
    assert page.locator("#approvals table").nth(1).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_an_example_is_one_click_away_without_javascript(no_js_page: Page) -> None:
    no_js_page.goto("/api/registry/docs/")
    no_js_page.locator("#schools .xcms-api__try a").first.click()
    assert '"results"' in no_js_page.content()
