"""The commands around imports: each run is on record, can be undone, and is forgotten in time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry.models import School
from tests.sheets import csv_bytes
from tests.xcms.imports.school_sheets import (
    BROKEN,
    FIRST,
    HEADER,
    SECOND,
    editor,
    imported,
    previewed,
)
from xcms.importing.report import Outcome
from xcms.imports import blocks
from xcms.imports.states import RunState
from xcms.models import ImportRun
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def run_command(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command(*arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def sheet(folder: Path, *rows: list[str]) -> str:
    path = folder / "学校.csv"
    path.write_bytes(csv_bytes(HEADER, *rows))
    return str(path)


def test_an_import_is_on_record_with_its_file_and_its_rows(tmp_path: Path, capsys: Any) -> None:
    editor("importer")
    path = sheet(tmp_path, FIRST, SECOND)

    code, _out, _err = run_command(capsys, "import_register", "schools", path, "--user=importer")

    run = ImportRun.objects.get()
    assert code == 0
    assert (run.state, run.user) == (RunState.DONE, editor("importer"))
    assert run.written_version == current_version()
    assert len(blocks.outcomes(run, Outcome.NEW)) == 2
    assert Path(path).read_bytes() == b"".join(bytes(part.data) for part in run.parts.all())


def test_a_dry_run_leaves_no_trace(tmp_path: Path, capsys: Any) -> None:
    run_command(capsys, "import_register", "schools", sheet(tmp_path, FIRST), "--dry-run")

    assert not ImportRun.objects.exists()


def test_a_file_with_errors_stays_for_a_look_at_its_rows(tmp_path: Path, capsys: Any) -> None:
    code, _out, _err = run_command(
        capsys, "import_register", "schools", sheet(tmp_path, FIRST, BROKEN)
    )

    run = ImportRun.objects.get()
    assert code == 1
    assert (run.state, run.error_count) == (RunState.PREVIEWED, 1)


def test_the_next_import_says_what_was_interrupted(tmp_path: Path, capsys: Any) -> None:
    died = previewed(FIRST)
    ImportRun.objects.filter(pk=died.pk).update(
        state=RunState.IMPORTING, owner="another|1|2", heartbeat=timezone.now() - timedelta(hours=1)
    )

    code, _out, err = run_command(capsys, "import_register", "schools", sheet(tmp_path, SECOND))

    assert code == 0
    assert err == "“学校.csv”的导入曾中断：处理中途停止，未写入任何数据。\n"


def test_an_import_is_undone_by_its_id_and_a_reason(capsys: Any) -> None:
    run = imported(FIRST)

    code, out, _err = run_command(capsys, "undo_import", run.public_id, "--reason=发错了")

    run.refresh_from_db()
    assert (code, out) == (0, "已撤回“学校.csv”的导入。\n")
    assert (run.state, run.undone_reason) == (RunState.UNDONE, "发错了")
    assert not School.objects.exists()
    code, _out, err = run_command(capsys, "undo_import", run.public_id, "--reason=再来")
    assert (code, err) == (2, "现在不能这样操作：该导入的状态是“已撤回”。\n")


def test_an_unknown_id_is_answered_with_those_that_there_are(capsys: Any) -> None:
    run = imported(FIRST)

    code, _out, err = run_command(capsys, "undo_import", "nonsense", "--reason=发错了")

    assert code == 2
    assert run.public_id in err


def test_expired_uploads_are_forgotten(capsys: Any) -> None:
    run = previewed(FIRST)
    ImportRun.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    _code, out, _err = run_command(capsys, "xcms_purge_imports")

    assert out == "已清除 1 个过期的上传文件。\n"
    assert not ImportRun.objects.filter(pk=run.pk).exists()
