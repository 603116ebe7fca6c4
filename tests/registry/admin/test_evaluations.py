"""Evaluations in the admin: who enters, who publishes, and what the screens say."""

import io
from collections.abc import Callable
from typing import Any

import pandas
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from registry.models import EvaluationScheme, EvaluationScore, School
from registry.services.evaluations.scoring import school_state, seen_state
from tests import factories
from tests.registry.admin.addresses import sidebar
from tests.sheets import csv_bytes
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

READ = {"list", "inspect", "history", "file"}
ENTER = {"add", "edit", "delete", "scores", "sheet"}
PUBLISH = {"publish"}
ACTIONS = sorted({*READ, *ENTER, *PUBLISH, "take-back"})


def at(action: str, scheme: EvaluationScheme | None = None) -> str:
    name = {"list": "index", "add": "create"}.get(action, action)
    args = [] if scheme is None or action in ("list", "add") else [scheme.pk]
    return reverse(f"xcms_registry_evaluationscheme_modeladmin_{name}", args=args)


def opens(client: Client, scheme: EvaluationScheme) -> set[str]:
    return {action for action in ACTIONS if client.get(at(action, scheme)).status_code == 200}


@pytest.fixture
def scheme() -> EvaluationScheme:
    made = factories.evaluation()
    factories.scored(made, "95", "50", name="甲学院", code="4143020009")
    return made


def publication(scheme: EvaluationScheme, **values: Any) -> dict[str, Any]:
    return {"seen": seen_state(scheme), "reason": "厅务会议决定", **values}


def scores_of(scheme: EvaluationScheme, school: School, *points: str) -> dict[str, Any]:
    keys = scheme.indicators.order_by("pk").values_list("pk", flat=True)
    return {
        "seen": school_state(scheme, school),
        **{f"points_{key}": text for key, text in zip(keys, points, strict=True)},
    }


# Who may


@pytest.mark.parametrize(
    ("group", "private", "public"),
    [
        ("数据管理", READ | ENTER, READ | {"add"}),
        ("审核", READ | PUBLISH, READ | {"take-back"}),
        ("编辑", set(), set()),
        ("市州审核", set(), set()),
    ],
)
def test_entering_and_publishing_are_two_people_s_work(
    client: Client,
    wagtail_root: Any,
    scheme: EvaluationScheme,
    group: str,
    private: set[str],
    public: set[str],
) -> None:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("member")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)

    assert opens(client, scheme) == private
    assert (at("list") in sidebar(client)) is bool(private)
    school = School.objects.get()
    client.post(
        f"{at('scores', scheme)}?school={school.code}", scores_of(scheme, school, "10", "5")
    )
    assert EvaluationScore.objects.filter(points=10).exists() is ("scores" in private)
    client.post(at("publish", scheme), publication(scheme))
    assert EvaluationScheme.objects.public().exists() is ("publish" in private)
    EvaluationScheme.objects.filter(pk=scheme.pk).update(is_public=True, public_since="2021-03-01")
    assert opens(client, scheme) == public
    client.post(
        f"{at('scores', scheme)}?school={school.code}", scores_of(scheme, school, "11", "5")
    )
    assert not EvaluationScore.objects.filter(points=11).exists()
    client.post(at("take-back", scheme), publication(scheme))
    assert EvaluationScheme.objects.public().exists() is ("take-back" not in public)


@pytest.mark.parametrize(
    ("codenames", "expected"),
    [
        ([], set()),
        (["view_school", "view_completion"], set()),
        (["view_evaluationscheme"], READ),
        (["view_evaluationscheme", "change_evaluationscheme"], {*READ, "edit"}),
        (["view_evaluationscheme", "change_evaluationscore"], {*READ, "scores", "sheet"}),
        (["view_evaluationscheme", "publish_evaluation"], READ | PUBLISH),
    ],
)
def test_each_permission_opens_its_own(
    client: Client,
    user_with: Callable[..., Any],
    scheme: EvaluationScheme,
    codenames: list[str],
    expected: set[str],
) -> None:
    client.force_login(user_with(*codenames))
    assert opens(client, scheme) == expected


# The scheme


