"""An import from upload to undo: park, preview, confirm, cancel, undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from registry.models import School
from tests import factories
from tests.xcms.imports.school_sheets import (
    BROKEN,
    FIRST,
    SECOND,
    editor,
    imported,
    park,
    previewed,
)
from xcms.days import shanghai_today
from xcms.importing.errors import ImportFileError
from xcms.importing.report import Outcome
from xcms.imports import blocks, runs, writing
from xcms.imports.errors import PreviewOutdatedError, RunStateError, UndoRefusedError
from xcms.imports.runs import RunOptions
from xcms.imports.states import RunState
from xcms.models import ImportRun
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def test_a_preview_tells_every_row_and_writes_nothing() -> None:
    factories.SchoolFactory(code=FIRST[0], name="甲学校")
    version = current_version()

    run = previewed(FIRST, SECOND)

    assert run.state == RunState.PREVIEWED
    assert run.counts == {"new": 1, "updated": 1, "unchanged": 0, "withdrawn": 0, "invalid": 0}
    assert (run.rows, run.error_count, run.seen_version) == (2, 0, version)
    (updated,) = blocks.outcomes(run, Outcome.UPDATED)
    assert updated.row == 2
    assert ("学校名称", "甲学校", "甲学院") in [(c.field, c.old, c.new) for c in updated.changes]
    assert [row.outcome for row in blocks.outcomes(run, None)] == [Outcome.NEW, Outcome.UPDATED]
    assert current_version() == version
    assert School.objects.count() == 1


def test_confirming_writes_what_was_previewed_and_logs_it() -> None:
    run = imported(FIRST, SECOND)

    assert (run.state, run.message) == (RunState.DONE, "")
    assert run.written_version == current_version()
    assert School.objects.count() == 2
    entry = ModelLogEntry.objects.get(action="xcms.import")
    assert (entry.user, entry.object_id) == (editor(), str(run.pk))
    assert entry.data["sha256"] == run.sha256
    assert blocks.written(run).created["xcms_registry.School"]


def test_a_file_that_changes_nothing_is_done_without_a_write() -> None:
    imported(FIRST)
    version = current_version()

    run = imported(FIRST)

    assert run.state == RunState.DONE
    assert run.nothing_to_do
    assert run.message == "无需导入：登记簿与文件一致。"
    assert run.written_version is None
    assert current_version() == version
    with pytest.raises(UndoRefusedError, match="没有写入任何内容"):
        runs.undo(run, acting_user=run.user, reason="试试")


def test_a_file_with_errors_is_not_imported() -> None:
    run = previewed(FIRST, BROKEN)

    assert run.state == RunState.PREVIEWED
    assert run.error_count == 1
    assert blocks.errors(run)[0].sentence == "第 3 行“学校标识码”：需要 10 位数字，读到“41430”。"
    assert [row.row for row in blocks.outcomes(run, Outcome.INVALID)] == [3]
    assert not run.can_confirm
    with pytest.raises(RunStateError, match="更正后重新上传"):
        runs.confirm(run, acting_user=run.user)
    assert not School.objects.exists()


def test_what_another_writes_in_between_asks_for_a_new_preview() -> None:
    run = previewed(FIRST)
    factories.SchoolFactory()

    with pytest.raises(PreviewOutdatedError, match="登记簿已有变动，请重新预览"):
        runs.confirm(run, acting_user=run.user)

    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.PARKED, "登记簿已有变动，请重新预览。")
    runs.start_preview(run)
    runs.confirm(run, acting_user=run.user)
    assert run.state == RunState.DONE


def test_a_write_that_slips_in_while_the_file_is_read_again_counts_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = previewed(FIRST)
    read_and_judge = writing.read_and_judge

    def slow(*arguments: Any) -> Any:
        factories.SchoolFactory()
        return read_and_judge(*arguments)

    monkeypatch.setattr(writing, "read_and_judge", slow)
    runs.confirm(run, acting_user=run.user)

    assert (run.state, run.message) == (RunState.PARKED, "登记簿已有变动，请重新预览。")
    assert not School.objects.filter(code=FIRST[0]).exists()


def test_a_write_between_the_second_judgement_and_the_lock_counts_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = previewed(FIRST)
    write = writing.write

    def late(*arguments: Any, **named: Any) -> Any:
        factories.SchoolFactory()
        return write(*arguments, **named)

    monkeypatch.setattr(writing, "write", late)
    runs.confirm(run, acting_user=run.user)

    assert (run.state, run.message) == (RunState.PARKED, "登记簿已有变动，请重新预览。")
    assert not School.objects.filter(code=FIRST[0]).exists()


def test_a_preview_of_yesterday_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = previewed(FIRST)
    tomorrow = shanghai_today() + timedelta(days=1)
    monkeypatch.setattr(writing, "shanghai_today", lambda: tomorrow)

    with pytest.raises(PreviewOutdatedError, match="请重新预览"):
        runs.confirm(run, acting_user=run.user)


def test_a_tampered_file_is_not_imported() -> None:
    run = previewed(FIRST)
    run.parts.update(data=b"nonsense")

    runs.confirm(run, acting_user=run.user)

    assert (run.state, run.message) == (RunState.FAILED, "所存文件与上传时的文件不一致。")


def test_the_second_of_two_clicks_is_told_so() -> None:
    run = previewed(FIRST)
    same = ImportRun.objects.get(pk=run.pk)
    runs.confirm(run, acting_user=run.user)

    with pytest.raises(RunStateError, match="已导入"):
        runs.start_preview(same)
    assert ModelLogEntry.objects.filter(action="xcms.import").count() == 1


def test_an_upload_is_its_uploaders_until_it_is_imported() -> None:
    run, colleague = previewed(FIRST), editor("colleague")

    assert not ImportRun.objects.visible_to(colleague).exists()
    assert ImportRun.objects.parked_by(run.user).get() == run
    with pytest.raises(PermissionDenied):
        runs.confirm(run, acting_user=colleague)

    runs.confirm(run, acting_user=run.user)
    assert ImportRun.objects.visible_to(colleague).get() == run
    assert not ImportRun.objects.parked_by(run.user).exists()


def test_other_choices_drop_the_preview() -> None:
    run = previewed(FIRST)

    runs.choose(run, mapping={3: ""}, options=RunOptions(demo=True))

    assert run.state == RunState.PARKED
    assert run.counts == {}
    assert blocks.outcomes(run, Outcome.NEW) == []
    runs.choose(run, mapping={})
    runs.start_preview(run)
    runs.confirm(run, acting_user=run.user)
    assert School.objects.get().is_demo


def test_an_option_that_the_register_has_no_use_for_is_refused_at_once() -> None:
    with pytest.raises(ImportFileError):
        park(FIRST, options=RunOptions(replace=True))
    assert not ImportRun.objects.exists()

    run = previewed(FIRST)
    with pytest.raises(ImportFileError):
        runs.choose(run, options=RunOptions(extra={"round": "2020-3-1"}))
    assert run.state == RunState.PREVIEWED


def test_a_file_that_cannot_be_read_fails_with_the_readers_sentence() -> None:
    run = runs.park(b"\x00\x01", filename="a.csv", register="schools", user=editor())

    runs.start_preview(run)

    assert run.state == RunState.FAILED
    assert run.message
    assert run.can_preview


def test_an_unforeseen_error_is_logged_and_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    run = park(FIRST)

    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("xcms.imports.previews.read_and_judge", fail)
    with pytest.raises(ZeroDivisionError):
        runs.start_preview(run)

    assert run.state == RunState.FAILED
    assert "of all things" not in run.message
    assert "of all things" in caplog.text


def test_cancelling_a_preview_at_rest_is_final_until_it_is_previewed_again() -> None:
    run = previewed(FIRST)

    runs.cancel(run)
    assert run.state == RunState.CANCELLED
    with pytest.raises(RunStateError):
        runs.confirm(run, acting_user=run.user)

    runs.start_preview(run)
    assert run.state == RunState.PREVIEWED


def test_a_discarded_upload_is_gone_and_an_import_stays() -> None:
    run = previewed(FIRST)
    runs.discard(run)
    assert not ImportRun.objects.exists()

    done = imported(FIRST)
    with pytest.raises(RunStateError):
        runs.discard(done)
    assert ImportRun.objects.get() == done
