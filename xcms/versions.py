"""The register version: lock, bump, write, commit; and reading all of one version (design rule 8).

Beside it, in the same row, the version of the pages: what visitors see and what is no register record.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

_ATTRIBUTE = "_xcms_write_version"
_SNAPSHOT = "_xcms_snapshot"

Result = TypeVar("Result")

#: Sent after the commit of every write that changes what visitors see; possibly several times for one commit.
visible_change_committed = Signal()


class Versions(NamedTuple):
    """Of the register and of the pages. Both only grow; equal versions mean equal content."""

    number: int
    pages: int


class RegisterMovedOnError(Exception):
    """What is kept in memory is newer than the snapshot being read; begin anew with a fresh one."""


def current_version() -> int:
    """The last committed version (or this transaction's own); 0 before the first write. One query."""
    return current_versions().number


def current_versions() -> Versions:
    """The same with the version of the pages. One query."""
    model = apps.get_model("xcms", "RegisterVersion")
    return Versions(*(model.objects.values_list("number", "pages").first() or (0, 0)))


@contextmanager
def register_write() -> Iterator[int]:
    """A transaction that begins by locking and bumping the register version; yields the new version.

    All or nothing: an exception rolls back the rows and the bump. Nested calls join the outer write and
    see its version. Writers queue on the one row (SQLite: on the database), so keep slow work — reading
    files, diffing, mail — outside.
    """
    connection = transaction.get_connection()
    joined = getattr(connection, _ATTRIBUTE, None)
    if joined is not None:
        with transaction.atomic():
            yield joined
        return
    model = apps.get_model("xcms", "RegisterVersion")
    with transaction.atomic():
        _bump(number=F("number") + 1, changed_at=timezone.now())
        version: int = model.objects.values_list("number", flat=True).get(id=1)
        setattr(connection, _ATTRIBUTE, version)
        try:
            yield version
        finally:
            setattr(connection, _ATTRIBUTE, None)


@contextmanager
def page_write() -> Iterator[None]:
    """The same for what is no register record: a transaction that begins by locking the row and bumping the
    version of the pages. The register's own version stays: previews of imports are not upset by a notice.
    """
    with transaction.atomic():
        bump_pages()
        yield


def bump_pages() -> None:
    """What visitors see changes in this transaction; outside of one, it has changed just now.

    Never before the change: an old page could be kept as one of the new version. Inside a transaction call
    it before the rows are written, so that all writers lock in the same order.
    """
    _bump(pages=F("pages") + 1)


def _bump(**values: Any) -> None:
    # UPDATE first, not SELECT FOR UPDATE: it takes the lock on both databases in one statement.
    model = apps.get_model("xcms", "RegisterVersion")
    if not model.objects.filter(id=1).update(**values):
        model.objects.get_or_create(id=1)
        model.objects.filter(id=1).update(**values)
    transaction.on_commit(_announce, robust=True)


def _announce() -> None:
    visible_change_committed.send_robust(sender=None)


@contextmanager
def register_read() -> Iterator[int]:
    """A snapshot: everything read inside is of one committed version, which it yields. Nobody waits for it.

    Inside a transaction that is already open it joins that one. Write nothing inside: SQLite refuses a write
    where somebody else has written since.
    """
    with snapshot() as versions:
        yield versions.number


@contextmanager
def snapshot() -> Iterator[Versions]:
    """``register_read()`` that yields the version of the pages too."""
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield current_versions()
        return
    with _deferred(connection), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # One row's state takes a dozen sub-selects: compiling them took 5 s, running them 15 ms.
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL jit = off"
                )
        # The first SELECT takes the snapshot.
        versions = current_versions()
        setattr(connection, _SNAPSHOT, versions)
        try:
            yield versions
        finally:
            setattr(connection, _SNAPSHOT, None)


def read_from_memory_if_possible(read: Callable[[int, bool], Result]) -> Result:
    """What ``read`` makes of one version, for parts of a page that can't begin the page anew.

    It gets the version, and whether it may use what is kept in memory: not where that has moved on, and not
    in somebody else's transaction, where memory would be filled for this one call.
    """
    with register_read() as version:
        if versions_being_read() is not None:
            with suppress(RegisterMovedOnError):
                return read(version, True)
        return read(version, False)


def versions_being_read() -> Versions | None:
    """Those of the snapshot that this thread reads, which is committed for good; None outside of one, and in a
    transaction that somebody else began."""
    versions: Versions | None = getattr(transaction.get_connection(), _SNAPSHOT, None)
    return versions


@contextmanager
def _deferred(connection: Any) -> Iterator[None]:
    """SQLite: where the site makes transactions take the writers' lock at once, a reader's must not."""
    mode = getattr(connection, "transaction_mode", None)
    if not mode:
        yield
        return
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode
