import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from xcms.site.preflight import refusal

SITE = Path(__file__).resolve().parents[2] / "xcms" / "site"


def find_python(**environment: str) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh") or "/bin/sh"
    return subprocess.run(  # noqa: S603
        [shell, str(SITE / "find_python.sh")],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_busy_port_is_named_with_a_way_out() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        sentence = refusal("127.0.0.1", str(port))
    assert sentence is not None
    assert f"端口 {port} 已被占用" in sentence
    assert f"make demo PORT={port + 1}" in sentence


def test_a_free_port_is_fine() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    assert refusal("127.0.0.1", str(port)) is None


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "8000.0", "²"])
def test_an_odd_port_is_refused_in_a_sentence(port: str) -> None:
    assert "PORT 应为 1 至 65535 的整数" in (refusal("127.0.0.1", port) or "")


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "a" * 300])
def test_an_address_of_another_machine_is_refused_in_a_sentence(host: str) -> None:
    assert "本机没有地址" in (refusal(host, "8000") or "")


def test_a_python_is_found() -> None:
    done = find_python()
    assert done.returncode == 0, done.stderr
    assert "python" in done.stdout


@pytest.mark.parametrize(
    "environment", [{"PYTHON": "/no/such/python"}, {"PATH": "/nowhere"}], ids=["named", "none"]
)
def test_no_python_is_one_sentence(environment: dict[str, str]) -> None:
    done = find_python(**environment)
    assert done.returncode == 1
    assert "需要 Python 3.11 或更高版本" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
