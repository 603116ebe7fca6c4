"""Two people import at the same moment; and others log in meanwhile."""

import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from registry.models import School
from tests.at_once import at_once
from tests.sheets import csv_bytes
from tests.xcms.imports.school_sheets import FIRST, HEADER, SECOND, editor, many, park, previewed
from xcms.days import shanghai_today
from xcms.importing.importers import ImportOptions
from xcms.imports import blocks, runs, writing
from xcms.imports.errors import PreviewOutdatedError, RunStateError
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase, RunState
from xcms.imports.straight import import_file
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db(transaction=True)

OUTDATED = (RunState.PARKED, "登记簿已有变动，请重新预览。")


def confirming(run: ImportRun) -> Any:
    def confirm() -> tuple[str, str]:
        runs.confirm(run, acting_user=run.user)
        return run.state, run.message

    return confirm


def test_of_two_people_one_imports_and_the_other_is_asked_to_preview_again() -> None:
    first, second = previewed(FIRST), previewed(FIRST, SECOND, user=editor("colleague"))

    results = at_once(confirming(first), confirming(second), refusals=(PreviewOutdatedError,))

    first.refresh_from_db()
    second.refresh_from_db()
    told = {(run.state, run.message) for run in (first, second)}
    assert told == {(RunState.DONE, ""), OUTDATED}
    assert len(results) == 2
    assert School.objects.count() in {1, 2}


def test_of_two_clicks_one_imports() -> None:
    run = previewed(FIRST)
    same = ImportRun.objects.get(pk=run.pk)

    results = at_once(
        confirming(run), confirming(same), refusals=(RunStateError, PreviewOutdatedError)
    )

    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert School.objects.count() == 1
    assert len([result for result in results if result == (RunState.DONE, "")]) == 1


def test_two_commands_at_once_both_end_well() -> None:
    def importing(row: list[str]) -> Any:
        return lambda: (
            import_file(
                csv_bytes(HEADER, row),
                filename="学校.csv",
                register="schools",
                options=ImportOptions(today=shanghai_today()),
            ).written
        )

    assert at_once(importing(FIRST), importing(SECOND), refusals=()) == [True, True]
    assert School.objects.count() == 2
    assert ImportRun.objects.filter(state=RunState.DONE).count() == 2


@pytest.mark.parametrize("phase", [RunPhase.READING, RunPhase.JUDGING, RunPhase.STAGING])
def test_people_log_in_and_read_while_a_preview_is_at_it(
    phase: RunPhase, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = get_user_model()._default_manager
    users.create_superuser("admin", "admin@example.org", "a long password")
    run = park(*many(30))
    logged_in = threading.Event()
    reached = threading.Event()
    enter = Progress.enter

    def wait_there(told: Progress, entered: RunPhase, total: int = 0) -> None:
        enter(told, entered, total)
        if entered == phase:
            reached.set()
            assert logged_in.wait(60)

    monkeypatch.setattr(Progress, "enter", wait_there)

    def previewing() -> str:
        runs.start_preview(run)
        return run.state

    def logging_in() -> str:
        assert reached.wait(60)
        client = Client()
        client.post("/admin/login/", {"username": "admin", "password": "a long password"})
        answer = client.get("/admin/account/")
        logged_in.set()
        return str(answer.status_code)

    assert set(at_once(previewing, logging_in, refusals=())) == {RunState.PREVIEWED, "200"}


def test_log_ins_fit_between_the_blocks_of_a_large_preview(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While rows are kept, no transaction stays open from one batch of blocks to the next."""
    monkeypatch.setattr(blocks, "_ROWS_A_BLOCK", 5)
    monkeypatch.setattr(blocks, "_BLOCKS_A_TRANSACTION", 2)
    run = park(*many(100))
    open_transactions: list[bool] = []
    step = Progress.step

    def watched(told: Progress, rows: int) -> None:
        open_transactions.append(connection.in_atomic_block)
        step(told, rows)

    monkeypatch.setattr(Progress, "step", watched)
    runs.start_preview(run)

    assert open_transactions == [False] * 10
    assert run.counts["new"] == 100


def test_people_read_while_an_import_is_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    run = previewed(FIRST)
    writing_now, read = threading.Event(), threading.Event()
    keep_written = writing.keep_written

    def slowly(*arguments: Any) -> None:
        writing_now.set()
        assert read.wait(60)
        keep_written(*arguments)

    monkeypatch.setattr(writing, "keep_written", slowly)

    def reading() -> str:
        assert writing_now.wait(60)
        seen = School.objects.count()
        phase = ImportRun.objects.get(pk=run.pk).phase
        read.set()
        return f"{seen} {phase}"

    results = at_once(confirming(run), reading, refusals=())
    assert set(results) == {(RunState.DONE, ""), "0 writing"}
