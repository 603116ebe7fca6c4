"""A server prepares before it forks, and starts in any case."""

import pytest
from django.db import OperationalError

from registry.services.approval_index import holder
from tests.factories import grant
from xcms import warming
from xcms.versions import register_read


@pytest.fixture
def _own_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_preparations", [])


@pytest.mark.django_db(transaction=True)
def test_the_index_is_there_before_the_first_request() -> None:
    line = grant()
    warming.warm()
    held = holder._held
    assert held is not None
    assert list(held.lines.key) == [line.pk]
    with register_read() as version:
        assert holder.index_at(version) is held


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_list")
def test_a_database_that_does_not_answer_keeps_no_server_from_starting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise OperationalError("no such table")

    warming.before_first_request(fail)
    warming.warm()
    assert "does not answer" in caplog.text
