"""The public lists as topics of alerts: a filter, and what becomes new, changes and goes in it."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from registry.alert_sources import sources
from registry.enums import DecisionKind
from registry.models import Approval
from tests.factories import ApprovalFactory, SchoolFactory, decide, grant, region
from tests.notices.pages import draft_list, make_section, publish, published_list
from tests.xcms.alerts.conftest import letterbox  # noqa: F401  a fixture
from tests.xcms.alerts.letters import Letterbox, text_of
from tests.xcms.alerts.subscribers import subscribe
from xcms.alerts.links import subscribe_url
from xcms.alerts.looking import look_at
from xcms.alerts.sending import send_digests
from xcms.alerts.sources import TooLongError, UnknownTopicError
from xcms.models import AlertNews

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
DAY = date(2026, 3, 2)
SOURCES = {source.key: source for source in sources()}
APPROVALS, SCHOOLS = SOURCES["approvals"], SOURCES["schools"]


def news() -> list[tuple[str, str]]:
    return list(AlertNews.objects.order_by("number").values_list("kind", "item"))


def test_a_filter_has_one_spelling() -> None:
    asked = (
        "page=3&status=in_force&region=430200&region=430100&unknown=1&as_of=2020-01-01&sort=quota"
    )
    assert APPROVALS.canonical(asked) == "region=430100&region=430200&status=in_force"
    assert APPROVALS.canonical("") == ""


@pytest.mark.parametrize(
    "asked",
    ["region=999999", "status=%00x", "q=" + "a" * 300, "region=430100&" * 500, "a=1&" * 1200],
)
def test_a_filter_that_the_list_does_not_take_is_refused(asked: str) -> None:
    with pytest.raises(UnknownTopicError):
        APPROVALS.canonical(asked)


def test_a_filter_that_finds_very_many_is_refused(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "ALERTS_MAX_ROWS": 2}
    grant()
    grant()
    assert APPROVALS.canonical("") == ""
    grant()
    with pytest.raises(TooLongError):
        APPROVALS.canonical("")


def test_what_a_visitor_typed_is_not_in_the_first_mail() -> None:
    topic = APPROVALS.canonical("q=您中奖了 http://evil.example&region=430100")
    assert "evil" in APPROVALS.title(topic)
    assert "长沙市" in APPROVALS.title(topic)
    assert "evil" not in APPROVALS.neutral_title(topic)


def test_a_granted_changed_and_moved_line_is_told() -> None:
    here = grant(school=SchoolFactory(region=region("430100")))
    elsewhere = SchoolFactory(region=region("430200"))
    grant(school=elsewhere)
    topic = subscribe(ANNA, "approvals", "region=430100").topic

    new = grant(school=SchoolFactory(region=region("430100")))
    look_at(topic.pk)
    assert news() == [("new", new.public_id)]

    decide(here, kind=DecisionKind.ENLARGE, quota=90, effective_from=date(2020, 7, 1))
    look_at(topic.pk)
    assert news()[1:] == [("changed", here.public_id)]

    decide(
        here,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 8, 1),
        reason="停办",
        clause="第五条",
    )
    look_at(topic.pk)
    assert news()[2:] == [("gone", here.public_id)]
    # It left the filter (in force) and is public all the same: it may be named.
    (departed,) = APPROVALS.departed(topic.topic, [here.public_id, new.public_id]).values()
    assert departed.title == here.school.name
    assert dict(departed.facts)


def test_a_synchronisation_that_finds_the_same_is_no_news() -> None:
    line = grant()
    topic = subscribe(ANNA, "approvals").topic
    line.synchronised_on = DAY
    line.save()

    look_at(topic.pk)

    assert news() == []


def test_an_undecided_line_is_never_told() -> None:
    topic = subscribe(ANNA, "approvals").topic
    ApprovalFactory()
    look_at(topic.pk)
    assert news() == []


def test_the_day_alone_changes_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line begins at midnight without a write."""
    grant(decision={"effective_from": date(2026, 3, 2)})
    for name in ("registry.alert_sources", "xcms.alerts.looking"):
        monkeypatch.setattr(f"{name}.shanghai_today", lambda: date(2026, 3, 1))
    topic = subscribe(ANNA, "approvals").topic
    for name in ("registry.alert_sources", "xcms.alerts.looking"):
        monkeypatch.setattr(f"{name}.shanghai_today", lambda: date(2026, 3, 2))

    look_at(topic.pk)

    assert [kind for kind, _item in news()] == ["new"]


