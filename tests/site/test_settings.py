"""Settings are read once per process, so each case is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {
    "DATABASE_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    # Set for the browser tests; a deployment must not have it.
    "DJANGO_ALLOW_ASYNC_UNSAFE",
}
KEY = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz"


def manage(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "xcms.site.settings.production",
            "DATA_DIR": str(data),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    done = manage(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="example.org",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("environment", "missing"),
    [({"ALLOWED_HOSTS": "example.org"}, "SECRET_KEY"), ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS")],
)
def test_production_says_in_one_sentence_what_is_not_set(
    tmp_path: Path, environment: dict[str, str], missing: str
) -> None:
    done = manage(tmp_path, "check", **environment)
    assert done.returncode == 1
    assert done.stderr.startswith(f"请先设置环境变量 {missing}")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_demo_makes_its_own_key_once(tmp_path: Path) -> None:
    for _ in range(2):
        done = manage(tmp_path, "check", DJANGO_SETTINGS_MODULE="xcms.site.settings.demo")
        assert done.returncode == 0, done.stderr
    key = tmp_path / "secret_key"
    assert len(key.read_text(encoding="ascii")) == 50
    assert key.stat().st_mode & 0o077 == 0
