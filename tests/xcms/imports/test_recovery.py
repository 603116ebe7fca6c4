"""A run whose process died says so; uploads expire; imports stay on record."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.xcms.imports.school_sheets import FIRST, SECOND, imported, previewed
from xcms.imports import blocks, runs
from xcms.imports.owners import is_alive, this_process
from xcms.imports.recovery import purge_expired, recover_interrupted
from xcms.imports.states import RunPhase, RunState
from xcms.models import ImportBlock, ImportFilePart, ImportRun

ELSEWHERE = "another machine|12|34"


def dead_process() -> str:
    """An owner of this machine that has ended."""
    ended = subprocess.run([sys.executable, "-c", ""], check=True)
    assert ended.returncode == 0
    host, _pid, start = this_process().split("|")
    return f"{host}|{2**22 - 1}|{start}"


def working(state: RunState, owner: str, **fields: Any) -> ImportRun:
    run = imported(FIRST) if state == RunState.UNDOING else previewed(FIRST)
    fields = {"heartbeat": timezone.now(), "phase": RunPhase.JUDGING, **fields}
    ImportRun.objects.filter(pk=run.pk).update(state=state, owner=owner, **fields)
    run.refresh_from_db()
    return run


def test_this_process_lives_and_an_earlier_one_of_its_number_does_not() -> None:
    host, pid, start = this_process().split("|")

    assert is_alive(this_process())
    assert int(pid) == os.getpid()
    assert not is_alive(f"{host}|{pid}|{start}0")
    assert not is_alive(dead_process())


@pytest.mark.django_db
@pytest.mark.parametrize("state", [RunState.PREVIEWING, RunState.IMPORTING])
def test_a_run_whose_process_is_gone_is_interrupted(state: RunState) -> None:
    run = working(state, dead_process())

    assert recover_interrupted() == [run]

    run.refresh_from_db()
    assert (run.state, run.phase, run.owner) == (RunState.INTERRUPTED, "", "")
    assert run.message == "处理中途停止，未写入任何数据。"
    runs.start_preview(run)
    runs.confirm(run, acting_user=run.user)
    assert run.state == RunState.DONE


@pytest.mark.django_db
def test_an_undoing_that_died_leaves_the_import_as_it_was() -> None:
    run = working(RunState.UNDOING, dead_process(), undone_reason="发错了")

    runs.refresh(run)

    assert run.state == RunState.DONE
    assert run.undone_reason == ""
    assert run.message == "撤回中断，该导入仍保持原样。"
    assert run.can_undo


@pytest.mark.django_db
def test_a_process_of_another_machine_is_believed_for_a_while() -> None:
    run = working(RunState.IMPORTING, ELSEWHERE)
    assert recover_interrupted() == []

    ImportRun.objects.update(heartbeat=timezone.now() - timedelta(minutes=11))
    assert recover_interrupted() == [run]


@pytest.mark.django_db
def test_a_living_process_and_a_waiting_run_are_left_alone() -> None:
    working(RunState.IMPORTING, this_process())
    working(RunState.PREVIEWING, "")

    assert recover_interrupted() == []


@pytest.mark.django_db
def test_unconfirmed_uploads_expire_with_all_their_belongings() -> None:
    kept, expired, fresh = imported(FIRST), previewed(SECOND), previewed(SECOND)
    past = timezone.now() - timedelta(minutes=1)
    ImportRun.objects.exclude(pk=fresh.pk).update(expires_at=past)

    assert purge_expired() == 1

    assert set(ImportRun.objects.all()) == {kept, fresh}
    assert not ImportFilePart.objects.filter(run_id=expired.pk).exists()
    assert not ImportBlock.objects.filter(run_id=expired.pk).exists()
    assert kept.parts.exists()


@pytest.mark.django_db
def test_what_somebody_works_on_does_not_expire() -> None:
    run = working(RunState.PREVIEWING, this_process())
    ImportRun.objects.update(expires_at=timezone.now() - timedelta(days=1))

    assert purge_expired() == 0
    assert ImportRun.objects.get() == run


@pytest.mark.django_db
def test_files_of_imports_are_dropped_where_the_site_says_so() -> None:
    run = imported(FIRST)
    later = timezone.now() + timedelta(days=31)

    purge_expired(later)
    assert run.parts.exists()

    with override_settings(XCMS={"IMPORT_KEEP_FILES_DAYS": 30}):
        purge_expired(later)
    assert not run.parts.exists()
    assert ImportRun.objects.get().state == RunState.DONE
    assert blocks.written(run).created
