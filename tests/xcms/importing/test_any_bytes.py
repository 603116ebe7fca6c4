"""Whatever bytes come: rows within the limits, or a sentence."""

import faulthandler
import os
import resource
import signal
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.reading.books import read, survey
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal
from xcms.importing.sheets import read_sheet
from xcms.text import name_key

FILES = Path(__file__).resolve().parents[2] / "files"
KNOWN = frozenset(map(name_key, ["学校标识码", "学校名称", "试点规模", "生效日期"]))
BOUNDS = Bounds(rows=1000, columns=50, cells=20_000, unpacked_bytes=5_000_000)
MEMORY = 4 * 1024 * 1024 * 1024
SOUND = {
    name: (FILES / name).read_bytes()
    for name in (
        "plain.xlsx",
        "plain.xls",
        "plain.ods",
        "two_row_header.xlsx",
        "error_cells.xls",
        "merged_cells.ods",
        "error_cells.xlsx",
        "html_saved_as.xls",
        "utf16_with_mark.csv",
        "gb18030.csv",
        "blank_lines_and_line_breaks.csv",
    )
}
WORDS = [
    "学校名称",
    "试点规模",
    "合计",
    "甲",
    "60",
    ",",
    "\t",
    '"',
    "\n",
    "<td>",
    "<tr rowspan=3>",
    "\0",
]


def rows_or_sentence(data: bytes) -> None:
    """In a fork, for calamine may abort where it wants more memory than there is: there, too, the reader has
    a sentence (test_reader_process)."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            faulthandler.disable()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
            check(data)
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGABRT), ended


def check(data: bytes) -> None:
    if not data.strip():
        return
    try:
        found = read(data, known=KNOWN, bounds=BOUNDS, sheet=None)
    except (Refusal, MemoryError):
        return
    body = found.body
    assert 0 < len(body) <= BOUNDS.rows
    assert len(body.columns) == len(found.header.names) <= BOUNDS.columns
    for column in body.columns:
        assert len(column.codes) == len(body)
        assert set(column.codes) == set(range(len(column.texts)))
        assert len(set(column.texts)) == len(column.texts)
        assert all(text == text.strip() and "\0" not in text for text in column.texts)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=40),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
@settings(max_examples=100, deadline=None)
def test_any_text(words: list[str], encoding: str) -> None:
    check("".join(words).encode(encoding, "ignore"))


@given(st.sampled_from(sorted(SOUND)), st.floats(0, 1), st.binary(min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_bytes_overwritten(name: str, where: float, noise: bytes) -> None:
    data = bytearray(SOUND[name])
    start = int(where * len(data))
    data[start : start + len(noise)] = noise
    rows_or_sentence(bytes(data))


@given(st.sampled_from(sorted(SOUND)), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=20))
@settings(max_examples=100, deadline=None)
def test_pieces_cut_out_and_put_in(name: str, first: float, second: float, put: bytes) -> None:
    data = SOUND[name]
    start, end = sorted((int(first * len(data)), int(second * len(data))))
    rows_or_sentence(data[:start] + put + data[end:])


@given(st.sampled_from(sorted(SOUND)), st.sampled_from(sorted(SOUND)), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_one_file_spliced_into_another(name: str, other: str, where: float) -> None:
    data, rest = SOUND[name], SOUND[other]
    rows_or_sentence(data[: int(where * len(data))] + rest[int(where * len(rest)) :])


@given(
    st.lists(
        st.sampled_from(
            [
                *[b"<row>", b'<row r="3">', b"</row>", b'<c r="A1">', b'<c r="Z9" t="s">', b"</c>"],
                *[
                    b"<v>1</v>",
                    b"<v>99999999</v>",
                    b'<c r="B2" t="e">',
                    b"<f>A1</f>",
                    b"<v>#N/A</v>",
                ],
                *[b'<c t="b">', b'<c s="9">', b'<c t="inlineStr"><is><t>', b"</t></is>", b"<v/>"],
                *[
                    b"<v>-1e308</v>",
                    b"<v>1e999</v>",
                    b"<v>NaN</v>",
                    b"<!--",
                    b"<a>",
                    b"&x;",
                    b"&#0;",
                ],
            ]
        )
        | st.binary(max_size=10),
        max_size=30,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_sheet_in_a_workbook(pieces: list[bytes]) -> None:
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(SOUND["plain.xlsx"])) as sound,
        zipfile.ZipFile(target, "w") as made,
    ):
        for name in sound.namelist():
            content = sound.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"".join(pieces) + b"</sheetData>")
            made.writestr(name, content)
    rows_or_sentence(target.getvalue())


@given(st.sampled_from(sorted(SOUND)), st.floats(0, 1), st.binary(min_size=1, max_size=30))
@settings(max_examples=10, deadline=None)
def test_bytes_overwritten_through_the_process(name: str, where: float, noise: bytes) -> None:
    data = bytearray(SOUND[name])
    start = int(where * len(data))
    data[start : start + len(noise)] = noise
    limits = Limits(bytes=1_000_000, rows=1000, columns=50, cells=20_000)
    try:
        sheet = read_sheet(bytes(data), filename=name, known_headers=KNOWN, limits=limits)
    except ImportFileError:
        return
    assert 0 < len(list(sheet.rows())) <= 1000


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_survey_counts_what_reading_gives(name: str) -> None:
    found = read(SOUND[name], known=KNOWN, bounds=BOUNDS, sheet=None)
    surveyed = [item for item in survey(SOUND[name], known=KNOWN, bounds=BOUNDS) if item.header]

    assert [(item.name, item.row_count) for item in surveyed] == [(found.name, len(found.body))]
    assert surveyed[0].sample == [found.body.row(index) for index in range(min(5, len(found.body)))]
