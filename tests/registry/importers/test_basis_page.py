"""Imported decisions rest on a text of the site: chosen, or found by the words of the basis."""

from typing import Any

import pytest

from registry.models import ApprovalDecision, BasisLink
from tests.notices.pages import make_notice, make_section
from tests.registry.importers.approval_sheets import HEADER, ONE, ROUND, make_register, sheet
from tests.registry.importers.running import importing
from tests.sheets import csv_bytes
from xcms.importing.errors import ImportFileError
from xcms.importing.options import OptionKind

pytestmark = pytest.mark.django_db
NUMBER = "湘教通〔2020〕1号"


@pytest.fixture
def notice(wagtail_root: Any) -> Any:
    make_register()
    return make_notice(make_section(wagtail_root), document_number=NUMBER)


def links() -> dict[str, Any]:
    return dict(BasisLink.objects.values_list("wording", "page"))


def bases() -> set[str]:
    return set(ApprovalDecision.objects.values_list("basis", flat=True))


@pytest.mark.parametrize(
    "named", ["{0.pk}", "{0.url}", "http://x.test{0.url}?a=1#b", "notices/notice"]
)
def test_a_page_is_named_by_id_or_address(notice: Any, named: str) -> None:
    importing("approvals", sheet(ONE), **ROUND, basis_page=named.format(notice))

    assert links() == {ROUND["basis"]: notice.pk}


def test_without_words_the_page_gives_them(notice: Any) -> None:
    rows = csv_bytes([*HEADER, "依据"], [*ONE, "表中的依据"])

    importing("approvals", rows, round="2020-3-1", basis_page=str(notice.pk))

    assert bases() == {NUMBER}
    assert links() == {NUMBER: notice.pk}


def test_the_sheets_own_words_find_their_text(notice: Any) -> None:
    rows = csv_bytes(
        [*HEADER, "依据"], [*ONE, f"{NUMBER}第三条"], [*ONE[:3], "初级", "", "30", "平台数据"]
    )

    importing("approvals", rows, round="2020-3-1")

    assert links() == {f"{NUMBER}第三条": notice.pk, "平台数据": None}


def test_lines_that_the_file_lacks_are_revoked_on_the_page(notice: Any) -> None:
    importing("approvals", sheet(ONE, [*ONE[:3], "初级", "", "30"]), **ROUND)

    importing(
        "approvals",
        sheet(ONE),
        replace=True,
        round="2020-3-1",
        basis_page=str(notice.pk),
        reason="撤销",
    )

    assert ApprovalDecision.objects.get(kind="revoke").basis == NUMBER
    assert links() == {ROUND["basis"]: None, NUMBER: notice.pk}


@pytest.mark.parametrize("named", ["999999", "/nothing/", "9" * 5000, "甲" * 5000, "http://[", "0"])
def test_what_is_no_text_of_the_site_is_refused(notice: Any, named: str) -> None:
    with pytest.raises(ImportFileError):
        importing("approvals", sheet(ONE), **ROUND, basis_page=named)


def test_a_section_is_no_basis(notice: Any) -> None:
    with pytest.raises(ImportFileError):
        importing("approvals", sheet(ONE), **ROUND, basis_page=str(notice.get_parent().pk))


def test_words_that_mean_another_text_are_refused_and_nothing_is_written(notice: Any) -> None:
    other = make_notice(notice.get_parent(), slug="other", title="另一通知")
    importing("approvals", sheet(ONE), **ROUND, basis_page=str(notice.pk))

    with pytest.raises(ImportFileError, match=notice.title):
        importing("approvals", sheet([*ONE[:5], "90"]), **ROUND, basis_page=str(other.pk))

    assert ApprovalDecision.objects.count() == 1


def test_an_import_needs_the_same_queries_for_any_number_of_rows(
    notice: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        importing("approvals", sheet(ONE), **ROUND, basis_page=str(notice.pk))
    with CaptureQueriesContext(connection) as more:
        importing(
            "approvals",
            sheet(
                *(
                    [*ONE[:3], level, major, "50"]
                    for level, major in (("初级", "物流管理"), ("初级", ""), ("中级", "物流管理"))
                )
            ),
            **ROUND,
            basis_page=str(notice.pk),
        )

    assert len(more) <= len(few) + 3


def test_the_wizard_offers_the_texts_of_the_site(notice: Any) -> None:
    from registry.importers.options import BASIS_PAGE

    assert BASIS_PAGE.kind is OptionKind.CHOICE
    assert BASIS_PAGE.choices is not None
    assert (str(notice.pk), notice.title) in BASIS_PAGE.choices()
