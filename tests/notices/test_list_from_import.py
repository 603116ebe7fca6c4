"""From an import of filings to the draft of the round's list page."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from wagtail.models import PageLogEntry

from notices.import_action import MakeListPage
from notices.lists_from_imports import (
    attach,
    list_page_of,
    make_list_page,
    rounds_of,
    sections_for,
    user_can_make_lists,
)
from notices.models import CertificateListPage, ListFile
from registry.models import Filing, Round
from tests.factories import CertificateFactory, FilingFactory, RoundFactory
from tests.notices.pages import draft_list, editor, make_section, publish
from tests.notices.screens import edit_url, form_data, seen_digest
from xcms.imports.runs import RunOptions, confirm, park, start_preview, undo
from xcms.imports.states import RunState
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db

FILE = "备案表（含经办人电话）.csv"


@pytest.fixture
def maker(section: Any) -> User:
    """Imports filings with their decisions, and makes and publishes pages in the section."""
    user = editor(section, name="maker")
    codenames = ("add_filing", "change_filing", "view_filing", "decide_filing")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=codenames, content_type__app_label="xcms_registry")
    )
    return User.objects.get(pk=user.pk)


@pytest.fixture
def imported(maker: User) -> ImportRun:
    """A done import of one filing into round 1."""
    return imported_by(maker, RoundFactory())


def imported_by(user: User, round_: Round) -> ImportRun:
    certificate = CertificateFactory()
    sheet = f"证书名称,证书等级,试点院校层次,审核结论\n{certificate.name},初级、中级,中职、高职,同意备案\n"
    run = park(
        sheet.encode(),
        filename=FILE,
        register="filings",
        user=user,
        options=RunOptions(extra={"round": round_.key}),
    )
    start_preview(run)
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED, run.message
    confirm(run, acting_user=user)
    run.refresh_from_db()
    assert (run.state, Filing.objects.agreed().count()) == (RunState.DONE, 1)
    return run


def address(run: ImportRun) -> str:
    return MakeListPage().url(run)


def choice(run: ImportRun, section: Any, attachment: str = "table") -> dict[str, Any]:
    return {"round": Round.objects.get().pk, "parent": section.pk, "attachment": attachment}


# From the button to the public page


def test_the_table_alone_is_what_is_proposed(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    client.force_login(maker)
    page = client.get(address(imported))
    shown = page.content.decode()

    assert page.context["form"].initial["round"] == Round.objects.get()
    assert page.context["form"].fields["parent"].initial == section.pk
    assert page.context["form"]["attachment"].value() == "table"
    assert "原样公开" in shown
    assert FILE in shown

    response = client.post(address(imported), choice(imported, section))

    made = CertificateListPage.objects.get()
    assert response.headers["Location"] == edit_url(made)
    assert (made.live, made.round, made.slug) == (False, Round.objects.get(), "list-2020-3-1")
    assert made.title == "2020年第三批第1轮备案证书名单"
    assert "现予公布" in made.intro
    assert made.owner == maker
    assert not ListFile.objects.exists()
    assert PageLogEntry.objects.filter(page=made.pk, action="wagtail.create", user=maker).exists()


@pytest.mark.parametrize("attachment", ["table", "upload"])
def test_publishing_the_draft_publishes_rows_and_files(
    imported: ImportRun, maker: User, section: Any, client: Client, attachment: str
) -> None:
    client.force_login(maker)
    client.post(address(imported), choice(imported, section, attachment))
    page = CertificateListPage.objects.get()
    visitor = Client()
    for part in ("", "xlsx/", "file/"):
        assert visitor.get(f"{page.get_url()}{part}").status_code == 404
    assert not Filing.objects.public().exists()

    draft = page.get_latest_revision_as_object()
    values = form_data(
        draft,
        attached_file=draft.attached_file_id or "",
        rows_digest=seen_digest(client, edit_url(page)),
    )
    client.post(edit_url(page), {**values, "action-publish": "1"})

    assert Filing.objects.public().count() == 1
    assert visitor.get(f"{page.get_url()}xlsx/").status_code == 200
    file = visitor.get(f"{page.get_url()}file/")
    if attachment == "upload":
        assert file.content.startswith("证书名称".encode())
        assert FILE in visitor.get(page.get_url()).content.decode()
    else:
        assert file.status_code == 404


@pytest.mark.parametrize("live", [False, True])
def test_a_round_s_own_page_takes_the_file_as_a_draft(
    imported: ImportRun, maker: User, section: Any, client: Client, live: bool
) -> None:
    page = draft_list(section, Round.objects.get())
    if live:
        page = publish(page)
    client.force_login(maker)
    assert page.title in client.get(address(imported)).content.decode()

    response = client.post(address(imported), choice(imported, section, "upload"))

    assert response.headers["Location"] == edit_url(page)
    page = CertificateListPage.objects.get()
    assert (page.live, page.attached_file) == (live, None)
    assert page.get_latest_revision_as_object().attached_file.name == FILE
    assert Client().get(f"{page.get_url()}file/").status_code == 404
    assert Client().get(page.get_url()).status_code == (200 if live else 404)


def test_the_same_file_twice_is_kept_once(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    client.force_login(maker)
    for _time in range(2):
        client.post(address(imported), choice(imported, section, "upload"))

    assert CertificateListPage.objects.count() == ListFile.objects.count() == 1


def test_the_table_may_replace_the_file_on_the_draft(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    client.force_login(maker)
    for attachment in ("upload", "table"):
        client.post(address(imported), choice(imported, section, attachment))

    draft = CertificateListPage.objects.get().get_latest_revision_as_object()
    assert draft.attached_file is None


def test_a_file_that_is_no_longer_kept_is_said(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    imported.parts.all().delete()
    client.force_login(maker)

    page = client.post(address(imported), choice(imported, section, "upload"))

    assert "attachment" in page.context["form"].errors
    assert not CertificateListPage.objects.exists()


def test_a_section_must_be_chosen_for_a_new_page(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    client.force_login(maker)

    page = client.post(address(imported), {**choice(imported, section), "parent": ""})

    assert page.context["form"].errors["parent"] == ["请选择新名单页所在的栏目。"]
    assert not CertificateListPage.objects.exists()


def test_a_locked_page_is_left_alone(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    page = draft_list(section, Round.objects.get())
    page.locked, page.locked_by = True, None
    page.save()
    client.force_login(maker)

    answer = client.post(address(imported), choice(imported, section, "upload"))

    assert "已被锁定" in answer.content.decode()
    assert not ListFile.objects.exists()


# Who may, and which runs


def test_the_button_stands_on_the_result_of_a_done_import_of_filings(
    imported: ImportRun, maker: User
) -> None:
    button = MakeListPage()

    assert button.is_offered(imported, maker)
    for changes in ({"register": "schools"}, {"state": RunState.PREVIEWED}):
        assert not button.is_offered(ImportRun(**{"register": "filings", **changes}), maker)


def test_an_undone_import_makes_no_page(
    imported: ImportRun, maker: User, section: Any, client: Client
) -> None:
    undo(imported, acting_user=maker, reason="传错了文件")
    imported.refresh_from_db()
    client.force_login(maker)

    assert not MakeListPage().is_offered(imported, maker)
    client.post(address(imported), choice(imported, section))
    assert not CertificateListPage.objects.exists()


@pytest.mark.parametrize("lacking", ["pages", "import"])
def test_it_takes_the_right_to_import_and_the_right_to_add_pages(
    imported: ImportRun, maker: User, section: Any, client: Client, lacking: str
) -> None:
    if lacking == "pages":
        maker.groups.get().page_permissions.all().delete()
    else:
        maker.user_permissions.clear()
    maker = User.objects.get(pk=maker.pk)
    client.force_login(maker)

    assert client.get(address(imported)).status_code in (302, 404)
    assert client.post(address(imported), choice(imported, section)).status_code in (302, 404)
    assert not CertificateListPage.objects.exists()
    assert user_can_make_lists(maker) is (lacking == "import")


def test_a_stranger_is_sent_to_the_login(imported: ImportRun, client: Client) -> None:
    assert client.get(address(imported)).headers["Location"].startswith("/admin/login/")


def test_a_section_beyond_one_s_rights_can_t_be_chosen(
    imported: ImportRun, maker: User, section: Any, wagtail_root: Any, client: Client
) -> None:
    foreign = make_section(wagtail_root, slug="foreign")
    client.force_login(maker)

    page = client.post(address(imported), {**choice(imported, section), "parent": foreign.pk})

    assert "parent" in page.context["form"].errors
    with pytest.raises(PermissionDenied):
        make_list_page(Round.objects.get(), parent=foreign, user=maker)


def test_a_page_that_one_may_not_edit_takes_no_file(
    round_: Round, wagtail_root: Any, maker: User
) -> None:
    page = draft_list(make_section(wagtail_root, slug="foreign"), round_)

    with pytest.raises(PermissionDenied):
        attach(page, b"x", name=FILE, user=maker)


# What is proposed


def test_the_round_is_that_of_the_rows_where_the_file_names_it(maker: User) -> None:
    first, second = FilingFactory(), FilingFactory(round=RoundFactory(number=2))

    assert rounds_of(second.recorded_version) == [second.round]
    assert rounds_of(first.recorded_version) == [first.round]
    assert rounds_of(None) == []


def test_the_section_is_where_the_newest_list_stands(
    maker: User, section: Any, wagtail_root: Any
) -> None:
    assert [page.pk for page in sections_for(maker)] == [section.pk]
    newer = make_section(wagtail_root, slug="newer")
    for codename in ("add_page", "change_page"):
        maker.groups.get().page_permissions.create(
            page=newer, permission=Permission.objects.get(codename=codename)
        )
    draft_list(section, RoundFactory())
    draft_list(newer, RoundFactory(number=2), slug="round-2")

    found = [page.pk for page in sections_for(User.objects.get(pk=maker.pk))]

    assert found == [newer.pk, section.pk]


def test_a_draft_that_means_to_carry_the_round_counts(section: Any, round_: Round) -> None:
    page = draft_list(section, None)
    draft = page.get_latest_revision_as_object()
    draft.round = round_
    draft.save_revision()

    assert list_page_of(round_) == page
    assert list_page_of(RoundFactory(number=2)) is None


def test_two_pages_of_one_round_never_arise(section: Any, round_: Round, maker: User) -> None:
    make_list_page(round_, parent=section, user=maker)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_list_page(round_, parent=section, user=maker)
    assert CertificateListPage.objects.count() == 1


def test_the_text_is_chinese_also_for_an_editor_who_reads_english(
    section: Any, round_: Round, maker: User
) -> None:
    with translation.override("en"):
        page = make_list_page(round_, parent=section, user=maker)

    assert page.title == "2020年第三批第1轮备案证书名单"


def test_a_taken_address_is_not_taken_twice(section: Any, round_: Round, maker: User) -> None:
    make_section(section, slug="list-2020-3-1")

    page = make_list_page(round_, parent=section, user=maker)

    assert page.slug != "list-2020-3-1"


def test_the_issuing_body_is_that_of_the_earlier_list(
    section: Any, round_: Round, maker: User
) -> None:
    draft_list(section, RoundFactory(number=2), issuing_body="某省教育厅")

    assert make_list_page(round_, parent=section, user=maker).issuing_body == "某省教育厅"
