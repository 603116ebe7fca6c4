"""The rules of a batch are edited with the batch, and its history tells what changed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from registry.enums import RuleKind
from registry.models import Batch, Rule
from tests import factories
from tests.registry.admin.addresses import screen
from xcms.versions import current_version


@pytest.fixture
def rule(db: None) -> Rule:
    return Rule.objects.create(
        batch=factories.BatchFactory(), kind=RuleKind.CERTIFICATES, percent=Decimal(40)
    )


def values(*rules: dict[str, Any], initial: int = 0, **batch: Any) -> dict[str, Any]:
    """The batch's form as a browser sends it, with these rules."""
    form = {
        "title": "2020年第三批",
        "year": "2020",
        "number": "3",
        "municipal_review_days": "5",
        "is_listed": "on",
        "rules-TOTAL_FORMS": str(len(rules)),
        "rules-INITIAL_FORMS": str(initial),
        "duties-TOTAL_FORMS": "0",
        "duties-INITIAL_FORMS": "0",
        **batch,
    }
    for number, rule in enumerate(rules):
        blank = {"basis": "certificates", "severity": "warning", "clause": "", "notice": ""}
        form |= {f"rules-{number}-{name}": value for name, value in {**blank, **rule}.items()}
    return form


def test_a_batch_is_entered_with_its_rules_in_one_write(admin_page: Client) -> None:
    before = current_version()
    response = admin_page.post(
        screen("batch", "add"),
        values(
            {"kind": "certificates", "percent": "40", "clause": "第三条"},
            {"kind": "enrolment", "percent": ""},
        ),
    )

    assert response.status_code == 302, response.context["form"].errors
    rules = {rule.kind: rule.percent for rule in Batch.objects.get().rules.all()}
    assert rules == {"certificates": Decimal(40), "enrolment": None}
    assert current_version() == before + 1
    page = admin_page.get(screen("batch", "inspect", Batch.objects.get().pk)).content.decode()
    assert "证书数上限（占专业总数）：40%" in page
    assert "规模上限（占在校生总数）：待定" in page


def test_a_changed_rule_stands_in_the_batch_s_history(admin_page: Client, rule: Rule) -> None:
    changed = {"id": str(rule.pk), "kind": "certificates", "percent": "35", "basis": "majors"}
    response = admin_page.post(
        screen("batch", "edit", rule.batch_id),
        values({**changed, "severity": "error"}, initial=1),
    )

    assert response.status_code == 302, response.context["form"].errors
    history = admin_page.get(screen("batch", "history", rule.batch_id)).content.decode()
    assert "40.00 → 35" in history
    assert "证书数 → 参与试点的专业数" in history
    assert "提醒 → 错误" in history


def test_a_dropped_rule_stands_in_the_batch_s_history(admin_page: Client, rule: Rule) -> None:
    dropped = {"id": str(rule.pk), "kind": "certificates", "percent": "40", "DELETE": "on"}
    admin_page.post(screen("batch", "edit", rule.batch_id), values(dropped, initial=1))

    assert not Rule.objects.exists()
    history = admin_page.get(screen("batch", "history", rule.batch_id)).content.decode()
    assert "证书数上限（占专业总数）：40% → （空）" in history


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([{"kind": "enrolment", "percent": "30"}] * 2, "kind"),
        ([{"kind": "enrolment", "percent": "101"}], "100"),
        ([{"kind": "enrolment", "percent": "-1"}], "0"),
        ([{"kind": "ratio", "percent": "30"}], "ratio"),
    ],
)
def test_a_rule_that_can_t_be_is_an_error_on_the_form(
    admin_page: Client, rule: Rule, rules: list[dict[str, Any]], sentence: str
) -> None:
    response = admin_page.post(screen("batch", "edit", rule.batch_id), values(*rules))

    assert response.status_code == 200
    errors = response.context["form"].formsets["rules"]
    assert sentence in f"{errors.errors}{errors.non_form_errors()}"
    assert list(Rule.objects.values_list("kind", "percent")) == [("certificates", Decimal(40))]


@pytest.mark.parametrize(("permission", "allowed"), [("change_batch", True), ("view_batch", False)])
def test_who_may_change_the_batch_may_change_its_rules(
    client: Client, user_with: Callable[..., Any], rule: Rule, permission: str, allowed: bool
) -> None:
    client.force_login(user_with(permission))
    changed = {"id": str(rule.pk), "kind": "certificates", "percent": "35"}
    client.post(screen("batch", "edit", rule.batch_id), values(changed, initial=1))

    rule.refresh_from_db()
    assert rule.percent == (35 if allowed else 40)


def test_duties_are_entered_with_the_batch_and_stand_in_its_history(admin_page: Client) -> None:
    duty = {
        "audience": "organizations",
        "text": "不得委托其他代理机构开展试点。",
        "clause": "第五条",
    }
    form = values() | {
        "duties-TOTAL_FORMS": "1",
        **{f"duties-0-{name}": value for name, value in duty.items()},
    }
    batch = factories.BatchFactory()
    response = admin_page.post(screen("batch", "edit", batch.pk), form)

    assert response.status_code == 302, response.context["form"].errors
    assert [str(one) for one in batch.duties.all()] == [
        "培训评价组织：不得委托其他代理机构开展试点。"
    ]
    history = admin_page.get(screen("batch", "history", batch.pk)).content.decode()
    assert "不得委托其他代理机构开展试点" in history
