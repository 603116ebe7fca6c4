"""A real Chromium against a live server, with axe. Missing Chromium skips these tests, but never in CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from home.demo.load import load_demo
from tests.emptied import KeptRows

# Playwright's synchronous API keeps an event loop running in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"No Chromium at {CHROMIUM}: in CI the browser tests must run.")
        pytest.skip(f"No Chromium at {CHROMIUM}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live_site(live_server: LiveServer, wagtail_root: Any, settings: Any) -> LiveServer:
    """The live server with a home page; ``live_site.url`` is its address.

    Without autosave: on a busy machine its answer may redraw the form under a test's click.
    """
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    host, port = live_server.url.removeprefix("http://").split(":")
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = host, int(port)
    site.save()
    return live_server


@pytest.fixture(scope="session")
def _demo_rows() -> list[KeptRows]:
    """Those of the demo, once some test has loaded it."""
    return []


@pytest.fixture
def demo_site(live_site: LiveServer, settings: Any, _demo_rows: list[KeptRows]) -> LiveServer:
    """The live server with the whole demo, loaded once and brought back for each test."""
    settings.WAGTAILADMIN_BASE_URL = live_site.url
    if _demo_rows:
        _demo_rows[0].bring_back()
    else:
        load_demo()
        _demo_rows.append(KeptRows("demo"))
    Site.clear_site_root_paths_cache()
    return live_site


@pytest.fixture
def open_window(browser: Browser, live_site: LiveServer) -> Iterator[Callable[..., Page]]:
    """``open_window(**context options)``: a page of its own; closed before the database is emptied.

    At the end, no public page may have broken the content security policy or thrown in a script.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Old and new Chromium word it differently; the admin's policy only reports.
        reports = "[Report Only]" in message.text or "policy is report-only" in message.text
        if "Content Security Policy" in message.text and not reports:
            complaints.append(f"{message.page.url if message.page else '?'}: {message.text}")

    def watch(page: Page) -> None:
        page.on("console", hear)
        page.on(
            "pageerror",
            lambda error: (
                None if "/admin/" in page.url else complaints.append(f"{page.url}: {error}")
            ),
        )

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            **{
                "base_url": live_site.url,
                "viewport": DESKTOP,
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                **options,
            }
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_window: Callable[..., Page]) -> Page:
    """A desktop window."""
    return open_window()


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    return open_window(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def no_js_page(open_window: Callable[..., Page]) -> Page:
    return open_window(java_script_enabled=False)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """axe with all its rules: WCAG 2.x A and AA, and best practice; on public pages fingers must find their target."""

    def check(page: Page) -> None:
        # Half faded in, a message is paler than it will be.
        page.evaluate(
            "document.getAnimations().filter(one => isFinite(one.effect.getComputedTiming().endTime))"
            ".forEach(one => one.finish())"
        )
        # Wagtail's own screens have smaller ones.
        rules = {"target-size": {"enabled": "/admin/" not in page.url}}
        results = Axe().run(page, options={"rules": rules})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def log_in(live_site: LiveServer) -> Callable[[Page, User], None]:
    """``log_in(page, user)`` without the form."""

    def enter(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_site.url,
                }
            ]
        )

    return enter
