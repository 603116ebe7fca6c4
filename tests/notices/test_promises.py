"""Promised publications: recorded from the sentence, open until a public page fulfils them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from notices.models import NoticePage, PromisedPublication, PromiseState
from notices.promises.home_panel import PromisesPanel
from notices.promises.queries import open_promises, promises_of
from tests.factories import BatchFactory
from tests.notices.pages import editor, make_notice, make_section, published_list
from tests.notices.proofreading import reading, token, url
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db

#: The panel, not the menu's entry.
PANEL = 'id="xcms-promises'

WORDS = "同意备案的证书名单另行发布"


@pytest.fixture
def promising(section: Any) -> NoticePage:
    return make_notice(
        section,
        slug="promising",
        dated=date(2020, 5, 21),
        body=[("paragraph", f"<p>{WORDS}。平台使用手册将于2020年6月10日前公布。</p>")],
        batch=BatchFactory(),
    )


def promise(page: Any, what: str = "备案证书名单", **values: Any) -> PromisedPublication:
    made: PromisedPublication = PromisedPublication.objects.create(
        page_id=page.pk, what=what, **{"words": what, **values}
    )
    return made


def state(one: PromisedPublication) -> str:
    return PromisedPublication.objects.get(pk=one.pk).current_state


def text_of(client: Client, page: Any) -> str:
    return client.get(page.url).content.decode()


# Recording


def test_one_click_records_the_promise_and_the_finding_is_gone(
    admin_client: Client, promising: NoticePage
) -> None:
    first, second = reading(promising).open
    data = {"token": token(admin_client, promising), "promise": first.fingerprint}
    # What else is filled in comes back.
    data[f"{second.fingerprint}-decision"] = "right"
    data[f"{second.fingerprint}-right_because"] = "手册已经在群里。"

    response = admin_client.post(url(promising), data)

    one = PromisedPublication.objects.get()
    assert (one.what, one.words, one.due) == ("同意备案的证书名单", WORDS, None)
    assert one.recorded_by is not None
    assert [finding.fingerprint for finding in reading(promising).open] == [second.fingerprint]
    assert "手册已经在群里。" in response.content.decode()
    assert PageLogEntry.objects.filter(action="xcms_notices.promise_recorded").count() == 1


def test_a_day_in_the_sentence_is_when_it_is_due(
    admin_client: Client, promising: NoticePage
) -> None:
    finding = reading(promising).open[1]

    for _twice in range(2):
        admin_client.post(
            url(promising),
            {"token": token(admin_client, promising), "promise": finding.fingerprint},
        )

    one = PromisedPublication.objects.get()
    assert one.what == "平台使用手册"
    assert one.due == date(2020, 6, 10)


# What fulfils it


def test_only_a_live_public_page_fulfils(promising: NoticePage, section: Any) -> None:
    fulfilling = make_notice(section, slug="fulfilling")
    one = promise(promising, fulfilled_by_id=fulfilling.pk)
    assert state(one) == PromiseState.FULFILLED

    fulfilling.unpublish()
    assert state(one) == PromiseState.OPEN

    fulfilling.get_latest_revision().publish()
    assert state(one) == PromiseState.FULFILLED
    restriction = section.view_restrictions.create(restriction_type="login")
    assert state(one) == PromiseState.OPEN

    restriction.delete()
    Page.objects.get(pk=fulfilling.pk).delete()
    assert state(one) == PromiseState.OPEN


def test_a_promise_closed_with_a_reason_is_open_no_more(promising: NoticePage) -> None:
    one = promise(promising, closed_reason="试点取消。")

    assert state(one) == PromiseState.CLOSED
    assert not open_promises().exists()


def test_the_promising_page_cannot_fulfil_and_closed_is_not_fulfilled(
    promising: NoticePage, section: Any
) -> None:
    one = promise(promising)
    one.fulfilled_by_id = promising.pk
    with pytest.raises(ValidationError):
        one.full_clean()
    one.fulfilled_by_id, one.closed_reason = make_notice(section, slug="other").pk, "取消"
    with pytest.raises(ValidationError):
        one.full_clean()


def test_the_dossier_asks_for_those_of_its_batch(promising: NoticePage, section: Any) -> None:
    later = promise(promising, what="使用手册")
    sooner = promise(promising, due=date(2020, 6, 10))
    elsewhere = make_notice(section, slug="elsewhere")
    other = promise(elsewhere)
    hidden = make_notice(section, slug="hidden", batch=promising.batch)
    promise(hidden)
    hidden.unpublish()

    assert list(open_promises(batch=promising.batch)) == [sooner, later]
    assert set(open_promises()) == {sooner, later, other}
    assert list(promises_of(promising)) == [sooner, later]


# What readers see


def test_readers_see_what_is_promised_and_what_became_of_it(
    client: Client, promising: NoticePage, section: Any
) -> None:
    fulfilling = make_notice(section, slug="fulfilling", title="名单公布页")
    one = promise(promising, due=date(2020, 6, 10))
    promise(promising, what="培训安排", closed_reason="不再举办。")
    text = text_of(client, promising)
    assert "2020年6月10日" in text
    assert "不再举办。" in text
    assert fulfilling.url not in text.partition("<main")[2]

    one.fulfilled_by_id = fulfilling.pk
    one.save()
    text = text_of(client, promising)
    assert f'<a href="{fulfilling.url}">名单公布页</a>' in text

    fulfilling.unpublish()
    text = text_of(client, promising)
    assert "名单公布页" not in text


def test_a_title_with_markup_is_text(client: Client, promising: NoticePage) -> None:
    promise(promising, what="<script>alert(1)</script>" + "长" * 150)

    text = text_of(client, promising)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_promises_need_the_same_few_queries_whatever_their_number(
    client: Client, promising: NoticePage, section: Any
) -> None:
    counts = []
    for number in range(6):
        page = make_notice(section, slug=f"fulfilling-{number}")
        promise(promising, what=f"第{number}项", fulfilled_by_id=page.pk)
        client.get(promising.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(promising.url)
        counts.append(len(queries))

    assert len(set(counts)) == 1


# Choosing on the fulfilling page


def fulfilling_url(page: Any) -> str:
    return reverse("xcms_notices_fulfilling", args=[page.pk])


def test_an_editor_ticks_what_the_page_fulfils_and_takes_it_back(
    admin_client: Client, promising: NoticePage, section: Any
) -> None:
    one, other = promise(promising), promise(promising, what="使用手册")
    page = published_list(section)
    assert "备案证书名单" in admin_client.get(fulfilling_url(page)).content.decode()

    shown = [one.pk, other.pk]
    admin_client.post(fulfilling_url(page), {"shown": shown, "promises": [one.pk]})
    assert (state(one), state(other)) == (PromiseState.FULFILLED, PromiseState.OPEN)

    admin_client.post(fulfilling_url(page), {"shown": shown})
    assert state(one) == PromiseState.OPEN


def test_what_another_editor_recorded_meanwhile_stays(
    admin_client: Client, promising: NoticePage, section: Any
) -> None:
    page = make_notice(section, slug="fulfilling")
    seen = promise(promising, fulfilled_by_id=page.pk)
    meanwhile = promise(promising, what="使用手册", fulfilled_by_id=page.pk)

    admin_client.post(fulfilling_url(page), {"shown": [seen.pk], "promises": [seen.pk]})

    assert state(meanwhile) == PromiseState.FULFILLED


def test_a_page_does_not_fulfil_what_it_promises_itself(
    admin_client: Client, promising: NoticePage
) -> None:
    one = promise(promising)

    admin_client.post(fulfilling_url(promising), {"shown": [one.pk], "promises": [one.pk]})

    assert state(one) == PromiseState.OPEN


def test_publishing_asks_whether_a_promise_is_fulfilled(
    admin_client: Client, promising: NoticePage, section: Any
) -> None:
    from tests.notices.proofreading.test_gate import form

    promise(promising)
    page = make_notice(section, slug="other")

    response = admin_client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form(page, ("heading", "标题"), **{"action-publish": "1"}),
        follow=True,
    )

    assert fulfilling_url(page) in response.content.decode()


# The list in the admin


def test_editors_see_the_promises_of_their_pages_alone(
    client: Client, promising: NoticePage, wagtail_root: Any, section: Any
) -> None:
    elsewhere = make_notice(make_section(wagtail_root, slug="elsewhere"), slug="a")
    one, other = promise(promising, what="本处事项"), promise(elsewhere, what="别处事项")
    index = reverse("xcms_promises:index")
    client.force_login(editor(section, name="here"))

    text = client.get(index).content.decode()
    assert "本处事项" in text
    assert "别处事项" not in text

    for name in ("edit", "delete"):
        assert client.get(reverse(f"xcms_promises:{name}", args=[one.pk])).status_code == 200
        refused = client.get(reverse(f"xcms_promises:{name}", args=[other.pk]))
        assert refused.status_code in (302, 403)
    refused = client.post(reverse("xcms_promises:delete", args=[other.pk]))
    assert PromisedPublication.objects.filter(pk=other.pk).exists()

    blind = client.post(fulfilling_url(promising), {"shown": [other.pk], "promises": [other.pk]})
    assert blind.status_code == 200
    other.refresh_from_db()
    assert other.fulfilled_by is None


def test_without_a_page_to_edit_there_is_no_list(client: Client, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("looker")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse("xcms_promises:index")).status_code in (302, 403)


def test_a_promise_is_made_and_closed_in_the_list(
    client: Client, promising: NoticePage, wagtail_root: Any, section: Any
) -> None:
    elsewhere = make_notice(make_section(wagtail_root, slug="elsewhere"), slug="a")
    client.force_login(editor(section, name="here"))
    data = {
        "what": "名单",
        "words": WORDS,
        "due": "",
        "fulfilled_by": "",
        "closed_reason": "",
    }
    add = reverse("xcms_promises:add")

    assert client.post(add, {**data, "page": elsewhere.pk}).status_code == 200
    assert client.post(add, {**data, "page": promising.pk}).status_code == 302
    one = PromisedPublication.objects.get()
    assert one.recorded_by.username == "here"

    client.post(
        reverse("xcms_promises:edit", args=[one.pk]),
        {**data, "page": promising.pk, "closed_reason": "不再公布。"},
    )
    assert state(one) == PromiseState.CLOSED


@pytest.mark.parametrize(
    "query", ["state=open", "state=nonsense", "is_overdue=true", "q=%00", "p=99"]
)
def test_no_filter_breaks_the_list(admin_client: Client, promising: NoticePage, query: str) -> None:
    promise(promising)

    response = admin_client.get(f"{reverse('xcms_promises:index')}?{query}")

    assert response.status_code in (200, 302, 400, 404)


def test_the_list_filters_by_state_and_by_what_is_overdue(
    admin_client: Client, promising: NoticePage
) -> None:
    promise(promising, what="逾期事项", due=shanghai_today() - timedelta(days=1))
    promise(promising, what="已了事项", closed_reason="取消")
    index = reverse("xcms_promises:index")

    overdue = admin_client.get(f"{index}?is_overdue=true").content.decode()
    closed = admin_client.get(f"{index}?state=closed").content.decode()

    assert ("逾期事项" in overdue, "已了事项" in overdue) == (True, False)
    assert ("逾期事项" in closed, "已了事项" in closed) == (False, True)


# The admin's home


def test_the_home_says_what_is_overdue_due_and_never_finished(
    rf: Any, admin_user: Any, admin_client: Client, promising: NoticePage
) -> None:
    today = date(2020, 6, 10)
    late = promise(promising, what="一", due=date(2020, 6, 9))
    due = promise(promising, what="二", due=date(2020, 6, 24))
    later = promise(promising, what="三", due=date(2020, 6, 25))
    dateless = promise(promising, what="四")
    request = rf.get("/admin/")
    request.user = admin_user

    assert PromisesPanel(request, today).groups() == {
        "overdue": [late],
        "due": [due],
        "later": [later],
        "unfinished": [dateless],
    }
    assert PANEL in admin_client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_home_is_silent_where_nothing_is_open(
    admin_client: Client, promising: NoticePage
) -> None:
    promise(promising, closed_reason="取消")

    assert PANEL not in admin_client.get(reverse("wagtailadmin_home")).content.decode()
