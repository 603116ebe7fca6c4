"""The ledger of completion in the admin: who may, what is kept of a change, files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from registry.models import Completion
from tests import factories
from tests.registry.admin.addresses import screen, sidebar
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

ACTIONS = ("list", "inspect", "history", "add", "edit", "delete")


def values(row: Completion, **more: Any) -> dict[str, Any]:
    return {
        "school": row.school_id,
        "certificate": row.certificate_id,
        "batch": row.batch_id,
        "planned": row.planned,
        "trained": row.trained,
        "certified": row.certified,
        "source": row.source,
        "figures_on": "2020-04-30",
        **more,
    }


def opens(client: Client, row: Completion) -> set[str]:
    return {
        action
        for action in ACTIONS
        if client.get(
            screen("completion", action, None if action in ("list", "add") else row.pk)
        ).status_code
        == 200
    }


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("数据管理", set(ACTIONS)),
        ("审核", {"list", "inspect", "history"}),
        ("编辑", set()),
        ("市州审核", set()),
    ],
)
def test_each_group_may_what_it_should_and_no_more(
    client: Client, wagtail_root: Any, group: str, expected: set[str]
) -> None:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("member")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    row = factories.CompletionFactory()

    assert opens(client, row) == expected
    assert (screen("completion", "list") in sidebar(client)) is bool(expected)
    client.post(screen("completion", "edit", row.pk), values(row, planned=7))
    row.refresh_from_db()
    assert (row.planned == 7) is ("edit" in expected)


def test_one_permission_does_not_open_the_others(
    client: Client, user_with: Callable[..., Any]
) -> None:
    row = factories.CompletionFactory()
    client.force_login(user_with("view_school", "view_application"))
    assert opens(client, row) == set()
    client.force_login(user_with("view_completion"))
    assert opens(client, row) == {"list", "inspect", "history"}


def test_the_list_shows_the_rate_and_filters(admin_page: Client) -> None:
    row = factories.CompletionFactory(trained=80, planned=90)
    other = factories.CompletionFactory(batch__number=1, is_demo=True)

    page = admin_page.get(screen("completion", "list")).content.decode()
    assert "≈ 87.77%" in page
    assert "79%" in page
    assert "演示数据" in page
    narrowed = admin_page.get(screen("completion", "list"), {"batch__id__exact": row.batch_id})
    assert row.school.name in narrowed.content.decode()
    assert other.school.name not in narrowed.content.decode()


def test_a_change_is_kept_with_what_it_was_before(admin_page: Client) -> None:
    row = factories.CompletionFactory()
    before = current_version()

    admin_page.post(screen("completion", "edit", row.pk), values(row, certified=85))

    row.refresh_from_db()
    assert row.recorded_version == current_version() == before + 1
    (entry,) = ModelLogEntry.objects.for_instance(row)
    assert entry.data["changes"] == [{"label": "取证人数", "old": "79", "new": "85"}]


def test_more_certified_than_trained_is_a_sentence_at_the_field(admin_page: Client) -> None:
    row = factories.CompletionFactory()

    page = admin_page.post(screen("completion", "edit", row.pk), values(row, certified=91))

    assert "取证 91 人，培训只有 90 人" in page.content.decode()
    row.refresh_from_db()
    assert row.certified == 79


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_list_is_a_file_that_excel_opens_safely(admin_page: Client, file_format: str) -> None:
    factories.CompletionFactory(source="=1+1")

    response: Any = admin_page.get(screen("completion", "list"), {"export": file_format})

    content = b"".join(response.streaming_content)
    if file_format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        assert "计划人数,培训人数,取证人数,完成率,数据来源" in content.decode("utf-8-sig")
        assert ",'=1+1," in content.decode("utf-8-sig")


def test_a_school_with_figures_stays(admin_page: Client) -> None:
    row = factories.CompletionFactory()

    admin_page.post(screen("school", "delete", row.school_id))

    assert Completion.objects.count() == 1
