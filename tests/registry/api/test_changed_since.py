"""``changed_since`` is all that a reader needs to keep a true copy: no way to become (in)visible escapes it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.enums import DecisionKind, DecisionSource
from registry.models import Approval, Region, SchoolName, SchoolYear
from registry.services.approvals import DecisionDraft, correct, record_decisions, void
from tests.factories import (
    ApprovalFactory,
    BatchFactory,
    CertificateFactory,
    ContactFactory,
    FilingFactory,
    MajorFactory,
    OrganizationFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
    unspecified_major,
)
from tests.registry.api.reading import BASE, NAMES, brought_up, copies, get
from tests.registry.publication import public_filing
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


# Approvals


def draft(**values: Any) -> DecisionDraft:
    return DecisionDraft(
        **{
            "level": "intermediate",
            "major": unspecified_major(),
            "kind": None,
            "quota": 60,
            "effective_from": date(2020, 6, 12),
            "basis": "2020年第三批",
            "source": DecisionSource.LEDGER,
            **values,
        }
    )


@pytest.fixture
def line(wagtail_root: Any) -> Approval:
    (decision,) = record_decisions(
        [
            draft(
                school=SchoolFactory(),
                certificate=CertificateFactory(),
                major=MajorFactory(),
                round=RoundFactory(),
            )
        ],
        acting_user=None,
        today=date(2020, 6, 12),
    )
    return Approval.objects.get(pk=decision.approval_id)


def test_a_line_whose_decisions_are_all_void_is_removed(client: Client, line: Approval) -> None:
    found = copies(client, "approvals")
    void(line.decisions.all(), reason="误录", acting_user=None)
    assert brought_up(found)["approvals"].removed == [line.public_id]


def test_a_revoked_line_stays_and_says_so(client: Client, line: Approval) -> None:
    found = copies(client, "approvals")
    record_decisions(
        [
            draft(
                school=line.school,
                certificate=line.certificate,
                major=line.major,
                kind=DecisionKind.REVOKE,
                quota=0,
                reason="检查",
                clause="八",
                effective_from=date(2020, 7, 1),
            )
        ],
        acting_user=None,
        today=date(2020, 7, 1),
    )
    copy = brought_up(found)["approvals"]
    assert copy.removed == []
    assert copy.records[line.public_id]["status"] == "revoked"


def test_a_corrected_line_is_told(client: Client, line: Approval) -> None:
    found = copies(client, "approvals")
    correct(
        line.decisions.get(),
        quota=45,
        effective_from=date(2020, 6, 12),
        basis="更正",
        reason="误录",
        acting_user=None,
    )
    assert brought_up(found)["approvals"].records[line.public_id]["quota"] == 45


SHOWN: list[Callable[[Approval], Any]] = [
    lambda line: line.school,
    lambda line: line.school.region,
    lambda line: line.certificate,
    lambda line: line.certificate.organization,
    lambda line: line.major,
]


@pytest.mark.parametrize("shown", SHOWN)
def test_a_line_is_told_when_a_name_that_it_shows_changes(
    client: Client, line: Approval, shown: Callable[[Approval], Any]
) -> None:
    found = copies(client, *NAMES)
    record = shown(line)
    record.name = "改名之后"
    record.save()
    brought_up(found)
    assert "改名之后" in str(found["approvals"].records[line.public_id])


def test_a_line_is_told_when_its_rounds_key_changes(client: Client, line: Approval) -> None:
    found = copies(client, *NAMES)
    round_ = RoundFactory()
    round_.number = 7
    round_.save()
    assert brought_up(found)["approvals"].records[line.public_id]["round"] == "2020-3-7"
    round_.batch.number = 4
    round_.batch.save()
    assert brought_up(found)["approvals"].records[line.public_id]["round"] == "2020-4-7"


def test_each_line_is_told_once_whatever_else_changed(client: Client, line: Approval) -> None:
    since = current_version()
    others = [grant(school=line.school), grant(certificate=line.certificate), grant()]
    for record in (line.school, line.certificate, line.major, line, others[0]):
        record.save()
    told: list[str] = []
    address: str | None = f"{BASE}approvals/?changed_since={since}&page_size=1"
    while address:
        page = client.get(address).json()
        told += [record["id"] for record in page["results"]]
        address = page["next"]
    assert sorted(told) == sorted(one.public_id for one in [line, *others])


# What other records show


def test_names_that_records_show_are_told(client: Client, listed: Any) -> None:
    school = SchoolFactory(region=region("430300"))
    SchoolYear.objects.create(school=school, year=2020)
    ContactFactory(kind="school", school=school)
    ContactFactory(kind="bureau", region=region("430300"))
    QQGroupFactory(region=region("430300"), batch=BatchFactory())
    found = copies(client, *NAMES)
    organization = listed.round.filings.get().certificate.organization
    batch = listed.round.batch
    for record, name in (
        (organization, "name"),
        (Region.objects.get(code="430300"), "name"),
        (school, "name"),
        (batch, "title"),
    ):
        setattr(record, name, f"新的{name}{record.pk}")
        record.save()
        brought_up(found)
    batch.number = 9
    batch.save()
    brought_up(found)
    SchoolName.objects.create(school=school, name="旧名", kind="former")
    brought_up(found)
    SchoolName.objects.get(school=school).delete()
    brought_up(found)


# Hiding and deleting


@pytest.mark.parametrize(
    ("name", "factory"), [("contacts", ContactFactory), ("groups", QQGroupFactory)]
)
def test_what_an_editor_hides_is_removed_and_comes_back(
    client: Client, wagtail_root: Any, name: str, factory: Any
) -> None:
    record = factory()
    found = copies(client, name)
    record.is_public = False
    record.save()
    record.save()
    assert brought_up(found)[name].removed == [record.public_id]
    record.is_public = True
    record.save()
    assert set(brought_up(found)[name].records) == {record.public_id}


def test_what_is_hidden_and_then_deleted_is_removed(client: Client, wagtail_root: Any) -> None:
    record = ContactFactory()
    public_id = record.public_id
    found = copies(client, "contacts")
    record.is_public = False
    record.save()
    record.delete()
    assert brought_up(found)["contacts"].removed == [public_id]


def test_a_batch_that_is_no_longer_shown_takes_its_rounds_along(
    client: Client, wagtail_root: Any
) -> None:
    round_ = RoundFactory()
    found = copies(client, "rounds")
    round_.batch.is_listed = False
    round_.batch.save()
    assert brought_up(found)["rounds"].removed == [round_.public_id]


def test_deleted_records_are_removed(client: Client, wagtail_root: Any) -> None:
    school = SchoolFactory()
    SchoolYear.objects.create(school=school, year=2020)
    records: dict[str, Any] = {
        "school-years": SchoolYear.objects.get(),
        "schools": school,
        "majors": MajorFactory(),
        "contacts": ContactFactory(),
        "groups": QQGroupFactory(),
        "rounds": RoundFactory(),
    }
    found = copies(client, *records)
    had = {name: record.public_id for name, record in records.items()}
    for record in records.values():
        record.delete()
    for name, copy in brought_up(found).items():
        assert copy.removed == [had[name]], name


def test_what_goes_along_with_a_deletion_is_removed(client: Client, wagtail_root: Any) -> None:
    school = SchoolFactory()
    SchoolYear.objects.create(school=school, year=2020)
    ContactFactory(kind="school", school=school)
    found = copies(client, "schools", "school-years", "contacts")
    school.delete()
    assert all(copy.removed for copy in brought_up(found).values())


def test_a_school_that_comes_back_is_no_longer_removed(client: Client, wagtail_root: Any) -> None:
    since = current_version()
    school = SchoolFactory()
    school.delete()
    back = SchoolFactory(code=school.code, public_id=school.public_id)
    page = get(client, "schools", f"changed_since={since}")
    assert [record["id"] for record in page["results"]] == [back.public_id]
    assert page["removed"] == []


# What was never public


def test_what_never_was_public_is_never_named(client: Client, listed: Any) -> None:
    since = current_version()
    hidden = [
        ContactFactory(is_public=False),
        QQGroupFactory(is_public=False),
        FilingFactory(),
        ContactFactory(kind="organization", organization=OrganizationFactory()),
        ApprovalFactory(),
        RoundFactory(batch=BatchFactory(number=8, is_listed=False)),
    ]
    for record in hidden:
        record.save()
    listed.unpublish()
    for record in (hidden[0], hidden[1], hidden[3], hidden[4]):
        record.delete()
    told = {
        public_id
        for name in NAMES
        for public_id in get(client, name, f"changed_since={since}")["removed"]
    }
    assert told
    assert not told & {record.public_id for record in hidden}
    assert FilingFactory().certificate.public_id not in told


def test_a_new_copy_is_told_of_nothing_removed(client: Client, listed: Any) -> None:
    SchoolFactory().delete()
    listed.unpublish()
    for name in NAMES:
        assert get(client, name, "changed_since=0")["removed"] == []


# Versions


def test_nothing_has_changed_since_now(client: Client, some_of_everything: None) -> None:
    for name in NAMES:
        page = get(client, name, f"changed_since={current_version()}")
        assert (page["results"], page["removed"], page["next"]) == ([], [], None)


@pytest.mark.parametrize("value", ["-1", "1.5", "soon", "٣", "9" * 30, "1e3"])
def test_an_odd_version_is_a_400(client: Client, some_of_everything: None, value: str) -> None:
    response = client.get(f"{BASE}schools/", {"changed_since": value})
    assert response.status_code == 400
    assert response.json()["errors"]


def test_a_version_that_is_still_to_come_is_a_400(client: Client, line: Approval) -> None:
    response = client.get(f"{BASE}approvals/?changed_since={current_version() + 1}")
    assert response.status_code == 400
    assert "changed_since=0" in response.json()["errors"][0]


@pytest.mark.parametrize("page_size", [1, 2, 1000])
def test_small_pages_tell_the_same(client: Client, listed: Any, page_size: int) -> None:
    found = copies(client, *NAMES)
    public_filing(round=RoundFactory(number=2))
    line = grant()
    decide(line, kind="revoke", quota=0, reason="检", clause="八", effective_from=date(2020, 7, 1))
    for record in (SchoolFactory(), ContactFactory()):
        record.delete()
    listed.unpublish()
    for name, copy in found.items():
        copy.update(page_size=page_size)
        assert copy.is_true(), name


def test_a_change_during_a_walk_is_told_by_the_next_one(client: Client, wagtail_root: Any) -> None:
    lines = [grant() for _number in range(4)]
    first = get(client, "approvals", "changed_since=0&page_size=2")
    lines[0].school.name = "期间改名"
    lines[0].school.save()
    rest = client.get(first["next"]).json()
    assert rest["version"] > first["version"]
    assert rest["next_changed_since"] == first["version"]
    later = get(client, "approvals", f"changed_since={rest['next_changed_since']}")
    assert [record["school"] for record in later["results"]] == ["期间改名"]
