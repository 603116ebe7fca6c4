"""Who runs a certificate: the index says what SQL says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import StatisticsBy
from registry.models import Approval
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import load_lines
from registry.services.approval_index.running import IndexRunning
from registry.services.running import Running, SqlRunning
from tests.registry.random_register import DAYS, REGIONS, RandomRegister
from tests.registry.services.approval_index.questions import EACH_EXAMPLE_IN_SECONDS, rolled_back

pytestmark = pytest.mark.django_db


def shown(running: Running, start: int, stop: int) -> list[Any]:
    """What the page shows of each school."""
    return [
        (
            (entry.school, entry.school.region.short_name, entry.quota, entry.is_demo),
            [
                (line, line.level, line.major.name, line.quota, line.is_demo, line.effective_to)
                for line in entry.lines
            ],
        )
        for entry in running.records(start, stop)
    ]


def assert_agree(found: Running, sql: Running) -> None:
    count = sql.count()
    assert found.count() == count
    assert shown(found, 0, count) == shown(sql, 0, count)
    assert shown(found, 1, 2) == shown(sql, 1, 2)
    assert found.figures().total() == sql.figures().total()
    assert found.figures().by(StatisticsBy.REGION) == sql.figures().by(StatisticsBy.REGION)


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6),
    steps=st.integers(0, 60),
    day=st.sampled_from(DAYS),
    regions=st.lists(st.sampled_from(REGIONS), max_size=2),
)
def test_schools_lines_and_sums_are_those_of_sql(
    seed: int, steps: int, day: Any, regions: list[str]
) -> None:
    with rolled_back():
        register = RandomRegister(seed)
        register.write(steps)
        rows = ApprovalIndex(1, load_lines()).on(day)
        for certificate in register.certificates:
            chosen = {"status": ["in_force"], "certificate": [certificate.public_id]}
            found = IndexRunning(rows, rows.select(chosen))
            lines = Approval.objects.public().effective_on(day).filter(certificate=certificate)
            sql = SqlRunning(lines)
            assert_agree(found, sql)
            assert_agree(found.in_regions(regions), sql.in_regions(regions))
