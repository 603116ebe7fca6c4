"""The title first, and the newest first among equals; counts are exact."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from modelsearch.query import Boost, PlainText
from wagtail.models import Page

from notices.models import NoticePage
from tests.xcms.search.backends.conftest import Notice

Found = Callable[..., list[str]]


def test_exact_title_then_its_beginning_then_its_words_then_the_text(
    notice: Notice, found: Found
) -> None:
    notice("试点名单", day=1)
    notice("试点名单公布", day=2)
    notice("关于试点名单", day=3)
    notice("公布名单：试点", day=4)
    notice("甲", "试点名单", day=5)

    assert found("试点名单") == ["试点名单", "试点名单公布", "关于试点名单", "甲"]
    assert found("试点 名单") == [
        "公布名单：试点",
        "关于试点名单",
        "试点名单公布",
        "试点名单",
        "甲",
    ]


def test_a_title_is_exact_whatever_stands_between_its_words(notice: Notice, found: Found) -> None:
    notice("1+X 证书（试点）", day=1)
    notice("1+X 证书（试点）名单", day=2)

    assert found("1+X 证书（试点）")[0] == found("1+x证书 试点")[0] == "1+X 证书（试点）"
    assert found("试点 1+X证书")[0] == "1+X 证书（试点）名单"


def test_the_newest_comes_first_whatever_was_written_first(notice: Notice, found: Found) -> None:
    for day in (3, 1, 2):
        notice(f"试点{day}号", day=day)

    assert found("试点") == ["试点3号", "试点2号", "试点1号"]


def test_a_page_that_is_published_again_keeps_its_place(
    notice: Notice, found: Found, backend: Any
) -> None:
    first = notice("试点甲", day=1)
    notice("试点乙", day=2)
    first.title = "试点丙"
    first.save()
    backend.add(first)

    assert found("试点") == ["试点乙", "试点丙"]


def test_pages_of_results_fit_together(notice: Notice) -> None:
    for n in range(60):
        notice(f"试点{n}" if n % 3 else f"甲{n}", "试点", day=n % 20 + 1, live=bool(n % 5))
    results = Page.objects.live().search("试点")
    whole = [page.pk for page in results]

    parts = [page.pk for start in range(0, 48, 7) for page in results[start : start + 7]]

    assert parts == whole
    assert len(set(whole)) == results.count() == 48
    assert results[50:60].count() == 0
    assert results[40:45].count() == 5
    assert results[3].pk == whole[3]


def test_counting_may_stop_early(notice: Notice) -> None:
    for n in range(12):
        notice(f"试点{n}", live=n > 1)
    results = Page.objects.live().search("试点")

    assert results.count_up_to(5) == 5
    assert results.count_up_to(100) == results.count() == 10
    assert Page.objects.all().search("试点").count_up_to(11) == 11
    assert results[8:].count_up_to(5) == 2
    assert Page.objects.search("没有").count_up_to(5) == 0
    assert Page.objects.none().search("试点").count_up_to(5) == 0
    assert (
        NoticePage.objects.live().filter(path__startswith="0001").search("试点").count_up_to(9) == 9
    )


def test_few_pages_of_a_large_site_are_found_by_a_common_word(
    notice: Notice, wagtail_root: Any
) -> None:
    """More matches than the first bites hold, hardly any of them wanted."""
    for n in range(8):
        notice(f"试点{n}", day=n + 1)
    wanted = notice("试点旧事", day=1)
    from xcms.search.backends import stores

    bites, stores._LEAST_BITE = stores._LEAST_BITE, 1
    try:
        chosen = Page.objects.filter(pk=wanted.pk)
        assert [page.pk for page in chosen.search("试点")[:1]] == [wanted.pk]
    finally:
        stores._LEAST_BITE = bites


def test_scores_fall_with_the_tiers(notice: Notice) -> None:
    for title in ("试点", "试点名单", "做好试点", "甲"):
        notice(title, "试点")
    results = Page.objects.live().search("试点").annotate_score("score")

    scores = [page.score for page in results]

    assert scores == sorted(set(scores), reverse=True)
    assert all(isinstance(score, float) for score in scores)
    assert [page.score for page in results[1:3]] == scores[1:3]


def test_another_order_can_be_asked_for(notice: Notice) -> None:
    for title in ("试点丙", "试点甲", "试点乙"):
        notice(title)

    ordered = Page.objects.live().order_by("title").search("试点", order_by_relevance=False)
    unordered = Page.objects.live().order_by().search("试点", order_by_relevance=False)

    assert [page.title for page in ordered] == sorted(["试点丙", "试点甲", "试点乙"])
    assert [page.title for page in unordered] == ["试点乙", "试点甲", "试点丙"]
    assert all(isinstance(page.score, float) for page in ordered.annotate_score("score"))


def test_more_of_the_words_come_before_fewer(notice: Notice, found: Found) -> None:
    notice("试点名单公布", day=1)
    notice("试点", day=2)
    notice("甲", "名单", day=3)

    assert found("试点 名单", operator="or") == ["试点名单公布", "试点", "甲"]


@pytest.mark.parametrize(("boost", "first"), [(5.0, "乙方名单"), (0.2, "甲方试点")])
def test_a_boosted_alternative_comes_first(
    notice: Notice, found: Found, boost: float, first: str
) -> None:
    notice("甲方试点")
    notice("乙方名单")

    assert found(PlainText("试点") | Boost(PlainText("名单"), boost))[0] == first


def test_one_search_takes_few_queries(notice: Notice, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        notice(f"试点{n}")
    list(Page.objects.live().search("试点"))

    # Up to four tiers, each with a look at the pages; the rows; the count. PostgreSQL: settings around them.
    with django_assert_max_num_queries(8 if connection.vendor == "sqlite" else 13):
        results = Page.objects.live().search("试点")
        assert len(results[:20]) == 20
        assert results.count() == 30
