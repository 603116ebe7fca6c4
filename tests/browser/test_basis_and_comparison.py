"""From a row to the clause it rests on and back; what changed in a list, without scripts and on a phone."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from registry.models import Filing
from registry.services.basis_links import cite
from registry.services.filings import revoke_filing
from tests import factories
from tests.notices.pages import draft_list, make_notice, make_section, publish

NUMBER = "湘教通〔2020〕1号"
LONG = (
    "关于做好2020年湖南省第三批1+X证书制度试点申报与备案工作有关事项并进一步规范收费管理的通知" * 2
)


def test_a_row_leads_to_its_clause_and_the_text_to_its_rows(
    page: Page, phone: Page, wagtail_root: Any, assert_accessible: Callable[[Page], None]
) -> None:
    notice = make_notice(
        make_section(wagtail_root),
        title=LONG,
        document_number=NUMBER,
        body=[
            ("heading", "一、范围"),
            ("paragraph", "<p>说明文字。</p>" * 12),
            ("heading", "二、规模"),
            (
                "clause",
                {"clause": "二、（三）", "text": "总体上不超过30%。", "repaired": "", "reason": ""},
            ),
            ("paragraph", "<p>说明文字。</p>" * 12),
        ],
    )
    school = factories.SchoolFactory()
    factories.grant(school=school, is_demo=True, decision={"basis": NUMBER, "clause": "二、（三）"})
    cite([NUMBER])

    page.goto(f"/registry/schools/{school.code}/")
    assert_accessible(page)
    page.locator(".xcms-basis").get_by_role("link", name=NUMBER).click()
    expect(page).to_have_url(re.compile(r"#clause-2-3$"))
    expect(page.locator("#clause-2-3")).to_be_in_viewport()
    assert_accessible(page)

    anchor = page.locator("#clause-2 + .xcms-anchor")
    anchor.focus()
    expect(anchor).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#clause-2$"))

    page.locator(".xcms-records a").click()
    expect(page.get_by_role("row")).to_have_count(2)
    assert_accessible(page)
    page.get_by_role("link", name=school.name).click()
    expect(page).to_have_url(re.compile(f"/registry/schools/{school.code}/#scope$"))

    for address in (notice.url, f"{notice.url}records/"):
        phone.goto(address)
        assert_accessible(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_comparison_is_read_without_scripts_and_on_a_phone(
    no_js_page: Page,
    page: Page,
    phone: Page,
    wagtail_root: Any,
    assert_accessible: Callable[[Page], None],
) -> None:
    round_ = factories.RoundFactory()
    for name in ("物流管理", "智能财税", "老年照护"):
        factories.FilingFactory(round=round_, certificate=factories.CertificateFactory(name=name))
    listed = publish(draft_list(make_section(wagtail_root), round_))
    Filing.objects.filter(certificate__name="物流管理").update(
        fee="260元/人次", majors_range="物流类、电子商务类"
    )
    factories.FilingFactory(
        round=round_, certificate=factories.CertificateFactory(name="传感网应用开发"), is_demo=True
    )
    listed = publish(listed, change_note="更正收费，补充一个证书。")
    dropped = Filing.objects.get(certificate__name="老年照护")
    revoke_filing(dropped, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)
    listed = publish(listed, change_note="撤销一个证书。")

    no_js_page.goto(listed.url)
    no_js_page.locator('a[href$="compare/?from=1&to=2"]').click()
    expect(no_js_page.locator("del")).to_have_text(["200"])
    expect(no_js_page.locator("ins").first).to_be_visible()
    no_js_page.locator("#id_to").select_option("3")
    no_js_page.locator(".xcms-section-search button").click()
    expect(no_js_page.locator(".xcms-badge--revoked")).to_have_count(1)

    for window in (page, phone):
        for query in (
            *("compare/?from=1&to=3", "compare/?from=3&to=now", "compare/?from=9&to=1"),
            *("", "editions/2/"),
        ):
            window.goto(f"{listed.url}{query}")
            assert_accessible(window)
            assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    page.emulate_media(media="print")
    expect(page.locator(".xcms-paper-address")).to_contain_text("/editions/2/")
    expect(page.get_by_role("link", name="查看当前版本")).to_be_hidden()
    # Ten columns lie across.
    assert page.evaluate("getComputedStyle(document.body).page") == "xcms-across"
