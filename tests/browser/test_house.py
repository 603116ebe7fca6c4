"""What every page of the reference site must do in a browser, whatever it shows."""

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect


def test_home_page_has_nothing_that_axe_objects_to(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/")
    assert_accessible(page)


def test_home_page_fits_a_phone(phone: Page) -> None:
    phone.goto("/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_home_page_reads_without_javascript(no_js_page: Page) -> None:
    no_js_page.goto("/")
    expect(no_js_page.locator("h1")).to_be_visible()


def test_an_unknown_address_is_a_page_of_the_site(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    response = page.goto("/no-such-page/")
    assert response is not None
    assert response.status == 404
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)


def test_an_administrator_logs_in_with_the_form(page: Page) -> None:
    User.objects.create_superuser("guanliyuan", password="a long enough phrase")
    page.goto("/admin/")
    page.fill("[name=username]", "guanliyuan")
    page.fill("[name=password]", "a long enough phrase")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    expect(page.locator("main h1, header h1").first).to_be_visible()


def test_an_editor_sees_public_pages_without_a_broken_policy(
    page: Page, log_in: Callable[[Page, User], None]
) -> None:
    log_in(page, User.objects.create_superuser("guanliyuan", password="a long enough phrase"))
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
