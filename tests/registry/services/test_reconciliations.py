"""The ledger against the platform: what differs, who decides, and what becomes of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from registry.enums import (
    ApplicationEventKind,
    ApplicationState,
    DecisionKind,
    DecisionSource,
    DiscrepancyKind,
    LedgerRole,
    ReconciliationChoice,
)
from registry.models import (
    Approval,
    ApprovalDecision,
    Reconciliation,
    ReconciliationItem,
    Round,
)
from registry.services.applications import move
from registry.services.reconciliations import (
    Figure,
    Identity,
    PlatformTerms,
    begin,
    compare_again,
    decide,
)
from registry.services.seen import Seen
from tests import factories
from tests.registry import ledger
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 1)
PLATFORM, LEDGER, OTHER = (
    ReconciliationChoice.PLATFORM,
    ReconciliationChoice.LEDGER,
    ReconciliationChoice.OTHER,
)
TERMS = PlatformTerms(effective_from=TODAY, basis="国家平台2020年第三批", clause="核对")


@pytest.fixture
def round_(db: None) -> Round:
    made: Round = factories.RoundFactory()
    return made


def granted(quota: int, round_: Round | None, **values: Any) -> Approval:
    made: Approval = factories.grant(quota, decision={"round": round_}, **values)
    return made


def line_of(approval: Approval) -> Identity:
    return approval.school_id, approval.certificate_id, approval.level, approval.major_id


def compared(round_: Round, figures: dict[Identity, int], **values: Any) -> Reconciliation:
    return begin(
        round_,
        {line: Figure(persons, row) for row, (line, persons) in enumerate(figures.items(), 2)},
        **{"name": "平台.xlsx", "sha256": "0" * 64, "acting_user": None, "today": TODAY, **values},
    )


def found(reconciliation: Reconciliation) -> set[tuple[str, int | None, int | None]]:
    return set(reconciliation.items.values_list("kind", "ledger", "platform"))


def seen(*items: ReconciliationItem) -> list[Seen]:
    return [Seen(item.pk, item.recorded_version) for item in items]


def deciding(
    reconciliation: Reconciliation,
    items: Iterator[ReconciliationItem] | list[ReconciliationItem],
    choice: ReconciliationChoice,
    **values: Any,
) -> list[ReconciliationItem]:
    terms = TERMS if choice is PLATFORM else None
    return decide(
        reconciliation,
        seen(*items),
        choice,
        **{"reason": "平台已确认", "terms": terms, "acting_user": None, "today": TODAY, **values},
    )


def figure(approval: Approval) -> tuple[str, int]:
    state = Approval.objects.with_state(TODAY).get(pk=approval.pk)
    return state.status, state.quota


# What differs


def test_each_difference_has_its_kind_and_equal_lines_are_counted(round_: Round) -> None:
    equal, differing, missing = (granted(60, round_) for _ in range(3))
    unknown = (equal.school_id, equal.certificate_id, "advanced", equal.major_id)

    made = compared(round_, {line_of(equal): 60, line_of(differing): 80, unknown: 20})

    assert made.equal == 1
    assert found(made) == {
        (DiscrepancyKind.DIFFERING, 60, 80),
        (DiscrepancyKind.SURPLUS, None, 20),
        (DiscrepancyKind.MISSING, 60, None),
    }
    assert made.items.get(kind=DiscrepancyKind.MISSING).identity == line_of(missing)
    assert made.items.get(kind=DiscrepancyKind.DIFFERING).row == 3
    assert made.compared_version == current_version()


def test_the_ledgers_side_is_what_rules_on_the_day(round_: Round) -> None:
    earlier = granted(40, factories.RoundFactory(number=2))
    revoked, cut = granted(60, round_), granted(60, round_)
    factories.decide(
        revoked,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 6, 20),
        clause="六",
        reason="违规",
    )
    factories.decide(cut, kind=DecisionKind.CUT, quota=30, effective_from=date(2020, 6, 20))
    other_round = granted(10, factories.RoundFactory(number=2))

    made = compared(round_, {line_of(earlier): 40, line_of(revoked): 60, line_of(cut): 60})

    assert made.equal == 1, "of the lines on the sheet, whatever round made them"
    assert found(made) == {
        (DiscrepancyKind.SURPLUS, None, 60),
        (DiscrepancyKind.DIFFERING, 30, 60),
    }
    assert line_of(other_round) not in {item.identity for item in made.items.all()}


def test_an_approved_application_is_on_the_ledgers_side() -> None:
    application = ledger.application(60, state=ApplicationState.PROVINCIAL_REVIEW)
    move(
        ledger.seen(application),
        ApplicationEventKind.APPROVE,
        acting_user=ledger.person(LedgerRole.PROVINCE),
        today=ledger.TODAY,
        terms=ledger.TERMS,
    )
    line = line_of(Approval.objects.get())

    assert compared(application.round, {line: 60}).equal == 1
    assert found(compared(application.round, {line: 50})) == {(DiscrepancyKind.DIFFERING, 60, 50)}


# Decisions


def test_where_the_platform_is_right_the_ledger_follows_in_the_same_transaction(
    round_: Round,
) -> None:
    enlarged, cut, gone = (granted(60, round_) for _ in range(3))
    new = (enlarged.school_id, enlarged.certificate_id, "advanced", enlarged.major_id)
    made = compared(round_, {line_of(enlarged): 80, line_of(cut): 50, new: 20})
    user = ledger.person(LedgerRole.PROVINCE)

    deciding(made, list(made.items.all()), PLATFORM, acting_user=user)

    assert [figure(line) for line in (enlarged, cut, gone)] == [
        ("in_force", 80),
        ("in_force", 50),
        ("revoked", 0),
    ]
    assert figure(Approval.objects.get(level="advanced")) == ("in_force", 20)
    written = ApprovalDecision.objects.filter(source=DecisionSource.PLATFORM)
    assert {one.kind for one in written} == {"enlarge", "cut", "revoke", "grant"}
    assert {(one.round_id, one.basis, one.reason, one.decided_by_id) for one in written} == {
        (round_.pk, TERMS.basis, "平台已确认", user.pk)
    }
    assert set(made.items.values_list("choice", "decided_by")) == {(PLATFORM, user.pk)}
    again = compare_again(made, acting_user=user, today=TODAY)
    assert (again.equal, again.items.undecided().count()) == (3, 0)
    (entry,) = ModelLogEntry.objects.filter(action="xcms_registry.decide_difference")
    assert (entry.data["choice"], entry.data["count"], entry.data["reason"]) == (
        "platform",
        4,
        "平台已确认",
    )


@pytest.mark.parametrize("choice", [LEDGER, OTHER])
def test_the_other_choices_write_no_decision(round_: Round, choice: ReconciliationChoice) -> None:
    approval = granted(60, round_)
    made = compared(round_, {line_of(approval): 50})

    deciding(made, list(made.items.all()), choice)

    assert figure(approval) == ("in_force", 60)
    item = made.items.get()
    assert (item.choice, item.reason, item.is_decided) == (choice, "平台已确认", choice is LEDGER)


def test_what_is_to_be_settled_otherwise_can_still_be_decided(round_: Round) -> None:
    made = compared(round_, {line_of(granted(60, round_)): 50})
    deciding(made, list(made.items.all()), OTHER, reason="待学校说明")

    deciding(made, list(made.items.all()), LEDGER, reason="学校已说明")

    assert made.items.get().reason == "学校已说明"
    with pytest.raises(ValidationError, match="已由"):
        deciding(made, list(made.items.all()), LEDGER)


@pytest.mark.parametrize(
    ("choice", "values", "named"),
    [
        (LEDGER, {"reason": " "}, "请填写理由"),
        (ReconciliationChoice.OPEN, {}, "以何为准"),
        (
            PLATFORM,
            {"terms": PlatformTerms(effective_from=date(2020, 7, 2), basis="x")},
            "不能晚于今天",
        ),
        (
            PLATFORM,
            {"terms": PlatformTerms(effective_from=date(2020, 6, 1), basis="x")},
            "请选择更晚的生效日期",
        ),
        (PLATFORM, {"terms": PlatformTerms(effective_from=TODAY, basis=" ")}, "依据"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    round_: Round, choice: ReconciliationChoice, values: dict[str, Any], named: str
) -> None:
    made = compared(round_, {line_of(granted(60, round_)): 50})
    decisions, version = ApprovalDecision.objects.count(), current_version()

    with pytest.raises(ValidationError, match=named):
        deciding(made, list(made.items.all()), choice, **values)

    assert ApprovalDecision.objects.count() == decisions
    assert current_version() == version
    assert made.items.get().choice == "open"


def test_a_revocation_needs_a_clause(round_: Round) -> None:
    granted(60, round_)
    made = compared(round_, {line_of(granted(10, None)): 10})

    with pytest.raises(ValidationError, match="条款"):
        deciding(
            made,
            list(made.items.all()),
            PLATFORM,
            terms=PlatformTerms(effective_from=TODAY, basis="x"),
        )


def test_a_line_that_has_moved_on_is_named_and_compared_again(round_: Round) -> None:
    moved, still = granted(60, round_), granted(30, round_)
    made = compared(round_, {line_of(moved): 50, line_of(still): 40})
    decided = made.items.get(ledger=30)
    deciding(made, [decided], LEDGER)
    item = made.items.get(ledger=60)
    factories.decide(moved, quota=70, effective_from=date(2020, 6, 25), round=round_)

    for choice in (PLATFORM, LEDGER, OTHER):
        with pytest.raises(ValidationError, match=r"第 2 行.*已由60变为70"):
            deciding(made, [item], choice)

    compare_again(made, acting_user=None, today=TODAY)
    with pytest.raises(ValidationError, match="重新查看"):
        deciding(made, [item], PLATFORM)
    assert made.items.get(pk=decided.pk).choice == LEDGER
    deciding(made, [made.items.get(pk=item.pk)], PLATFORM)
    assert figure(moved) == ("in_force", 50)


def test_comparing_again_drops_what_agrees_and_adds_what_differs_by_now(round_: Round) -> None:
    one, other = granted(60, round_), granted(30, round_)
    made = compared(round_, {line_of(one): 50, line_of(other): 30})
    factories.decide(one, quota=50, effective_from=date(2020, 6, 25), round=round_)
    factories.decide(other, quota=20, effective_from=date(2020, 6, 25), round=round_)

    compare_again(made, acting_user=None, today=TODAY)

    assert found(made) == {(DiscrepancyKind.DIFFERING, 20, 30)}
    assert Reconciliation.objects.get().equal == 1


def test_a_note_outlives_the_comparison(round_: Round) -> None:
    approval = granted(60, round_)
    made = compared(round_, {line_of(approval): 50})
    deciding(made, list(made.items.all()), OTHER, reason="待学校说明")
    factories.decide(approval, quota=70, effective_from=date(2020, 6, 25), round=round_)

    compare_again(made, acting_user=None, today=TODAY)

    item = made.items.get()
    assert (item.ledger, item.choice, item.reason) == (70, OTHER, "待学校说明")


def test_an_item_of_another_reconciliation_is_none(round_: Round) -> None:
    line = line_of(granted(60, round_))
    mine, other = compared(round_, {line: 50}), compared(round_, {line: 40})

    with pytest.raises(ValidationError, match="已不存在"):
        deciding(mine, list(other.items.all()), LEDGER)


def test_of_two_the_later_reads_who_decided(round_: Round) -> None:
    made = compared(round_, {line_of(granted(60, round_)): 50})
    before = list(made.items.all())
    deciding(made, before, LEDGER, acting_user=ledger.person(LedgerRole.PROVINCE))

    with pytest.raises(ValidationError, match="已由user0于"):
        deciding(made, before, PLATFORM)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides(round_: Round) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("threads meet on a server")
    made = compared(round_, {line_of(granted(60, round_)): 50})
    before = list(made.items.all())

    def attempt(choice: ReconciliationChoice) -> str:
        try:
            deciding(made, before, choice)
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, (PLATFORM, LEDGER)))

    assert sorted(map(bool, answers)) == [False, True]
    assert ApprovalDecision.objects.filter(source=DecisionSource.PLATFORM).count() == (
        answers[0] == ""
    )


def test_the_queries_do_not_grow_with_the_lines(
    round_: Round, django_assert_max_num_queries: Any
) -> None:
    certificate = factories.CertificateFactory()
    lines = {line_of(granted(60, round_, certificate=certificate)): 50 for _ in range(30)}
    with django_assert_max_num_queries(20):
        made = compared(round_, lines)
    with django_assert_max_num_queries(40):
        deciding(made, list(made.items.all()), PLATFORM)
