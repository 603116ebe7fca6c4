"""The ledger in a browser, by four people: data clerk, bureau, province, and whoever reads the school's scope."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from registry.enums import LedgerRole as Role
from registry.models import Application, BureauMember
from tests import factories
from tests.registry import ledger

pytestmark = pytest.mark.django_db(transaction=True)

GROUPS = {Role.CLERK: "数据管理", Role.BUREAU: "市州审核", Role.PROVINCE: "审核"}


@pytest.fixture
def member(live_site: Any) -> Callable[[Role], User]:
    """Somebody in the role's ready-made group."""
    call_command("xcms_install", verbosity=0)

    def make(role: Role) -> User:
        user = User.objects.create_user(role.value, password="a long enough phrase")
        user.groups.add(Group.objects.get(name=GROUPS[role]))
        if role is Role.BUREAU:
            BureauMember.objects.create(user=user, region=factories.region())
        return user

    return make


def test_from_a_draft_to_the_scope_and_its_revocation(
    open_window: Callable[..., Page],
    phone: Page,
    member: Callable[[Role], User],
    log_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    ledger.batch_with_caps()
    school = ledger.school(name="演示职业中专学校", majors=2, enrolment=300, secondary=True)
    application = ledger.application(60, school=school, plan="实训室两间。")
    ledger.application(30, school=school, certificate=factories.CertificateFactory())
    clerk, bureau, province = open_window(), phone, open_window()
    for window, role in ((clerk, Role.CLERK), (bureau, Role.BUREAU), (province, Role.PROVINCE)):
        log_in(window, member(role))

    # The clerk hands in what the school has sent, late and so with a reason.
    for one in Application.objects.order_by("pk"):
        clerk.goto(f"/admin/xcms_registry/application/inspect/{one.pk}/")
        clerk.get_by_role("link", name="提交").first.click()
        clerk.get_by_label("意见或理由").fill("平台故障，逾期受理")
        clerk.get_by_role("button", name="提交").click()
        expect(clerk.get_by_text("已提交").first).to_be_visible()

    # The bureau, on a phone, takes both up and passes them on with one decision each.
    bureau.goto("/admin/reviews/")
    expect(bureau.get_by_text("有 2 份申报等您办理")).to_be_visible()
    assert_accessible(bureau)
    assert bureau.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    for decision in ("受理审核", "同意，报省厅"):
        for box in bureau.locator("input[name=chosen]").all():
            box.check()
        bureau.get_by_label("对所选申报的办理").select_option(label=decision)
        bureau.get_by_role("button", name="办理", exact=True).click()
        expect(bureau.get_by_text(f"已办理“{decision}”：2 份申报")).to_be_visible()
    expect(bureau.get_by_text("有 0 份申报等您办理")).to_be_visible()

    # The province sees the rule and by how much it is broken, and says why it goes beyond.
    province.goto("/admin/reviews/")
    expect(province.get_by_text("各市州进度")).to_be_visible()
    expect(
        province.get_by_text("证书 1 / 专业 2 = 50%（上限 40%，超出 1 个）").first
    ).to_be_visible()
    assert_accessible(province)
    province.goto(f"/admin/xcms_registry/application/approve/{application.pk}/")
    province.get_by_label("批准人数").first.fill("50")
    province.get_by_role("button", name="批准").click()
    expect(province.get_by_text("如仍要批准，请填写突破规则的理由。")).to_be_visible()
    province.get_by_label("突破规则的理由").fill("省级专业教学团队所在专业")
    province.get_by_role("button", name="批准").click()
    expect(province.get_by_text("批准 50 人")).to_be_visible()
    assert_accessible(province)

    # Whoever reads the scope sees what was decided and nothing of the rest.
    reader = open_window()
    reader.goto(f"/registry/schools/{school.code}/")
    expect(
        reader.get_by_role("row").filter(has_text=application.certificate.name).first
    ).to_contain_text("50")
    assert "平台故障" not in reader.content()
    assert "省级专业教学团队" not in reader.content()

    # Later the province revokes; the line stays readable with day and clause.
    approval = school.approvals.get()
    province.goto(f"/admin/xcms_registry/approval/revoke/{approval.pk}/")
    province.get_by_label("依据", exact=False).first.fill("湘教通〔2021〕9号")
    province.get_by_label("条款").fill("违者取消试点资格")
    province.get_by_label("原因").fill("委托代理机构")
    province.get_by_role("button", name="撤销").click()
    reader.reload()
    expect(reader.get_by_text("已撤销").first).to_be_visible()
    expect(reader.locator("#scope")).to_contain_text("湘教通〔2021〕9号")
