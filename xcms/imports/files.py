"""The uploaded file, in the database, piece by piece."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.models import ImportFilePart, ImportRun

PART_BYTES = 1024 * 1024


def store(run: ImportRun, upload: Any) -> None:
    """Save the run together with its file (an upload, an open file or bytes), or neither.

    Raises ImportFileError for an empty file, and for one above the limit as soon as that is known.
    """
    limits = Limits.from_settings()
    limits.check_bytes(_announced_size(upload))
    digest, size = hashlib.sha256(), 0
    with transaction.atomic():
        run.size = 0
        run.save(force_insert=True)
        for number, piece in enumerate(_pieces(upload)):
            size += len(piece)
            limits.check_bytes(size)
            digest.update(piece)
            ImportFilePart.objects.bulk_create([ImportFilePart(run=run, number=number, data=piece)])
        if not size:
            raise ImportFileError(_("The file is empty."))
        run.size, run.sha256 = size, digest.hexdigest()
        run.save(update_fields=["size", "sha256"])


def chunks(run: ImportRun) -> Iterator[bytes]:
    """The file as it came, one piece in memory at a time."""
    numbers = run.parts.values_list("number", flat=True)
    for number in list(numbers):
        yield bytes(run.parts.values_list("data", flat=True).get(number=number))


def stored_bytes(run: ImportRun) -> bytes:
    """The very file that was uploaded. Raises ImportFileError where it is gone or has been tampered with."""
    data = b"".join(chunks(run))
    if not data:
        raise ImportFileError(_("The file of this import is no longer kept."))
    if hashlib.sha256(data).hexdigest() != run.sha256:
        raise ImportFileError(_("The stored file is not the one that was uploaded."))
    return data


def _announced_size(upload: Any) -> int:
    if isinstance(upload, bytes):
        return len(upload)
    return int(getattr(upload, "size", 0) or 0)


def _pieces(upload: Any) -> Iterator[bytes]:
    if isinstance(upload, bytes):
        yield from (upload[i : i + PART_BYTES] for i in range(0, len(upload), PART_BYTES))
    else:
        yield from _even(upload.chunks() if hasattr(upload, "chunks") else _read(upload))


def _read(file: Any) -> Iterator[bytes]:
    while piece := file.read(PART_BYTES):
        yield piece


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of any size, in parts of one size."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
