"""Figures on a handful of lines that one can add up by hand."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from registry.enums import StatisticsBy
from registry.filters import ApprovalFilterSet
from registry.models import Approval, Round
from registry.services.statistics import Figure
from registry.views.figures import figures_of
from tests.factories import (
    ApprovalFactory,
    BatchFactory,
    CertificateFactory,
    MajorFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 1)


def asked(query: str = "") -> ApprovalFilterSet:
    return ApprovalFilterSet(QueryDict(query), queryset=Approval.objects.public(), today=DAY)


def by(which: StatisticsBy, query: str = "") -> dict[str, tuple[int, int, int, int]]:
    """(lines, schools, certificates, quota) by value, without the zeros."""
    return {
        figure.value: (figure.lines, figure.schools, figure.certificates, figure.quota)
        for figure in figures_of(asked(query), None).by(which)
        if figure.lines
    }


def sums(figure: Figure) -> tuple[int, int, int, int]:
    return figure.lines, figure.schools, figure.certificates, figure.quota


@pytest.fixture
def lines() -> dict[str, Any]:
    """Two schools, two certificates, three lines in force; and one of each kind that is not."""
    one = SchoolFactory(region=region("430100"))
    two = SchoolFactory(region=region("430200"), secondary=True)
    a, b = CertificateFactory(name="物流管理"), CertificateFactory(name="老年照护")
    grant(40, school=one, certificate=a, level="beginner")
    grant(50, school=one, certificate=a, level="intermediate", major=MajorFactory())
    grant(30, school=two, certificate=b, level="", is_demo=True)
    grant(1000, school=two, certificate=a, decision={"effective_from": date(2020, 7, 2)})
    grant(
        2000,
        school=one,
        certificate=b,
        decision={"effective_to": date(2020, 7, 1)},
        level="advanced",
    )
    revoked = grant(4000, school=two, certificate=b, level="advanced")
    decide(revoked, kind="revoke", quota=0, reason="检查", clause="五", effective_from=DAY)
    decide(
        ApprovalFactory(school=one, certificate=CertificateFactory()),
        quota=8000,
        voided_version=9**9,
    )
    ApprovalFactory(school=one)
    return {"one": one, "two": two, "a": a, "b": b}


def test_the_total_counts_what_is_in_force_on_the_day(lines: dict[str, Any]) -> None:
    assert sums(figures_of(asked(), None).total()) == (3, 2, 2, 120)
    assert figures_of(asked(), None).total().is_demo


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-06-11", (0, 0, 0, 0)),
        ("2020-06-30", (5, 2, 2, 6120)),
        ("2020-07-02", (4, 2, 2, 1120)),
    ],
)
def test_the_total_of_another_day(
    lines: dict[str, Any], day: str, expected: tuple[int, ...]
) -> None:
    assert sums(figures_of(asked(f"as_of={day}"), None).total()) == expected


def test_figures_by_region_and_by_levels(lines: dict[str, Any]) -> None:
    assert by(StatisticsBy.REGION) == {"430100": (2, 1, 1, 90), "430200": (1, 1, 1, 30)}
    assert by(StatisticsBy.SCHOOL_LEVEL) == {
        "higher_vocational": (2, 1, 1, 90),
        "secondary": (1, 1, 1, 30),
    }
    assert by(StatisticsBy.CERTIFICATE_LEVEL) == {
        "beginner": (1, 1, 1, 40),
        "intermediate": (1, 1, 1, 50),
        "": (1, 1, 1, 30),
    }


def test_figures_by_certificate_name_those_with_lines_alone(lines: dict[str, Any]) -> None:
    assert by(StatisticsBy.CERTIFICATE) == {
        lines["a"].public_id: (2, 1, 1, 90),
        lines["b"].public_id: (1, 1, 1, 30),
    }
    labels = [figure.label for figure in figures_of(asked(), None).by(StatisticsBy.CERTIFICATE)]
    assert labels == ["老年照护", "物流管理"]


def test_every_region_is_there_in_the_order_of_the_codes(lines: dict[str, Any]) -> None:
    found = figures_of(asked(), None).by(StatisticsBy.REGION)
    assert [figure.value for figure in found][:2] == ["430100", "430200"]
    assert len(found) == 14
    assert [figure.is_demo for figure in found][:3] == [False, True, False]


def test_filters_narrow_the_figures(lines: dict[str, Any]) -> None:
    assert by(StatisticsBy.CERTIFICATE, "region=430100") == {lines["a"].public_id: (2, 1, 1, 90)}
    assert by(StatisticsBy.REGION, "status=revoked") == {"430200": (1, 1, 1, 0)}
    assert by(StatisticsBy.REGION, "q=物流&certificate_level=beginner") == {"430100": (1, 1, 1, 40)}


@pytest.fixture
def rounds() -> tuple[Round, Round, Round, Round]:
    """Two rounds of one batch, one of another, one of a batch that is not public."""
    hidden = BatchFactory(year=2021, number=1, title="秘密批次", is_listed=False)
    return (
        RoundFactory(number=1),
        RoundFactory(number=2),
        RoundFactory(batch=BatchFactory(year=2019, number=1, title="2019年第一批")),
        RoundFactory(batch=hidden),
    )


def test_a_line_decided_in_two_rounds_counts_in_both_and_once_in_all(
    rounds: tuple[Round, ...],
) -> None:
    first, second, other, hidden = rounds
    both = grant(40, decision={"round": first})
    decide(both, kind="enlarge", quota=70, round=second, effective_from=date(2020, 6, 20))
    grant(5, decision={"round": first})
    grant(7, decision={"round": other})
    grant(9, decision={"round": hidden})
    grant(11)

    assert sums(figures_of(asked(), None).total()) == (5, 5, 5, 102)
    assert by(StatisticsBy.ROUND) == {
        "2020-3-1": (2, 2, 2, 75),
        "2020-3-2": (1, 1, 1, 70),
        "2019-1-1": (1, 1, 1, 7),
    }
    assert by(StatisticsBy.BATCH) == {"2020-3": (2, 2, 2, 75), "2019-1": (1, 1, 1, 7)}


def test_two_decisions_in_one_round_count_once(rounds: tuple[Round, ...]) -> None:
    first = rounds[0]
    line = grant(40, decision={"round": first})
    decide(line, kind="enlarge", quota=60, round=first, effective_from=date(2020, 6, 20))
    assert by(StatisticsBy.ROUND) == {"2020-3-1": (1, 1, 1, 60)}


def test_a_voided_decision_counts_in_no_round(rounds: tuple[Round, ...]) -> None:
    first, second, *_ = rounds
    # The voided one is the earlier: it must not keep the valid one from counting either.
    line = ApprovalFactory()
    decide(line, quota=1, round=second, voided_version=9**9)
    decide(line, quota=2, round=first, voided_version=9**9)
    decide(line, quota=40, round=first)
    assert by(StatisticsBy.ROUND) == {"2020-3-1": (1, 1, 1, 40)}
    assert by(StatisticsBy.BATCH) == {"2020-3": (1, 1, 1, 40)}


def test_a_chosen_round_leaves_only_its_own_figure(rounds: tuple[Round, ...]) -> None:
    first, second, *_ = rounds
    both = grant(40, decision={"round": first})
    decide(both, kind="enlarge", quota=70, round=second, effective_from=date(2020, 6, 20))
    assert set(by(StatisticsBy.ROUND, "round=2020-3-2")) == {"2020-3-2"}
    assert set(by(StatisticsBy.ROUND, "batch=2020-3")) == {"2020-3-1", "2020-3-2"}


@pytest.mark.parametrize("which", list(StatisticsBy))
@pytest.mark.parametrize("query", ["", "region=430100", "batch=2020-3", "as_of=2020-07-02"])
def test_every_figure_is_the_count_of_the_list_that_it_links_to(
    lines: dict[str, Any], rounds: tuple[Round, ...], which: StatisticsBy, query: str
) -> None:
    grant(40, decision={"round": rounds[0]}, school=lines["one"])
    line = grant(50, decision={"round": rounds[0]}, school=lines["two"])
    decide(line, quota=55, kind="enlarge", round=rounds[2], effective_from=date(2020, 6, 20))
    for figure in figures_of(asked(query), None).by(which):
        if figure.value and figure.lines:
            narrowed = QueryDict(query, mutable=True)
            narrowed[which] = figure.value
            assert sums(figures_of(asked(narrowed.urlencode()), None).total()) == sums(figure), (
                figure,
                query,
            )


@pytest.mark.parametrize("which", list(StatisticsBy))
def test_figures_cost_two_queries_however_many_lines_there_are(
    lines: dict[str, Any], rounds: tuple[Round, ...], which: StatisticsBy
) -> None:
    filters = asked()
    filters.form.errors  # noqa: B018  the choices of the filters are asked once for all figures
    with CaptureQueriesContext(connection) as few:
        figures_of(filters, None).by(which)
    for one in range(10):
        grant(decision={"round": rounds[one % 4]})
    more = asked()
    more.form.errors  # noqa: B018
    with CaptureQueriesContext(connection) as many:
        figures_of(more, None).by(which)
    assert len(many) == len(few) <= 2
