"""Two people at the same moment: one write waits for the other and then sees what it did (design rule 7)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from registry.enums import DecisionKind, DecisionSource
from registry.models import ApprovalDecision, ListEdition
from registry.services import approvals
from registry.services.approvals import DecisionDraft, record_decisions
from registry.services.editions import PublicationRefusedError, draft_edition, publish_edition
from tests.at_once import at_once
from tests.factories import (
    CertificateFactory,
    FilingFactory,
    RoundFactory,
    SchoolFactory,
    grant,
    unspecified_major,
)
from xcms.versions import current_version

pytestmark = pytest.mark.django_db(transaction=True)

JULY = date(2020, 7, 1)
REFUSALS = (ValidationError, PublicationRefusedError)


def test_two_reviewers_enlarging_the_same_line_do_not_both_win() -> None:
    approval = grant(60)

    def enlarge() -> ApprovalDecision:
        return approvals.decide(
            approval,
            kind=DecisionKind.ENLARGE,
            quota=80,
            effective_from=JULY,
            basis="省厅决定",
            source=DecisionSource.LEDGER,
            acting_user=None,
            today=JULY,
        )

    results = at_once(enlarge, enlarge, refusals=REFUSALS)

    assert sorted(type(result).__name__ for result in results) == [
        "ApprovalDecision",
        "ValidationError",
    ]
    assert approval.decisions.count() == 2


def test_two_corrections_of_one_decision_do_not_both_win() -> None:
    wrong = grant(600).decisions.get()

    def correct() -> ApprovalDecision:
        return approvals.correct(
            wrong,
            quota=60,
            effective_from=JULY,
            basis="省厅决定",
            reason="录入有误",
            acting_user=None,
        )

    results = at_once(correct, correct, refusals=REFUSALS)

    assert sorted(type(result).__name__ for result in results) == [
        "ApprovalDecision",
        "ValidationError",
    ]


def test_two_people_recording_the_same_new_line_make_one_line() -> None:
    draft = DecisionDraft(
        school=SchoolFactory(),
        certificate=CertificateFactory(),
        level="",
        major=unspecified_major(),
        kind=None,
        quota=60,
        effective_from=JULY,
        basis="2020年第三批",
        source=DecisionSource.PLATFORM,
    )

    def record() -> list[ApprovalDecision]:
        return record_decisions([draft], acting_user=None, today=JULY)

    results = at_once(record, record, refusals=REFUSALS)

    assert sorted(len(result) for result in results) == [0, 1]
    assert ApprovalDecision.objects.count() == 1


def test_two_editors_publishing_one_list_make_one_edition(wagtail_root: Any) -> None:
    page = wagtail_root.add_child(instance=Page(title="第一轮名单", slug="round-1"))
    filing = FilingFactory(round=RoundFactory())
    digest = draft_edition(filing.round).digest

    def publish() -> ListEdition:
        return publish_edition(
            filing.round, page=page, expected_digest=digest, change_note="", acting_user=None
        )

    first, second = at_once(publish, publish, refusals=REFUSALS)

    assert first.pk == second.pk
    assert ListEdition.objects.count() == 1


def test_an_edit_and_a_publication_do_not_mix(wagtail_root: Any) -> None:
    """Whoever comes second sees the other's work: the list is published as signed, or refused."""
    filing = FilingFactory(round=RoundFactory())
    digest = draft_edition(filing.round).digest
    page = wagtail_root.add_child(instance=Page(title="第一轮名单", slug="round-1"))
    before = current_version()

    def edit() -> None:
        filing.fee = "300元/人"
        filing.save()

    def publish() -> ListEdition:
        return publish_edition(
            filing.round, page=page, expected_digest=digest, change_note="", acting_user=None
        )

    at_once(edit, publish, refusals=REFUSALS)

    for edition in ListEdition.objects.all():
        assert edition.digest == digest
        assert "200元/人" in edition.csv
    assert current_version() > before
