"""Recognitions of learning outcomes: entered by the office, a file, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from registry.models import Major, OutcomeRecognition
from tests import factories

pytestmark = pytest.mark.django_db

READ = {"index", "inspect", "history"}
EVERY = READ | {"create", "edit", "delete"}


def at(action: str, row: OutcomeRecognition | None = None) -> str:
    args = [] if row is None or action in ("index", "create") else [row.pk]
    return reverse(f"xcms_registry_outcomerecognition_modeladmin_{action}", args=args)


def opens(client: Client, row: OutcomeRecognition) -> set[str]:
    return {action for action in EVERY if client.get(at(action, row)).status_code == 200}


def values(**more: Any) -> dict[str, Any]:
    return {
        "level": "",
        "major": "",
        "recognised": "免修《仓储管理》",
        "credits": "2.5",
        "basis": "校教〔2020〕8号",
        "recognised_on": "2020-09-01",
        "source": "学校报送",
        **more,
    }


@pytest.fixture
def row() -> OutcomeRecognition:
    return OutcomeRecognition.objects.create(
        school=factories.SchoolFactory(),
        certificate=factories.CertificateFactory(levels=("beginner",)),
        major=Major.objects.unspecified(),
        recognised="=免考",
        credits="1.50",
        basis="校教〔2020〕7号",
        recognised_on="2020-08-01",
    )


@pytest.mark.parametrize(
    ("group", "expected"),
    [("数据管理", EVERY), ("审核", READ), ("编辑", set()), ("市州审核", set())],
)
def test_each_group_may_what_it_should_and_no_more(
    client: Client, wagtail_root: Any, row: OutcomeRecognition, group: str, expected: set[str]
) -> None:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("member")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    assert opens(client, row) == expected


def test_its_own_permission_opens_it(
    client: Client, user_with: Callable[..., Any], row: OutcomeRecognition
) -> None:
    client.force_login(user_with("view_completion", "view_approval"))
    assert opens(client, row) == set()
    client.force_login(user_with("view_outcomerecognition"))
    assert opens(client, row) == READ


def test_without_a_major_it_is_of_all_of_them(admin_page: Client, row: OutcomeRecognition) -> None:
    given = values(school=row.school_id, certificate=row.certificate_id, level="beginner")

    answer = admin_page.post(at("create"), given)

    assert answer.status_code == 302, answer.context["form"].errors
    made = OutcomeRecognition.objects.get(basis="校教〔2020〕8号")
    assert made.major == Major.objects.unspecified()
    assert (str(made.credits), made.level) == ("2.50", "beginner")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level": "advanced"}, "该证书仅设"),
        ({"credits": "-1"}, "0"),
        ({"credits": "1.005"}, "2"),
        ({"recognised_on": ""}, ""),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    admin_page: Client, row: OutcomeRecognition, changes: dict[str, str], sentence: str
) -> None:
    given = values(school=row.school_id, certificate=row.certificate_id, **changes)

    page = admin_page.post(at("create"), given)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert OutcomeRecognition.objects.count() == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_list_is_a_file_that_excel_opens_safely(
    admin_page: Client, row: OutcomeRecognition, file_format: str
) -> None:
    response: Any = admin_page.get(at("index"), {"export": file_format})

    content = b"".join(response.streaming_content)
    if file_format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        assert ",'=免考,1.5,校教〔2020〕7号,2020-08-01," in content.decode("utf-8-sig")


def test_nothing_of_it_is_public(row: OutcomeRecognition) -> None:
    assert not OutcomeRecognition.objects.public().exists()
