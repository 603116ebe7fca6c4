"""What a basis means: one page for one wording, beside decisions that never change."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ProtectedError

from registry.enums import DecisionKind, DecisionSource
from registry.models import ApprovalDecision, BasisLink
from registry.services.approval_undo import take_back
from registry.services.approvals import correct, decide, void
from registry.services.basis_links import basis_url, cite, public_basis_pages
from registry.services.filings import revoke_filing
from tests import factories
from tests.notices.pages import make_notice, make_section
from xcms.versions import current_versions, register_write

pytestmark = pytest.mark.django_db
NUMBER = "湘教通〔2020〕1号"
TODAY = date(2020, 8, 1)


@pytest.fixture
def notice(wagtail_root: Any) -> Any:
    return make_notice(make_section(wagtail_root), document_number=NUMBER)


def revoke(basis: str = NUMBER, **values: Any) -> ApprovalDecision:
    return decide(
        factories.grant(),
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 7, 1),
        basis=basis,
        clause="第六条",
        reason="转包教学",
        source=DecisionSource.LEDGER,
        acting_user=None,
        today=TODAY,
        **values,
    )


def page_of(wording: str) -> Any:
    return BasisLink.objects.get(wording=wording).page_id


def test_a_decision_finds_the_published_text_that_it_names(notice: Any) -> None:
    revoke()

    assert page_of(NUMBER) == notice.pk
    assert public_basis_pages([NUMBER, "别的"]) == {NUMBER: notice.page_ptr}
    assert basis_url(notice, "二、（三）") == f"{notice.url}#clause-2-3"


def test_words_that_name_nothing_wait_for_their_text(wagtail_root: Any) -> None:
    revoke()
    assert page_of(NUMBER) is None

    notice = make_notice(make_section(wagtail_root), document_number=NUMBER)

    assert page_of(NUMBER) == notice.pk


def test_a_chosen_page_goes_before_what_the_words_say(notice: Any) -> None:
    other = make_notice(notice.get_parent(), slug="other", title="另一通知")

    revoke("检查处理意见", basis_page=other.pk)
    revoke("检查处理意见")

    assert page_of("检查处理意见") == other.pk


def test_one_wording_never_means_two_texts(notice: Any) -> None:
    other = make_notice(notice.get_parent(), slug="other", title="另一通知")
    revoke("检查处理意见", basis_page=other.pk)
    before = ApprovalDecision.objects.count()

    with pytest.raises(ValidationError, match="另一通知"):
        revoke("检查处理意见", basis_page=notice.pk)

    assert page_of("检查处理意见") == other.pk
    # The line that it was tried on has its grant alone.
    assert ApprovalDecision.objects.count() == before + 1


def test_corrections_and_revoked_filings_are_linked_too(notice: Any) -> None:
    decision = factories.grant().decisions.get()
    correct(
        decision,
        quota=50,
        effective_from=TODAY,
        basis="更正说明",
        basis_page=notice.pk,
        reason="笔误",
        acting_user=None,
    )
    revoke_filing(
        factories.FilingFactory(), on=date(2020, 7, 1), basis=f"{NUMBER}第六条", acting_user=None
    )

    assert page_of("更正说明") == page_of(f"{NUMBER}第六条") == notice.pk


def test_voiding_and_undoing_leave_the_link(notice: Any) -> None:
    decision = revoke()
    void([decision], reason="误录", acting_user=None)
    other = revoke()
    with register_write() as version:
        take_back([other.pk], version=version, acting_user=None)

    assert page_of(NUMBER) == notice.pk


def test_a_page_that_is_not_public_is_no_link(notice: Any) -> None:
    revoke()
    notice.unpublish()
    assert public_basis_pages([NUMBER]) == {}

    notice.save_revision().publish()
    assert set(public_basis_pages([NUMBER])) == {NUMBER}

    notice.view_restrictions.create(restriction_type="login")
    assert public_basis_pages([NUMBER]) == {}


def test_the_database_keeps_a_text_that_is_a_basis(notice: Any) -> None:
    revoke()

    with pytest.raises(ProtectedError):
        notice.delete()


def test_old_decisions_are_linked_without_touching_them(notice: Any, capsys: Any) -> None:
    """``factories.grant`` writes rows as they were before there were links."""
    factories.grant(decision={"basis": NUMBER})
    factories.grant(decision={"basis": "平台数据"})
    before = list(ApprovalDecision.objects.values())

    call_command("xcms_link_basis", dry_run=True)
    assert not BasisLink.objects.exists()
    call_command("xcms_link_basis")
    call_command("xcms_link_basis")

    assert page_of(NUMBER) == notice.pk
    assert page_of("平台数据") is None
    assert list(ApprovalDecision.objects.values()) == before
    assert "平台数据" in capsys.readouterr().out


def test_a_new_link_moves_what_visitors_see(notice: Any) -> None:
    """Pages are kept by version: none may go on without the link."""
    factories.grant(decision={"basis": NUMBER})
    factories.grant(decision={"basis": "会议纪要"})
    before = current_versions()

    call_command("xcms_link_basis")
    found = current_versions()
    assert found.pages > before.pages
    # Previews of imports are judged against the register's own version.
    assert found.number == before.number

    link = BasisLink.objects.get(wording="会议纪要")
    link.page_id = notice.pk
    link.save()
    assert current_versions().pages > found.pages


def test_a_thousand_wordings_are_looked_up_at_once(
    notice: Any, django_assert_max_num_queries: Any
) -> None:
    wordings = [f"{NUMBER}第{number}条" for number in range(1_000)]

    with django_assert_max_num_queries(25), register_write():
        cite(wordings)

    assert BasisLink.objects.filter(page=notice.pk).count() == 1_000
