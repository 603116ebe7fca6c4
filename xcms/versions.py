"""The register version: lock, bump, write, commit; and reading all of one version (design rule 8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

_ATTRIBUTE = "_xcms_write_version"


class RegisterMovedOnError(Exception):
    """What is kept in memory is newer than the snapshot being read; begin anew with a fresh one."""


def current_version() -> int:
    """The last committed version (or this transaction's own); 0 before the first write. One query."""
    version = (
        apps.get_model("xcms", "RegisterVersion").objects.values_list("number", flat=True).first()
    )
    return version or 0


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
        # UPDATE first, not SELECT FOR UPDATE: it takes the lock on both databases in one statement.
        if not _bump(model):
            model.objects.get_or_create(id=1)
            _bump(model)
        version: int = model.objects.values_list("number", flat=True).get(id=1)
        setattr(connection, _ATTRIBUTE, version)
        try:
            yield version
        finally:
            setattr(connection, _ATTRIBUTE, None)


def _bump(model: Any) -> int:
    updated: int = model.objects.filter(id=1).update(
        number=F("number") + 1, changed_at=timezone.now()
    )
    return updated


@contextmanager
def register_read() -> Iterator[int]:
    """A snapshot: everything read inside is of one committed version, which it yields. Nobody waits for it.

    Inside a transaction that is already open it joins that one. Writing inside is an error on PostgreSQL
    and would take the writers' lock on SQLite.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield current_version()
        return
    with _deferred(connection), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # One row's state takes a dozen sub-selects: compiling them took 5 s, running them 15 ms.
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL jit = off"
                )
        # The first SELECT takes the snapshot.
        yield current_version()


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
