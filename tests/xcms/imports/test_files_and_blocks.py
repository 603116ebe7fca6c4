"""A file in pieces, and pages of rows out of blocks."""

import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests.xcms.imports.school_sheets import editor, many, park, previewed
from xcms.importing.errors import ImportFileError
from xcms.importing.report import Outcome
from xcms.imports import blocks, files, runs, surveys
from xcms.models import ImportBlock, ImportFilePart, ImportRun

pytestmark = pytest.mark.django_db


def parked(upload: Any) -> ImportRun:
    return runs.park(upload, filename="a.csv", register="schools", user=editor())


@pytest.mark.parametrize(
    "wrap", [bytes, io.BytesIO, lambda data: SimpleUploadedFile("a.csv", data)]
)
def test_a_file_comes_back_as_it_went_in(wrap: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PART_BYTES", 1000)
    data = bytes(range(256)) * 10

    run = parked(wrap(data))

    assert [len(piece) for piece in files.chunks(run)] == [1000, 1000, 560]
    assert files.stored_bytes(run) == data
    assert (run.size, run.sha256) == (2560, hashlib.sha256(data).hexdigest())


class Unannounced:
    """An upload that does not tell its size, and how much of it was read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return b"x" * given


@override_settings(XCMS={"IMPORT_MAX_BYTES": 2_000_000})
@pytest.mark.parametrize("wrap", [bytes, lambda data: Unannounced(len(data))])
def test_a_file_above_the_limit_is_refused_and_leaves_nothing(wrap: Any) -> None:
    with pytest.raises(ImportFileError, match="文件过大"):
        parked(wrap(bytes(2_000_001)))

    assert not ImportRun.objects.exists()
    assert not ImportFilePart.objects.exists()


@override_settings(XCMS={"IMPORT_MAX_BYTES": 2_000_000})
def test_no_more_is_read_than_it_takes_to_know() -> None:
    endless = Unannounced(10**9)
    with pytest.raises(ImportFileError):
        parked(endless)
    assert endless.left > 10**9 - 4 * files.PART_BYTES


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ImportFileError, match="文件是空的"):
        parked(b"")
    assert not ImportRun.objects.exists()


def test_a_dropped_file_is_named_as_the_cause() -> None:
    run = parked(b"a,b\n1,2\n")
    run.parts.all().delete()
    with pytest.raises(ImportFileError, match="不再保存"):
        files.stored_bytes(run)


def test_any_page_of_an_outcome_reads_at_most_two_blocks(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(blocks, "_ROWS_A_BLOCK", 50)
    run = previewed(*many(230))
    assert ImportBlock.objects.filter(kind="new").count() == 5

    for start in (0, 49, 50, 120, 199, 229, 230, 1000):
        with django_assert_num_queries(1):
            rows = blocks.outcomes(run, Outcome.NEW, start, 40)
        assert [row.row for row in rows] == list(range(start + 2, min(start + 42, 232)))


def test_all_rows_are_paged_outcome_by_outcome_with_the_broken_ones_first() -> None:
    run = previewed(*many(30), ["1", "丙学院", "长沙", "高职"], ["2", "丁学院", "长沙", "高职"])

    everything = blocks.outcomes(run, None, 0, 100)
    assert [row.row for row in everything] == [32, 33, *range(2, 32)]
    assert blocks.outcomes(run, None, 1, 3) == everything[1:4]
    assert blocks.outcomes(run, None, 20, 100) == everything[20:]
    assert [error.row for error in blocks.errors(run)] == [32, 33]
    assert blocks.errors(run, 1, 1) == blocks.errors(run)[1:]


def test_a_second_preview_takes_the_place_of_the_first() -> None:
    run = previewed(*many(3))
    runs.start_preview(run)

    assert len(blocks.outcomes(run, None)) == 3
    assert ImportBlock.objects.filter(run=run, kind="new").count() == 1


def test_the_reader_sees_the_very_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    run = park(*many(1))
    part = run.parts.get()
    part.data = bytes(part.data).replace("长沙".encode(), "株洲".encode())
    part.save()

    with pytest.raises(ImportFileError, match="不一致"):
        files.stored_bytes(run)


def test_the_sheets_of_a_file_are_surveyed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run = park(*many(2))
    (first,) = surveys.survey(run)
    monkeypatch.setattr(surveys, "survey_book", None)

    (again,) = surveys.survey(ImportRun.objects.get())

    assert again == first
    assert (again.header[0], again.row_count) == ("学校标识码", 2)
