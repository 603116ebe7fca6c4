"""The platform's figures against the ledger: uploaded on a desktop, decided on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from registry.models import Approval
from tests import factories
from tests.sheets import csv_bytes
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_difference_is_decided_on_a_phone(
    page: Page,
    phone: Page,
    log_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    round_ = factories.RoundFactory()
    lines = [
        factories.grant(60, school__name=f"演示职业技术学院{n}", decision={"round": round_})
        for n in range(3)
    ]
    sheet = tmp_path / "平台核定表.csv"
    header = ["学校标识码", "证书名称", "证书等级", "专业代码", "核定人数"]
    rows = [
        [line.school.code, line.certificate.name, "中级", line.major.code, persons]
        for line, persons in zip(lines[:2], ("60", "50"), strict=True)
    ]
    sheet.write_bytes(csv_bytes(header, *rows))
    chief = User.objects.create_superuser("chief")
    for window in (page, phone):
        log_in(window, chief)

    page.goto("/admin/xcms_registry/reconciliation/create/")
    assert_accessible(page)
    page.get_by_label("轮次").select_option(index=1)
    page.get_by_label("平台的核定规模表").set_input_files(sheet)
    page.get_by_role("button", name="与平台核对").click()
    expect(page.get_by_text("已比对：一致1行，有差异2行。")).to_be_visible()
    expect(page.get_by_text("已处理0项，共2项")).to_be_visible()

    phone.goto(page.url)
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    phone.get_by_role("checkbox", name="演示职业技术学院1").check()
    phone.get_by_label("以何为准").select_option(label="以平台为准")
    phone.get_by_label("理由或说明（各项相同）").fill("平台已确认")
    phone.get_by_label("依据", exact=True).fill("国家平台核定表")
    phone.get_by_role("button", name="办理", exact=True).click()
    expect(phone.get_by_text("已处理1项，共2项")).to_be_visible()
    line = Approval.objects.effective_on(shanghai_today()).get(school=lines[1].school)
    assert line.quota == 50