def test_schools_tell_of_their_figures() -> None:
    school = SchoolFactory()
    topic = subscribe(ANNA, "schools").topic
    grant(school=school)
    look_at(topic.pk)
    assert news() == [("changed", school.public_id)]


def test_certificates_and_organisations_follow_the_published_list(wagtail_root: Any) -> None:
    certificates = subscribe(ANNA, "certificates").topic
    organizations = subscribe(ANNA, "organizations").topic
    page = published_list(make_section(wagtail_root))
    for topic in (certificates, organizations):
        look_at(topic.pk)
    assert [kind for kind, _item in news()] == ["new", "new"]

    page.unpublish()
    for topic in (certificates, organizations):
        look_at(topic.pk)

    assert sorted(kind for kind, _item in news()) == ["gone", "gone", "new", "new"]
    for source, topic in (("certificates", certificates), ("organizations", organizations)):
        keys = list(topic.news.values_list("item", flat=True))
        assert not SOURCES[source].items("", keys)
        assert not SOURCES[source].departed("", keys)


def test_a_draft_list_is_not_told(wagtail_root: Any) -> None:
    from tests.factories import FilingFactory, RoundFactory

    topic = subscribe(ANNA, "certificates").topic
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(make_section(wagtail_root), round_)
    look_at(topic.pk)
    assert news() == []

    publish(page)
    look_at(topic.pk)
    assert [kind for kind, _item in news()] == ["new"]


def test_a_filter_that_the_list_no_longer_takes_finds_nothing_wider(wagtail_root: Any) -> None:
    page = published_list(make_section(wagtail_root))
    filing = page.round.filings.get()
    topic = f"organization={filing.certificate.organization.public_id}"
    stored = subscribe(ANNA, "certificates", topic).topic
    page.unpublish()

    look_at(stored.pk)

    assert news() == []
    with pytest.raises(UnknownTopicError):
        SOURCES["certificates"].title(topic)


def test_the_digest_names_the_lines(letterbox: Letterbox) -> None:  # noqa: F811
    subscribe(ANNA, "approvals", "region=430100")
    line = grant(40, school=SchoolFactory(region=region("430100"), name="长沙<学院>"), is_demo=True)

    send_digests(DAY)

    (letter,) = letterbox.to(ANNA)
    text = text_of(letter)
    assert "长沙<学院>" in text
    assert line.certificate.name in text
    assert "40" in text
    assert f"http://localhost/registry/schools/{line.school.code}/" in text
    assert "http://localhost/registry/approvals/?region=430100" in text


def test_lists_offer_their_own_filter(client: Any) -> None:
    grant()
    page = client.get("/registry/approvals/?sort=quota&region=430100&page_size=50").content.decode()
    address = subscribe_url("approvals", "region=430100").replace("&", "&amp;")
    assert f'href="{address}"' in page
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    form = client.get("/alerts/", {name: values[0] for name, values in asked.items()})
    assert form.status_code == 200
    assert "长沙市" in form.content.decode()


def test_a_list_s_fingerprints_take_the_same_queries_for_few_and_for_many(
    django_assert_num_queries: Any,
) -> None:
    grant()
    with django_assert_num_queries(4):
        APPROVALS.fingerprints("")
    for _number in range(4):
        grant()
    with django_assert_num_queries(4):
        assert len(APPROVALS.fingerprints("")) == 5
    assert Approval.objects.count() == 5


def test_a_list_that_finds_nothing_yet_can_be_subscribed_to(client: Any) -> None:
    text = client.get("/registry/schools/?region=430200").content.decode()
    assert subscribe_url("schools", "region=430200").replace("&", "&amp;") in text
    assert "format=atom" in text


def test_the_form_takes_the_same_queries_for_few_rows_and_for_many(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    address = subscribe_url("approvals", "region=430100&status=in_force")
    counts = []
    for rows in (1, 4):
        for _number in range(rows):
            grant()
        with django_assert_max_num_queries(12) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
