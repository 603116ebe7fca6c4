"""What editors recommend for a question stands on top, while it is public."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion

from tests.notices.pages import make_notice
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db


def promote(text: str, **values: Any) -> SearchPromotion:
    query, _is_new = Query.objects.get_or_create(query_string=text.lower())
    promotion: SearchPromotion = SearchPromotion.objects.create(query=query, **values)
    return promotion


def recommended(client: Client, text: str) -> str:
    shown = client.get("/search/", {"q": text}).content.decode()
    _before, _found, rest = shown.partition('id="search-promoted"')
    return rest.partition("</section>")[0]


def test_pages_and_links_are_recommended_in_order(client: Client, section: Any) -> None:
    notice = make_notice(section, title="怎样申报", slug="a")
    promote("报名", page=notice, description="先看这一篇", sort_order=0)
    promote(
        "报名", external_link_url="https://vslc.ncb.edu.cn", external_link_text="平台", sort_order=1
    )
    shown = recommended(client, "报名")
    assert shown.index(f'href="{notice.url}"') < shown.index('href="https://vslc.ncb.edu.cn"')
    assert "先看这一篇" in shown


@pytest.mark.parametrize("text", ["BIM  证书", "bim 证书", "ＢＩＭ 证书"])
def test_however_the_question_is_written(client: Client, section: Any, text: str) -> None:
    promote("bim 证书", page=make_notice(section, title="说明", slug="a"))
    assert "说明" in recommended(client, text)


def test_a_page_that_is_not_public_is_not_recommended(client: Client, section: Any) -> None:
    notice = make_notice(section, title="怎样申报", slug="a")
    promote("报名", page=notice)
    notice.view_restrictions.create(restriction_type="login")
    assert recommended(client, "报名") == ""
    notice.view_restrictions.all().delete()
    notice.unpublish()
    assert recommended(client, "报名") == ""


def test_other_questions_and_kinds_have_none(client: Client, section: Any) -> None:
    promote("报名", page=make_notice(section, title="怎样申报", slug="a"))
    assert recommended(client, "申报") == ""
    assert "search-promoted" not in client.get("/search/?q=报名&kind=notices").content.decode()


def test_asking_makes_no_query_and_counts_no_hit(client: Client, section: Any) -> None:
    promote("报名", external_link_url="https://vslc.ncb.edu.cn")
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/?q=报名")
        client.get("/search/?q=没有人问过")
    assert not [one for one in captured if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert (Query.objects.count(), QueryDailyHits.objects.count()) == (1, 0)


def test_a_new_recommendation_is_a_new_version(db: None) -> None:
    before = current_versions().pages
    promote("报名", external_link_url="https://vslc.ncb.edu.cn")
    assert current_versions().pages > before
