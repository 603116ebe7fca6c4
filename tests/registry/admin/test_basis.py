"""Which text a decision rests on, in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import ApprovalDecision, BasisLink, Filing
from registry.services.basis_links import cite
from tests import factories
from tests.notices.pages import make_notice, make_section
from tests.registry.admin.addresses import screen
from tests.registry.admin.test_decisions import BASIS, post

pytestmark = pytest.mark.django_db
NUMBER = "湘教通〔2020〕1号"


@pytest.fixture
def notice(wagtail_root: Any) -> Any:
    return make_notice(make_section(wagtail_root), document_number=NUMBER)


def link_screen(action: str, pk: Any = None) -> str:
    name = {"add": "create"}.get(action, action)
    return reverse(f"xcms_registry_basislink_modeladmin_{name}", args=[pk] if pk else [])


def links() -> dict[str, Any]:
    return dict(BasisLink.objects.values_list("wording", "page"))


def test_a_chosen_text_gives_its_number_where_the_basis_is_empty(
    admin_page: Client, notice: Any
) -> None:
    line = factories.grant()

    post(admin_page, line, "revoke", basis="", basis_page=str(notice.pk))

    assert line.decisions.get(kind="revoke").basis == NUMBER
    assert links() == {NUMBER: notice.pk}
    inspected = admin_page.get(screen("approval", "inspect", line.pk)).content.decode()
    assert f'href="{notice.url}#article-3"' in inspected


def test_words_of_its_own_mean_the_chosen_text(admin_page: Client, notice: Any) -> None:
    post(
        admin_page,
        factories.grant(),
        "change-quota",
        quota="90",
        basis="会议纪要",
        basis_page=str(notice.pk),
    )

    assert links() == {"会议纪要": notice.pk}


def test_neither_words_nor_text_is_an_error(admin_page: Client, notice: Any) -> None:
    answer = post(admin_page, factories.grant(), "change-quota", quota="90", basis="")

    assert "basis" in answer.context["form"].errors
    assert ApprovalDecision.objects.count() == 1


@pytest.mark.parametrize("what", ["section", "999999", "x"])
def test_only_official_texts_can_be_chosen(admin_page: Client, notice: Any, what: str) -> None:
    key = str(notice.get_parent().pk) if what == "section" else what

    answer = post(admin_page, factories.grant(), "change-quota", quota="90", basis_page=key)

    assert "basis_page" in answer.context["form"].errors


def test_another_text_under_the_same_words_is_an_error_on_the_form(
    admin_page: Client, notice: Any
) -> None:
    other = make_notice(notice.get_parent(), slug="other", title="另一通知")
    cite([BASIS["basis"]])

    answer = post(
        admin_page, factories.grant(), "change-quota", quota="90", basis_page=str(other.pk)
    )

    assert notice.title in str(answer.context["form"].errors["basis_page"])
    assert ApprovalDecision.objects.count() == 1


def test_a_filing_is_revoked_on_a_text(admin_page: Client, notice: Any) -> None:
    filing = factories.FilingFactory()

    admin_page.post(
        screen("filing", "revoke", filing.pk),
        {"on": "2020-07-01", "basis": "", "basis_page": str(notice.pk)},
    )

    assert Filing.objects.get().revocation_basis == NUMBER
    assert links() == {NUMBER: notice.pk}


def test_the_office_links_what_was_not_found(admin_page: Client, notice: Any) -> None:
    factories.grant(decision={"basis": "平台数据"})
    cite(["平台数据"])
    link = BasisLink.objects.get()
    listed = admin_page.get(link_screen("index")).content.decode()
    assert "平台数据" in listed
    assert admin_page.get(link_screen("index") + "?linked=yes").status_code == 200

    admin_page.post(link_screen("edit", link.pk), {"page": str(notice.pk)})

    assert links() == {"平台数据": notice.pk}
    link.refresh_from_db()
    assert link.linked_by is not None
    assert admin_page.get(link_screen("add")).status_code in (302, 403)
    assert admin_page.post(link_screen("delete", link.pk)).status_code in (302, 403)
    assert BasisLink.objects.exists()


def test_linking_needs_its_permission(client: Client, user_with: Any, notice: Any) -> None:
    cite(["平台数据"])
    link = BasisLink.objects.get()
    client.force_login(user_with("view_basislink"))
    assert client.get(link_screen("index")).status_code == 200

    client.post(link_screen("edit", link.pk), {"page": str(notice.pk)})

    assert links() == {"平台数据": None}