def formset(scheme: EvaluationScheme, **changes: Any) -> dict[str, Any]:
    indicators = list(scheme.indicators.order_by("pk"))
    grades = list(scheme.grades.order_by("pk"))
    values: dict[str, Any] = {
        "title": scheme.title,
        "year": scheme.year,
        "basis": scheme.basis,
        "clause": "",
        "indicators-TOTAL_FORMS": len(indicators),
        "indicators-INITIAL_FORMS": len(indicators),
        "grades-TOTAL_FORMS": len(grades),
        "grades-INITIAL_FORMS": len(grades),
    }
    for number, one in enumerate(indicators):
        values |= {
            f"indicators-{number}-id": one.pk,
            f"indicators-{number}-name": one.name,
            f"indicators-{number}-weight": one.weight,
            f"indicators-{number}-max_points": one.max_points,
            f"indicators-{number}-measure": one.measure,
            f"indicators-{number}-full_at": one.full_at or "",
        }
    for number, grade in enumerate(grades):
        values |= {
            f"grades-{number}-id": grade.pk,
            f"grades-{number}-name": grade.name,
            f"grades-{number}-lower_bound": grade.lower_bound,
        }
    return {**values, **changes}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"indicators-0-weight": 50}, "权重合计须为 100，现为 90。"),
        ({"indicators-0-DELETE": "on"}, "指标“师资”已有得分，不能删除。"),
        ({"indicators-0-max_points": 90}, "指标“师资”已有更高的得分：95 分。"),
        ({"indicators-0-name": "总 分"}, "“总 分”是得分表固定的列名"),
        ({"indicators-0-measure": "completion"}, "须同时填写或同时留空"),
        ({"grades-0-lower_bound": "100.5"}, "100"),
        ({"indicators-0-name": "取证"}, ""),
    ],
)
def test_indicators_with_points_keep_their_sense(
    admin_page: Client, scheme: EvaluationScheme, changes: dict[str, Any], sentence: str
) -> None:
    before = current_version()

    page = admin_page.post(at("edit", scheme), formset(scheme, **changes))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert current_version() == before


