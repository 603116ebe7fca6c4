"""A batch's dossier in a browser: read on any device, printed, followed to calendars and feeds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from notices.models import BatchDossierPage
from registry.models import Round
from tests.atom import read_feed
from tests.ics import read_calendar
from xcms.days import shanghai_today

Check = Callable[[Page], None]


@pytest.fixture
def demo_site(demo_site: Any) -> Any:
    """With the second round's schools at three days before their deadline."""
    second = Round.objects.get(number=2)
    second.application_deadline = shanghai_today() + timedelta(days=3)
    second.save()
    return demo_site


def test_a_visitor_reads_the_batch_without_scripts_and_takes_the_deadlines_along(
    no_js_page: Page, demo_site: Any
) -> None:
    page = no_js_page
    page.goto("/")
    banner = page.locator(".xcms-deadline-banner")
    expect(banner).to_contain_text("3")
    banner.get_by_role("link").click()
    expect(page).to_have_url(f"{demo_site.url}{BatchDossierPage.objects.get().url}")
    expect(page.locator(".xcms-deadline-banner")).to_be_visible()
    calendar = page.locator('a[href^="http"][href*="for=schools"]').get_attribute("href")
    assert calendar
    due = read_calendar(page.request.get(calendar).body()).children[-1].day("DTSTART")
    assert (due - shanghai_today()).days == 3
    feed = page.locator('link[type="application/atom+xml"]').get_attribute("href")
    assert feed
    assert len(read_feed(page.request.get(feed).body()).entries) >= 3
    page.locator('a[href="#lists"]').click()
    page.locator("#lists").locator("..").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("第一轮")


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_accessible_and_fits_the_window(
    open_window: Callable[..., Page], demo_site: Any, assert_accessible: Check, width: int
) -> None:
    window = open_window(viewport={"width": width, "height": 900})
    for address in (BatchDossierPage.objects.get().url, "/"):
        window.goto(address)
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert_accessible(window)
    window.goto(BatchDossierPage.objects.get().url)
    window.emulate_media(media="print")
    expect(window.locator(".xcms-dossier__calendars")).to_be_hidden()
    expect(window.locator("#lists")).to_be_visible()
