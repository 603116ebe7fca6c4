"""What a visitor does: find, filter and read. By clicking from the home page, on the demo."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from notices.models import CertificateListPage, NoticeIndexPage, NoticePage, ThemePage
from registry.models import Certificate, Organization, School

Check = Callable[[Page], None]
EVERY_WINDOW = ("page", "phone", "no_js_page")


@pytest.fixture(params=EVERY_WINDOW)
def window(request: pytest.FixtureRequest, demo_site: Any) -> Page:
    """A desktop, a phone and a desktop without JavaScript."""
    window: Page = request.getfixturevalue(request.param)
    return window


def search_from_home(window: Page, box: str, words: str) -> None:
    window.goto("/")
    form = window.get_by_role("search", name=box)
    form.get_by_role("searchbox").fill(words)
    form.get_by_role("button").click()


def open_filters(window: Page) -> None:
    """On a phone the filters are a disclosure; on a desktop there is nothing to open."""
    summary = window.locator(".xcms-filters > summary")
    if summary.is_visible():
        summary.click()


def choose(window: Page, group: str, choice: str) -> None:
    """Tick a box; long groups are a disclosure of their own."""
    facet = window.locator(".xcms-facet", has=window.get_by_text(group, exact=True)).first
    if facet.evaluate("element => element.tagName === 'DETAILS' && !element.open"):
        facet.locator("summary").click()
    facet.get_by_label(re.compile(rf"^{re.escape(choice)} \d+$")).check()


def apply(window: Page) -> None:
    """Without JavaScript by the button; with it each choice has taken effect at once."""
    button = window.get_by_role("button", name="应用筛选")
    show = window.locator(".xcms-filters__show")
    if button.is_visible():
        button.click()
    elif show.is_visible():
        show.click()


def test_a_visitor_finds_who_may_issue_a_certificate(window: Page) -> None:
    search_from_home(window, "查备案证书", "照护")
    results = window.locator(".xcms-listing__results")
    expect(results.get_by_role("link", name="失智老年人照护", exact=True)).to_be_visible()
    results.get_by_role("link", name="老年照护", exact=True).click()

    expect(window.get_by_role("heading", level=1)).to_contain_text("老年照护")
    owner = window.get_by_role("link", name="北京中福长者文化科技有限公司").first
    expect(owner).to_be_visible()
    expect(window.locator(".xcms-demo").first).to_be_visible()


def test_a_visitor_finds_the_schools_of_a_city_that_run_a_certificate(window: Page) -> None:
    window.goto("/")
    window.get_by_role("link", name="按市州、证书、专业查询").click()
    open_filters(window)
    choose(window, "市州", "株洲市")
    choose(window, "证书", "物流管理")
    apply(window)

    results = window.locator(".xcms-listing__results")
    for school in ("湖南铁道职业技术学院", "湖南化工职业技术学院", "湖南汽车工程职业学院"):
        expect(results.get_by_role("link", name=school).first).to_be_visible()
    expect(results.get_by_text("长沙民政职业技术学院")).to_have_count(0)
    expect(results.locator(".xcms-demo").first).to_be_visible()


def test_a_visitor_reads_what_a_school_may_run_and_for_how_many(window: Page) -> None:
    search_from_home(window, "查院校试点资格", "铁道")
    window.get_by_role("link", name="湖南铁道职业技术学院", exact=True).click()

    expect(window.get_by_role("heading", level=1)).to_contain_text("湖南铁道职业技术学院")
    scope = window.locator("#scope")
    expect(scope.get_by_text("物流管理").first).to_be_visible()
    expect(scope.get_by_text("工业机器人应用编程").first).to_be_visible()
    quotas = scope.locator("tbody .xcms-number").all_inner_texts()
    assert len(quotas) >= 6
    assert all(quota.strip().rstrip("人").strip().isdigit() for quota in quotas)


def test_a_visitor_finds_the_qq_group_and_the_office(window: Page) -> None:
    window.goto("/")
    main = window.get_by_role("main")
    expect(main.get_by_text("235468629").first).to_be_visible()
    main.get_by_role("link", name="全部联系方式与群文件").click()
    main = window.get_by_role("main")
    expect(main.get_by_text("235468629").first).to_be_visible()
    expect(main.get_by_text("各试点院校相关负责人").first).to_be_visible()
    expect(main.get_by_role("link", name="0731-85149710").first).to_be_visible()
    expect(main.get_by_text("平台使用手册（演示文件）").first).to_be_visible()


def test_the_copy_button_copies_the_group_number(page: Page, demo_site: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("button", name="复制群号").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "235468629"


def test_without_javascript_no_button_promises_to_copy(no_js_page: Page, demo_site: Any) -> None:
    no_js_page.goto("/")
    expect(no_js_page.locator(".xcms-copy")).to_have_count(1)
    expect(no_js_page.locator(".xcms-copy")).to_be_hidden()


def test_a_visitor_filters_certificates_and_takes_a_filter_away(page: Page, demo_site: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="全部备案证书").click()
    expect(page.locator(".xcms-summary__count")).to_contain_text("16")
    open_filters(page)
    choose(page, "轮次", "2020年第三批第2轮")
    apply(page)

    expect(page.locator(".xcms-summary__count")).to_contain_text("6")
    results = page.locator(".xcms-listing__results")
    expect(results.get_by_role("link", name="母婴护理", exact=True)).to_be_visible()
    expect(results.get_by_role("link", name="老年照护", exact=True)).to_have_count(0)
    page.locator("a.xcms-chip").click()
    expect(page.locator(".xcms-summary__count")).to_contain_text("16")


def test_a_visitor_reads_the_notice_and_a_list(page: Page, demo_site: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="第一轮备案证书名单").first.click()
    expect(page.get_by_role("cell", name="北京中福长者文化科技有限公司").first).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="试点申报工作的通知").first.click()
    expect(page.get_by_role("heading", name="三、两轮时间安排")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("235468629").first).to_be_visible()


def public_addresses() -> Iterator[str]:
    yield "/"
    for model in (NoticeIndexPage, NoticePage, CertificateListPage, ThemePage):
        yield from (page.url for page in model.objects.live())
    yield f"{NoticePage.objects.get().url}records/"
    yield "/alerts/asked/"
    yield f"/alerts/confirm/{'x' * 40}/"
    certificate = Certificate.objects.get(name="物流管理")
    organization = Organization.objects.get(certificates__name="老年照护")
    school = School.objects.get(name="湖南铁道职业技术学院")
    revoked = School.objects.get(code="4399000001")
    idle = School.objects.get(name="湖南大学")
    yield from (
        "/registry/certificates/",
        "/registry/certificates/?q=没有这样的证书",
        "/registry/certificates/?school_level=nonsense",
        f"/registry/certificates/{certificate.public_id}/",
        "/registry/schools/?page=2",
        *(f"/registry/schools/{row.code}/" for row in (school, revoked, idle)),
        "/registry/organizations/",
        f"/registry/organizations/{organization.public_id}/",
        "/registry/approvals/?region=430200",
        "/registry/approvals/?status=revoked&status=ended&status=future",
        "/directory/",
        "/no-such-page/",
    )


@pytest.mark.parametrize("size", ["page", "phone"])
def test_axe_finds_nothing_on_any_public_page(
    size: str, request: pytest.FixtureRequest, demo_site: Any, assert_accessible: Check
) -> None:
    window: Page = request.getfixturevalue(size)
    for address in public_addresses():
        window.goto(address)
        assert_accessible(window)
        width = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{address} scrolls sideways by {width} px"
