"""Large files: another process takes them up, tells how far it is, and stops when asked."""

import time
from typing import Any

import pytest
from django.test import override_settings

from registry.models import School
from tests.xcms.imports.school_sheets import FIRST, editor, park, previewed
from xcms.imports import moves, progress, runs, tasks
from xcms.imports.errors import CancelledError, LostRunError, RunStateError
from xcms.imports.moves import begin
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase, RunState
from xcms.imports.tasks import carry_on
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db

BACKGROUND = override_settings(XCMS={"IMPORT_INLINE_BYTES": 0})


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The public ids that were handed to the host's tasks."""
    queued: list[str] = []

    class Queue:
        def using(self, *, backend: str) -> "Queue":
            assert backend == "default"
            return self

        def enqueue(self, public_id: str) -> None:
            queued.append(public_id)

    monkeypatch.setattr(tasks, "carry_on", Queue())
    return queued


@BACKGROUND
def test_a_stock_host_does_large_files_at_once(django_capture_on_commit_callbacks: Any) -> None:
    run = park(FIRST)

    with django_capture_on_commit_callbacks(execute=True):
        runs.start_preview(run)
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED

    with django_capture_on_commit_callbacks(execute=True):
        runs.confirm(run, acting_user=run.user)
    run.refresh_from_db()
    assert run.state == RunState.DONE

    with django_capture_on_commit_callbacks(execute=True):
        runs.undo(run, acting_user=run.user, reason="发错了")
    run.refresh_from_db()
    assert run.state == RunState.UNDONE


@BACKGROUND
def test_a_run_waits_until_somebody_takes_it_up_once(
    queue: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    run = park(FIRST)
    with django_capture_on_commit_callbacks(execute=True):
        runs.start_preview(run)

    assert run.is_waiting
    assert queue == [run.public_id]
    carry_on.call(run.public_id)
    carry_on.call(run.public_id)

    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED


@BACKGROUND
def test_a_waiting_run_is_cancelled_at_once(queue: list[str]) -> None:
    run = park(FIRST)
    runs.start_preview(run)

    runs.cancel(run)

    assert run.state == RunState.CANCELLED
    carry_on.call(run.public_id)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


@BACKGROUND
def test_other_choices_wait_for_the_end_of_a_preview(queue: list[str]) -> None:
    run = park(FIRST)
    runs.start_preview(run)

    with pytest.raises(RunStateError, match="正在预览"):
        runs.choose(run, sheet="")


def test_a_working_process_stops_at_its_next_step() -> None:
    run = park(FIRST)
    begin(run, RunState.PREVIEWING, here=True)

    runs.cancel(ImportRun.objects.get(pk=run.pk))

    assert ImportRun.objects.get().state == RunState.PREVIEWING
    with pytest.raises(CancelledError):
        Progress(run).enter(RunPhase.READING)


def test_a_cancelled_preview_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    run = park(FIRST)

    def cancelled_meanwhile(run: ImportRun, told: Progress) -> None:
        runs.cancel(ImportRun.objects.get(pk=run.pk))
        told.enter(RunPhase.JUDGING)

    monkeypatch.setattr("xcms.imports.previews.read_and_judge", cancelled_meanwhile)
    runs.start_preview(run)

    assert (run.state, run.message) == (RunState.CANCELLED, "已取消，未写入任何数据。")
    assert not run.cancel_requested


def test_a_preview_is_cancelled_among_the_rows_and_tells_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xcms.imports.progress._SECONDS_BETWEEN", 0)
    run = park(FIRST)
    seen: list[int | None] = []
    label = School.__str__

    def watched(school: School) -> str:
        now = ImportRun.objects.get(pk=run.pk)
        seen.append(now.percent)
        runs.cancel(now)
        return label(school)

    monkeypatch.setattr(School, "__str__", watched)

    runs.start_preview(run)

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert seen == [0]


def test_a_begun_write_can_no_longer_be_cancelled() -> None:
    run = previewed(FIRST)
    begin(run, RunState.IMPORTING, here=True)
    Progress(run).enter(RunPhase.WRITING)

    assert not run.can_cancel
    with pytest.raises(RunStateError):
        runs.cancel(ImportRun.objects.get(pk=run.pk))


def test_progress_is_told_once_a_second_and_seen_elsewhere(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    run = park(FIRST)
    begin(run, RunState.PREVIEWING, here=True)
    told = Progress(run)
    told.enter(RunPhase.STAGING, total=1000)

    with django_assert_num_queries(0):
        for _step in range(50):
            told.step(10)
    soon = time.monotonic() + 2
    monkeypatch.setattr(progress.time, "monotonic", lambda: soon)
    told.step(10)

    seen = ImportRun.objects.get()
    assert (seen.phase, seen.done, seen.percent) == ("staging", 510, 51)


def test_a_process_that_was_taken_for_dead_writes_nothing_more() -> None:
    run = park(FIRST)
    begin(run, RunState.PREVIEWING, here=True)
    ImportRun.objects.update(state=RunState.INTERRUPTED, owner="")

    with pytest.raises(LostRunError):
        Progress(run).enter(RunPhase.READING)
    with pytest.raises(LostRunError):
        moves.finish(run, RunState.PREVIEWED)


def test_an_import_that_was_taken_for_dead_rolls_its_write_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = previewed(FIRST)
    monkeypatch.setattr(
        "xcms.imports.writing.keep_written",
        lambda *_: ImportRun.objects.update(state=RunState.INTERRUPTED, owner=""),
    )

    runs.confirm(run, acting_user=editor())

    assert not School.objects.exists()
