"""Next year's batch is a copy: rules with their clauses, and rounds with the days that a person enters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from registry.enums import RuleBasis, RuleKind, RuleSeverity
from registry.models import Batch, Rule
from tests import factories
from tests.registry.admin.addresses import screen
from tests.registry.publication import list_page
from xcms.versions import current_version

VALUES = {
    "year": "2021",
    "number": "1",
    "title": "2021年第一批",
    "filing_1": "2021-05-28",
    "application_1": "2021-06-11",
    "filing_2": "",
    "application_2": "",
}


@pytest.fixture
def batch(wagtail_root: Any) -> Batch:
    batch = factories.BatchFactory(municipal_review_days=7)
    factories.RoundFactory(batch=batch, number=1)
    factories.RoundFactory(batch=batch, number=2)
    Rule.objects.create(
        batch=batch,
        kind=RuleKind.CERTIFICATES,
        percent=Decimal("40.5"),
        basis=RuleBasis.MAJORS,
        severity=RuleSeverity.ERROR,
        clause="第三条",
        notice=list_page("notice"),
    )
    Rule.objects.create(batch=batch, kind=RuleKind.NO_OUTSOURCING, clause="不得转包")
    return batch


def rules_of(batch: Batch) -> list[tuple[Any, ...]]:
    fields = ("kind", "percent", "basis", "severity", "clause", "notice")
    return list(batch.rules.order_by("kind").values_list(*fields))


def test_the_copy_has_the_rules_and_the_days_entered_and_is_not_public(
    admin_page: Client, batch: Batch
) -> None:
    before, rules = current_version(), rules_of(batch)

    response: Any = admin_page.post(screen("batch", "copy", batch.pk), VALUES)

    made = Batch.objects.get(year=2021)
    assert response.url == screen("batch", "inspect", made.pk)
    assert rules_of(made) == rules == rules_of(batch)
    assert (made.title, made.municipal_review_days, made.is_listed) == ("2021年第一批", 7, False)
    assert [
        (row.number, row.filing_deadline, row.application_deadline) for row in made.rounds.all()
    ] == [(1, date(2021, 5, 28), date(2021, 6, 11))]
    assert current_version() == before + 1
    history = admin_page.get(screen("batch", "history", made.pk)).content.decode()
    assert "由“2020年第三批”（2020-3）复制而来" in history


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"year": "2020", "number": "3"}, "批次"),
        ({"application_1": ""}, "该轮的两个截止日期须同时填写"),
        ({"application_1": "2021-05-01"}, "第 1 轮："),
        ({"title": ""}, "title"),
        ({"year": "1999"}, "2019"),
    ],
)
def test_what_can_t_be_copied_is_said_and_nothing_is_made(
    admin_page: Client, batch: Batch, wrong: dict[str, str], sentence: str
) -> None:
    response = admin_page.post(screen("batch", "copy", batch.pk), {**VALUES, **wrong})

    assert response.status_code == 200
    form = response.context["form"]
    assert sentence in f"{form.errors}"
    assert Batch.objects.get() == batch


@pytest.mark.parametrize(
    ("granted", "allowed"),
    [
        (("add_batch", "add_round", "view_batch"), True),
        (("add_batch", "view_batch"), False),
        (("change_batch", "view_batch", "add_round"), False),
    ],
)
def test_who_may_add_batches_and_rounds_may_copy(
    client: Client,
    user_with: Callable[..., Any],
    batch: Batch,
    granted: tuple[str, ...],
    allowed: bool,
) -> None:
    client.force_login(user_with(*granted))

    page = client.get(screen("batch", "inspect", batch.pk)).content.decode()
    client.post(screen("batch", "copy", batch.pk), VALUES)

    assert (screen("batch", "copy", batch.pk) in page) is allowed
    assert Batch.objects.filter(year=2021).exists() is allowed
