"""The index at hand in this process, brought up to whatever version is asked for."""

import threading

from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import lines_after, load_lines
from xcms.days import shanghai_today
from xcms.versions import RegisterMovedOnError, register_read, versions_being_read

_lock = threading.Lock()
_held: ApprovalIndex | None = None


def index_at(version: int) -> ApprovalIndex:
    """The index of exactly this version, which is that of the snapshot being read.

    Raises RegisterMovedOnError where another thread has already moved on to a later one. In a transaction
    that may still be rolled back the index is made for the caller alone.
    """
    global _held
    if versions_being_read() is None:
        return ApprovalIndex(version, load_lines())
    held = _held
    if held is not None and held.version == version:
        return held
    # One thread brings it up; the others wait for that rather than do the same.
    with _lock:
        held = _brought_up(_held, version)
        _held = held
    return held


def _brought_up(held: ApprovalIndex | None, version: int) -> ApprovalIndex:
    if held is None:
        return ApprovalIndex(version, load_lines())
    if held.version > version:
        raise RegisterMovedOnError
    if held.version < version:
        return held.renewed(version, lines_after(held.lines, held.version))
    return held


def make_ready() -> None:
    """Have today's rows at hand before anybody asks."""
    with register_read() as version:
        index_at(version).on(shanghai_today())


def forget() -> None:
    """Make the next question begin anew: for a database that has been replaced under the process."""
    global _held
    with _lock:
        _held = None
