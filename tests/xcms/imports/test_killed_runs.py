"""kill -9 at any moment of an import leaves nothing or everything, and the next look says which."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from registry.models import School
from tests.killed import run_until_killed
from tests.sheets import csv_bytes
from tests.xcms.imports.school_sheets import FIRST, HEADER, imported, park, previewed
from xcms.imports import runs
from xcms.imports.recovery import recover_interrupted
from xcms.imports.states import RunState
from xcms.models import ImportRun
from xcms.versions import current_version

pytestmark = pytest.mark.django_db(transaction=True)

DATABASE = "django.db.backends.base.base"
FIND = """
from xcms.imports import runs
from xcms.models import ImportRun
run = ImportRun.objects.get(public_id={id!r})
"""
PREVIEW = FIND + "runs.start_preview(run)"
CONFIRM = FIND + "runs.confirm(run, acting_user=run.user)"
UNDO = FIND + "runs.undo(run, acting_user=run.user, reason='发错了')"


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        pytest.param("xcms.imports.judging", "read_sheet", id="reading"),
        pytest.param("xcms.imports.judging", "judge", id="judging"),
        pytest.param("xcms.imports.blocks", "_problem_as_row", id="staging"),
        pytest.param("xcms.imports.previews", "finish", id="at the end"),
    ],
)
def test_a_killed_preview_is_interrupted_and_runs_whole_the_next_time(
    module: str, attribute: str
) -> None:
    run = park(FIRST, ["41430", "丙学院", "长沙", "高职"])

    run_until_killed(PREVIEW.format(id=run.public_id), module=module, attribute=attribute)

    runs.refresh(run)
    assert (run.state, run.message) == (RunState.INTERRUPTED, "处理中途停止，未写入任何数据。")
    runs.start_preview(run)
    assert (run.state, run.rows, run.error_count) == (RunState.PREVIEWED, 2, 1)


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        pytest.param("xcms.imports.judging", "judge", id="judging again"),
        pytest.param("xcms.imports.writing", "write", id="before the transaction"),
        pytest.param("xcms.imports.writing", "keep_written", id="inside the transaction"),
        pytest.param("django.db.models", "QuerySet.bulk_create", id="inserting"),
        pytest.param(DATABASE, "BaseDatabaseWrapper._commit", id="just before commit"),
    ],
)
def test_a_killed_import_writes_nothing_and_can_be_previewed_again(
    module: str, attribute: str
) -> None:
    run = previewed(FIRST)
    version = current_version()

    run_until_killed(CONFIRM.format(id=run.public_id), module=module, attribute=attribute)

    assert not School.objects.exists()
    assert current_version() == version
    assert recover_interrupted() == [run]
    run.refresh_from_db()
    assert run.state == RunState.INTERRUPTED
    runs.start_preview(run)
    runs.confirm(run, acting_user=run.user)
    assert School.objects.get().code == FIRST[0]


def test_an_import_killed_just_after_its_commit_is_done() -> None:
    run = previewed(FIRST)

    run_until_killed(
        CONFIRM.format(id=run.public_id),
        module=DATABASE,
        attribute="BaseDatabaseWrapper.run_and_clear_commit_hooks",
    )

    assert School.objects.get().code == FIRST[0]
    assert recover_interrupted() == []
    run.refresh_from_db()
    assert (run.state, run.written_version) == (RunState.DONE, current_version())


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        pytest.param("xcms.imports.undoing", "register_write", id="before the transaction"),
        pytest.param("xcms.imports.undoing", "log", id="inside the transaction"),
        pytest.param(DATABASE, "BaseDatabaseWrapper._commit", id="just before commit"),
    ],
)
def test_a_killed_undoing_leaves_the_import_as_it_was(module: str, attribute: str) -> None:
    run = imported(FIRST)

    run_until_killed(UNDO.format(id=run.public_id), module=module, attribute=attribute)

    assert School.objects.get().code == FIRST[0]
    assert recover_interrupted() == [run]
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.DONE, "撤回中断，该导入仍保持原样。")
    runs.undo(run, acting_user=run.user, reason="发错了")
    assert run.state == RunState.UNDONE
    assert not School.objects.exists()


def test_an_undoing_killed_just_after_its_commit_is_undone() -> None:
    run = imported(FIRST)

    run_until_killed(
        UNDO.format(id=run.public_id),
        module=DATABASE,
        attribute="BaseDatabaseWrapper.run_and_clear_commit_hooks",
    )

    assert not School.objects.exists()
    assert recover_interrupted() == []
    run.refresh_from_db()
    assert (run.state, run.undone_version) == (RunState.UNDONE, current_version())


def test_a_killed_command_is_told_of_by_the_next(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "学校.csv"
    path.write_bytes(csv_bytes(HEADER, FIRST))
    command = "import_register", "schools", str(path)

    run_until_killed(
        f"from django.core.management import call_command\ncall_command(*{command!r})",
        module="xcms.imports.writing",
        attribute="keep_written",
    )
    assert not School.objects.exists()

    call_command(*command)
    assert "“学校.csv”的导入曾中断：处理中途停止，未写入任何数据。" in capsys.readouterr().err
    assert School.objects.get().code == FIRST[0]
    assert ImportRun.objects.count() == 2