def test_a_change_is_kept_with_what_it_was_before(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    changes = {"indicators-0-weight": 70, "indicators-1-weight": 30}

    answer = admin_page.post(at("edit", scheme), formset(scheme, **changes))

    assert answer.status_code == 302, answer.context["form"].errors
    message = ModelLogEntry.objects.for_instance(scheme).get().message
    assert "60 → 70" in message
    assert "40 → 30" in message


def test_a_new_one_may_be_unfinished_until_points_are_entered(admin_page: Client) -> None:
    values = formset(factories.evaluation(("甲", 60, 10)), year=2021)
    for name in ("indicators-INITIAL_FORMS", "grades-INITIAL_FORMS"):
        values[name] = 0
    for key in [key for key in values if key.endswith("-id")]:
        values[key] = ""

    answer = admin_page.post(at("add"), values)

    assert answer.status_code == 302, answer.context["form"].errors
    made = EvaluationScheme.objects.get(year=2021)
    assert "权重合计 60" in admin_page.get(at("scores", made)).content.decode()


def test_one_evaluation_a_year(admin_page: Client, scheme: EvaluationScheme) -> None:
    values = formset(factories.evaluation(year=2021), year=2020)
    other = EvaluationScheme.objects.get(year=2021)

    assert "该年度已有绩效评价方案" in admin_page.post(at("edit", other), values).content.decode()


def test_with_points_it_stays(admin_page: Client, scheme: EvaluationScheme) -> None:
    assert "不能删除" in admin_page.post(at("delete", scheme)).content.decode()
    assert EvaluationScheme.objects.exists()
    empty = factories.evaluation(year=2021)
    admin_page.post(at("delete", empty))
    assert not EvaluationScheme.objects.filter(year=2021).exists()


# Points


def test_a_school_is_found_by_its_name_and_scored(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    school = factories.SchoolFactory(name="乙学院", code="4143020002")
    page = admin_page.get(at("scores", scheme), {"school": "乙学院"}).content.decode()
    assert "师资（权重 60%）" in page
    assert "没有名为“丙”" not in page
    assert admin_page.get(at("scores", scheme), {"school": "丙"}).status_code == 200

    answer = admin_page.post(
        f"{at('scores', scheme)}?school=4143020002", scores_of(scheme, school, "70.5", "30")
    )

    assert answer.status_code == 302
    page = admin_page.get(at("inspect", scheme)).content.decode()
    assert "66.3" in page
    assert "合格" in page
    assert f"{at('scores', scheme)}?school=4143020002" in page


def test_the_register_s_proposal_stands_in_the_form(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    indicator = scheme.indicators.get(name="取证")
    indicator.measure, indicator.full_at = "completion", 100
    indicator.save()
    school = factories.CompletionFactory().school

    page = admin_page.get(at("scores", scheme), {"school": school.code}).content.decode()

    assert "登记簿建议 39.5 分：取证 79 / 计划 100：79%" in page
    assert 'value="39.50"' in page


def test_wrong_points_are_told_at_their_field(admin_page: Client, scheme: EvaluationScheme) -> None:
    school = School.objects.get()
    address = f"{at('scores', scheme)}?school={school.code}"

    for points in (("101", "5"), ("1.005", "5"), ("x", "5"), ("", "5")):
        page = admin_page.post(address, scores_of(scheme, school, *points))
        assert page.status_code == 200
        assert page.context["form"].errors
    assert EvaluationScore.objects.filter(points=95).exists()


def upload(client: Client, scheme: EvaluationScheme, *rows: list[Any], **values: Any) -> Any:
    data = csv_bytes(["学校名称", "师资", "取证"], *rows)
    return client.post(
        at("sheet", scheme), {"file": SimpleUploadedFile("得分.csv", data), **values}
    )


def test_a_sheet_is_checked_first_and_then_taken_in(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    before = current_version()
    page = upload(admin_page, scheme, ["甲学院", "96", ""], only_check="on").content.decode()
    assert "师资：95 → 96" in page
    assert current_version() == before

    answer = upload(admin_page, scheme, ["甲学院", "96", ""])

    assert answer.status_code == 302
    assert EvaluationScore.objects.get(indicator__name="师资").points == 96
    entry = ModelLogEntry.objects.for_instance(scheme).get()
    assert (entry.user.username, "师资：95 → 96" in entry.message) == ("chief", True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (csv_bytes(["学校名称", "师资"], ["甲学院", "很好"]), "需要 0 至 100 分"),
        (csv_bytes(["师资"], ["1"]), "学校"),
        (b"\x00\x01PK\x03\x04" * 50, ""),
    ],
)
def test_a_sheet_that_is_wrong_writes_nothing_and_says_why(
    admin_page: Client, scheme: EvaluationScheme, content: bytes, sentence: str
) -> None:
    before = current_version()

    page = admin_page.post(at("sheet", scheme), {"file": SimpleUploadedFile("得分.csv", content)})

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert current_version() == before


# Files and publication


def test_results_for_decisions_on_funds_open_in_excel(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    factories.scored(scheme, "70", "", name="=乙学院")
    response: Any = admin_page.get(at("file", scheme), {"format": "csv"})
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=乙学院" in content.decode()

    response = admin_page.get(at("file", scheme), {"format": "xlsx"})
    sheet = pandas.read_excel(io.BytesIO(b"".join(response.streaming_content)), engine="calamine")
    assert list(sheet.columns) == [
        *("名次", "学校标识码", "学校名称", "所在市州", "办学层次"),
        *("师资", "取证", "总分", "等级", "备注", "数据性质"),
    ]
    assert admin_page.get(at("file", scheme), {"format": "exe"}).status_code == 404


def test_published_from_the_admin_with_a_reason(
    admin_page: Client, scheme: EvaluationScheme
) -> None:
    refused = admin_page.post(at("publish", scheme), publication(scheme, reason=""))
    assert refused.status_code == 200
    assert not EvaluationScheme.objects.public().exists()

    admin_page.post(at("publish", scheme), publication(scheme, shows_totals="on"))

    assert EvaluationScheme.objects.public().get().shows_totals
    page = admin_page.get(at("inspect", scheme)).content.decode()
    assert "/registry/evaluations/2020/" in page
    assert at("edit", scheme) not in page
    assert "厅务会议决定" in admin_page.get(at("history", scheme)).content.decode()
    admin_page.post(at("take-back", scheme), publication(scheme))
    assert not EvaluationScheme.objects.public().exists()


def test_what_is_open_is_told_on_the_form(admin_page: Client, scheme: EvaluationScheme) -> None:
    factories.scored(scheme, "70", "", name="乙学院")

    page = admin_page.post(at("publish", scheme), publication(scheme)).content.decode()

    assert "1 所学校得分不全：乙学院。" in page
