"""Which process works on a run, and whether it still lives."""

import os
import socket
from functools import cache
from pathlib import Path


def this_process() -> str:
    """ "host|pid|start": host names the machine and, in containers, what their numbers mean."""
    pid = os.getpid()
    return f"{_host()}|{pid}|{_start_of(pid)}"


def is_on_this_host(owner: str) -> bool:
    return owner.split("|")[0] == _host()


def is_alive(owner: str) -> bool:
    """Of a process on this host: it is there, and is no later one that got the same number."""
    _host_name, pid, start = owner.split("|")
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _start_of(int(pid)) == start


@cache
def _host() -> str:
    try:
        numbering = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        numbering = ""
    return f"{socket.gethostname()}{numbering}".replace("|", "")[:150]


def _start_of(pid: int) -> str:
    """When it began, in the kernel's words; "" where the system has no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    # A zombie is dead: its parent has not noticed yet.
    return "" if fields[0] == "Z" else fields[19]
