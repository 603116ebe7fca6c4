"""Making the daily files: all of one snapshot, in storage before the row that points to them."""

import hashlib
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from xcms.days import shanghai_today
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import csv_lines, json_lines
from xcms.exports.plans import expect_whole_list
from xcms.exports.rows import Rows
from xcms.exports.selections import licence
from xcms.exports.standing import standing
from xcms.models import DataRelease
from xcms.registers import Register, public_registers
from xcms.versions import register_read

FORMATS: dict[str, Callable[[Sequence[ExportColumn], Rows], Iterator[bytes]]] = {
    "csv": csv_lines,
    "jsonl": json_lines,
}
#: The one before stays for those who are just downloading it.
_KEPT = 2


def latest_release() -> DataRelease | None:
    return DataRelease.objects.first()


def publish_data(*, today: date | None = None, force: bool = False) -> tuple[DataRelease, bool]:
    """The release of today's register, and whether it is new.

    Nothing new where version, day and links are the last one's, unless ``force``. After a failure the last
    release stands and no new file is left.
    """
    today = today or shanghai_today()
    stored: list[str] = []
    try:
        with register_read() as version:
            last = latest_release()
            links = {register.name: dict(register.links()) for register in public_registers()}
            if (
                last
                and (last.version, last.day, last.links) == (version, today, links)
                and not force
                and _is_whole(last)
            ):
                return last, False
            # Hosts often serve all of MEDIA: the folder must not be guessed, or a stale file could be.
            folder = f"xcms-data/{secrets.token_hex(16)}"
            files = [
                _publish(register, name, folder, today, stored)
                for register in public_registers()
                for name in FORMATS
            ]
            stood = {register.name: standing(register, version) for register in public_registers()}
        release = DataRelease.objects.create(
            version=version,
            day=today,
            files=files,
            stood=stood,
            links=links,
            licence=licence(),
        )
    except BaseException:
        _delete(stored)
        raise
    for old in DataRelease.objects.all()[_KEPT:]:
        old.delete()
        _delete(file["path"] for file in old.files)
    return release, True


def _is_whole(release: DataRelease) -> bool:
    return all(default_storage.exists(file["path"]) for file in release.files)


def _publish(
    register: Register, name: str, folder: str, today: date, stored: list[str]
) -> dict[str, Any]:
    # The register's own order is a page's; files keep the one in which rows were recorded.
    rows = register.public_queryset().order_by("pk")
    expect_whole_list(rows)
    with tempfile.TemporaryFile() as file:
        digest = hashlib.sha256()
        for piece in FORMATS[name](register.export_columns, register.lines(rows, today)):
            digest.update(piece)
            file.write(piece)
        size = file.tell()
        file.seek(0)
        path = default_storage.save(f"{folder}/{register.name}.{name}", File(file))
        stored.append(path)
    return {
        "register": register.name,
        "format": name,
        "name": f"{register.name}.{name}",
        "path": path,
        "rows": rows.count(),
        "bytes": size,
        "sha256": digest.hexdigest(),
        "has_demo": _has_demo(register),
    }


def _has_demo(register: Register) -> bool:
    rows = register.prepare(register.public_queryset())
    return any(
        rows.filter(**{column.key: True}).exists()
        for column in register.export_columns
        if column.is_mark
    )


def _delete(paths: Any) -> None:
    for path in paths:
        default_storage.delete(path)
