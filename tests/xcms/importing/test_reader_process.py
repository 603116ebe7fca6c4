"""What happens to the reader's own process stays there."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sheets import csv_bytes
from xcms.confined import running
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.sheets import read_sheet
from xcms.text import name_key

ROOT = Path(__file__).resolve().parents[3]
HUGE = ROOT / "tests" / "files" / "huge_shared_string.xlsx"
DATA = csv_bytes(["学校名称"], ["甲校"])
MB = 1024 * 1024


def read(data: bytes = DATA, tick: Callable[[], None] | None = None) -> Any:
    return read_sheet(
        data,
        filename="表",
        known_headers={name_key("学校名称")},
        limits=Limits(bytes=50 * MB, rows=1_100_000),
        tick=tick,
    )


def children() -> set[str]:
    """Zombies are children as well."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = children()
    yield
    assert children() == before
    assert list(tmp_path.iterdir()) == []


def starts_with(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Lets the child run other code before its own."""
    monkeypatch.setattr(running, "_START", f"{code}\n{running._START}")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import os; os.kill(os.getpid(), 9)", "系统中止了文件的读取"),
        ("import os; os.kill(os.getpid(), 11)", "读取程序崩溃"),
        ("import os; os.abort()", "读取程序崩溃"),
        (
            "import sys; sys.stderr.write('memory allocation of 9 bytes failed'); sys.exit(134)",
            "内存",
        ),
        ("raise MemoryError", "内存超过限额"),
        ("raise RuntimeError", "读取程序崩溃"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "超过 120 秒"),
    ],
)
def test_a_child_that_dies_leaves_a_sentence(
    monkeypatch: pytest.MonkeyPatch, code: str, sentence: str
) -> None:
    starts_with(monkeypatch, code)

    with pytest.raises(ImportFileError, match=sentence):
        read()


def test_a_child_that_is_killed_from_outside_leaves_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts_with(monkeypatch, "import time; time.sleep(60)")
    before = children()

    def kill() -> None:
        for child in children() - before:
            os.kill(int(child), signal.SIGKILL)

    threading.Timer(0.3, kill).start()
    with pytest.raises(ImportFileError, match="系统中止了文件的读取"):
        read()


def test_a_file_that_needs_too_much_memory_is_refused(settings: Any) -> None:
    settings.XCMS = {"IMPORT_MEMORY_BYTES": 400 * MB}

    with pytest.raises(ImportFileError, match="所需内存超过限额"):
        read(HUGE.read_bytes())


def test_reading_ends_with_its_time(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.XCMS = {"IMPORT_SECONDS": 1}
    starts_with(monkeypatch, "import time; time.sleep(60)")

    with pytest.raises(ImportFileError, match="超过 1 秒"):
        read()


def test_computing_ends_with_its_time(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The child limits itself, so that it ends even when nobody is left to wait for it."""
    settings.XCMS = {"IMPORT_SECONDS": 1}
    monkeypatch.setattr(
        running,
        "_START",
        running._START.replace(
            "import_module(",
            "import xcms.importing.reading.child as c; c._mapped = lambda: [0 for _ in iter(int, 1)]; import_module(",
        ),
    )
    monkeypatch.setattr(running, "_wait", lambda child, seconds, tick: child.communicate()[1])

    with pytest.raises(ImportFileError, match="超过 1 秒"):
        read()


class CancelledError(Exception):
    pass


def test_who_waits_may_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    starts_with(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()

    def cancel() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        read(tick=cancel)

    assert time.monotonic() - began < 10


def test_the_child_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    starts_with(
        monkeypatch,
        "import os, sys; sys.exit('memory allocation' if 'DATABASE_URL' in os.environ else 3)",
    )

    with pytest.raises(ImportFileError, match="读取程序崩溃"):
        read()


def test_the_child_loads_neither_django_nor_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        running,
        "_START",
        running._START
        + "; sys.exit(9 if sys.modules.keys() & {'django', 'pandas', 'numpy', 'wagtail'} else 0)",
    )

    assert len(read()) == 1


def test_reading_works_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a module of the same name lying there get in."""
    elsewhere = tmp_path.parent
    (elsewhere / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(elsewhere)

    assert len(read()) == 1


def test_a_server_that_embeds_python_still_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/sbin/uwsgi")

    found = running._interpreter()

    assert "python" in found
    assert subprocess.run([found, "-c", "pass"], check=False).returncode == 0  # noqa: S603
