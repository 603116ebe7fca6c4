"""The fast way into files: the same bytes, the same rows as the page, few queries, no growth."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.enums import DecisionKind
from registry.filters import ApprovalFilterSet
from registry.models import Approval, ApprovalDecision, BasisLink
from tests import factories
from tests.registry.publication import list_page
from tests.registry.views.answers import answer
from xcms.exports.formats import csv_lines, json_lines
from xcms.models import new_public_ids
from xcms.registers import get_register

pytestmark = pytest.mark.django_db
TODAY = date(2020, 7, 1)
URL = "/registry/approvals/"


@pytest.fixture
def every_state(wagtail_root: Any) -> None:
    """Lines in force, to come, ended, revoked, corrected; with and without level, major, round and public text."""
    BasisLink.objects.create(wording="2020年第三批", page=list_page("text"))
    BasisLink.objects.create(wording="更正")
    round_ = factories.RoundFactory()
    major = factories.MajorFactory(code="011001", name="设施,农业")
    for number, code in enumerate(("430100", "430200", "433100")):
        school = factories.SchoolFactory(region=factories.region(code), name=f"=第{number}学院")
        certificate = factories.CertificateFactory(name=f"证书{number}")
        common = {"school": school, "certificate": certificate}
        factories.grant(60, **common, major=major, decision={"round": round_})
        factories.grant(40, **common, level="", is_demo=True, decision={"basis": '"依据"\r\n二'})
        factories.grant(5, **common, level="beginner", decision={"effective_to": date(2020, 6, 30)})
        coming = factories.grant(
            9, **common, level="advanced", decision={"effective_from": date(9998, 1, 1)}
        )
        # Two that begin together: the later recorded says what will be.
        factories.decide(coming, quota=11, effective_from=date(9998, 1, 1), basis="更正")
        factories.decide(coming, quota=12, effective_from=date(9998, 2, 1), basis="再后")
        revoked = factories.grant(7, **common, level="beginner", major=major)
        factories.decide(
            revoked,
            kind=DecisionKind.REVOKE,
            quota=0,
            effective_from=date(2020, 6, 20),
            clause="第六条",
            reason="退出",
            round=round_,
        )
        voided = factories.grant(3, **common, level="advanced", major=major)
        factories.decide(voided, quota=98765, voided_version=10**6)


def found(query: str) -> Any:
    return ApprovalFilterSet(QueryDict(query), Approval.objects.public(), today=TODAY).qs


def day(query: str) -> date:
    return date.fromisoformat(QueryDict(query).get("as_of", TODAY.isoformat()))


@pytest.mark.usefixtures("every_state")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "status=in_force&status=future&status=ended&status=revoked",
        "status=future&sort=-quota",
        "as_of=2020-06-15&status=ended&status=revoked&status=in_force",
        "region=430200&q=证书",
        "q=nothing",
    ],
)
def test_files_are_the_same_byte_for_byte_as_record_by_record(query: str) -> None:
    register = get_register("approvals")
    for write in (csv_lines, json_lines):
        slow = register.records(register.prepare(found(query)))
        fast = register.lines(found(query).with_public_associations(), day(query))
        assert b"".join(write(register.export_columns, fast)) == b"".join(
            write(register.export_columns, slow)
        )


_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "region": st.lists(st.sampled_from(["430100", "430200", "433100"]), max_size=2),
        "status": st.lists(st.sampled_from(["in_force", "future", "ended", "revoked"]), max_size=3),
        "certificate_level": st.lists(st.sampled_from(["beginner", "advanced"]), max_size=2),
        "q": st.sampled_from(["证书1", "学院", "设施"]),
        "as_of": st.sampled_from(["2020-06-15", "2020-06-25", "9999-01-01"]),
        "sort": st.sampled_from(["school", "-quota", "certificate"]),
        "round": st.just("2020-3-1"),
    },
)


@given(query=_QUERY)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_format_has_the_rows_of_the_page(
    client: Client, every_state: None, query: dict[str, Any]
) -> None:
    def ids(**more: Any) -> list[str]:
        pages = client.get(URL, {**query, "format": "json", "page_size": "100", **more}).json()
        return [row["id"] for row in pages["results"]]

    page = client.get(URL, {**query, "page_size": "100"})
    expected = [row.object.public_id for row in page.context["rows"]]
    assert ids() == expected
    for name in ("csv", "xlsx", "atom"):
        text = answer(client, URL, **{**query, "format": name})
        places = [text.find(public_id) for public_id in expected]
        if name != "atom":
            assert -1 not in places
            assert places == sorted(places)
            others = Approval.objects.exclude(public_id__in=expected)
            assert not any(other.public_id in text for other in others)


@pytest.mark.usefixtures("every_state")
def test_formulas_run_in_no_format(client: Client) -> None:
    text = answer(client, URL, format="csv")
    assert "'=第0学院" in text
    assert ",=第0学院" not in text
    assert json.loads(answer(client, URL, format="json"))["results"][0]["school"] == "=第0学院"


def _many(count: int) -> None:
    first = factories.grant()
    majors = [factories.MajorFactory() for _ in range(10)]
    schools = [factories.SchoolFactory() for _ in range(count // 30)]
    identities = (
        (school, level, major)
        for school in schools
        for level in ("", "beginner", "advanced")
        for major in majors
    )
    lines = Approval.objects.bulk_create(
        [
            Approval(
                public_id=public_id,
                school=school,
                certificate=first.certificate,
                level=level,
                major=major,
            )
            for public_id, (school, level, major) in zip(
                new_public_ids(count // 30 * 30), identities, strict=True
            )
        ]
    )
    model = first.decisions.get()
    ApprovalDecision.objects.bulk_create(
        [
            ApprovalDecision(
                approval=line,
                kind="grant",
                quota=1 + number % 90,
                effective_from=model.effective_from,
                basis=f"依据{number}",
                source="ledger",
                decided_at=model.decided_at,
                recorded_version=1,
            )
            for number, line in enumerate(lines)
        ]
    )


def _peak(pieces: Iterator[bytes]) -> int:
    tracemalloc.start()
    for _piece in pieces:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_rows(wagtail_root: Any, monkeypatch: Any) -> None:
    # The ceiling of what is remembered is reached at both sizes.
    monkeypatch.setattr("xcms.exports.rows._MOST_REMEMBERED", 500)
    monkeypatch.setattr("registry.exports.approvals._ROWS_AT_ONCE", 500)
    register = get_register("approvals")
    _many(24_000)
    rows = Approval.objects.public().with_state(TODAY).order_by("pk")
    part = rows.filter(pk__lte=rows[3_000].pk)

    def peak(of: Any) -> int:
        return _peak(csv_lines(register.export_columns, register.lines(of, TODAY)))

    peak(part)
    assert peak(rows) < 2 * peak(part)


def test_queries_are_few_and_counted(client: Client, wagtail_root: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer(client, URL, format="csv")
        return len(captured)

    _many(60)
    few = queries()
    _many(600)
    assert queries() == few
