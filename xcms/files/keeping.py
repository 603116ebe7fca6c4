"""Former files: kept with the change that replaces them, then put where nobody guesses them."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage, storages
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.log_actions import get_active_log_context, log

from xcms.files.taking_in import Taken, pieces, take_in
from xcms.models import DocumentFile, DocumentVersion
from xcms.versions import page_write

logger = logging.getLogger(__name__)

#: A host may name a storage of its own for former files in STORAGES.
STORAGE = "xcms_files"
_FOLDER = "xcms-former-files"


def former_files_storage() -> Storage:
    from django.conf import settings

    storage: Storage = storages[STORAGE] if STORAGE in settings.STORAGES else default_storage
    return storage


def follow(document: Any, taken: Taken | None, *, note: str, withhold: bool) -> None:
    """The document's row has been saved: note its file, and keep the one that it had before.

    Two people may replace a file at once, each having seen the same one: whatever the row does not name any
    more, and no version does, becomes a version. One transaction; joins the one that saved the document.
    """
    with transaction.atomic():
        record, is_new = DocumentFile.objects.select_for_update().get_or_create(
            document_id=document.pk, defaults=_facts(document, document.file.name, taken)
        )
        if is_new:
            return
        model = get_document_model()
        actual = model._base_manager.values_list("file", flat=True).get(pk=document.pk)
        if actual == record.path and actual == document.file.name:
            return
        if document.file.name != actual:
            # Somebody else was later: this file was never the present one for anybody else.
            _overtaken(record, document, taken, note=note, withhold=withhold)
            return
        user = get_active_log_context().user
        if not _is_same_file(record, taken):
            _keep(record, note=note, withhold=withhold, user=user)
        record.former_names = sorted({*record.former_names, _base(record.path)} - {_base(actual)})
        for name, value in _facts(document, actual, taken).items():
            setattr(record, name, value)
        record.save()


def _is_same_file(record: DocumentFile, taken: Taken | None) -> bool:
    return taken is not None and bool(taken.sha256) and taken.sha256 == record.sha256


def _facts(document: Any, path: str, taken: Taken | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "path": path,
        "name": taken.name if taken else _base(path),
        "size": taken.size if taken else document.file_size,
        "sha256": taken.sha256 if taken else "",
        "stored_at": timezone.now(),
        "stored_by": get_active_log_context().user or document.uploaded_by_user,
        "cleaning": "",
        "removed": [],
        "reason": "",
    }
    if taken:
        facts |= {
            "cleaning": taken.cleaned.state,
            "removed": list(taken.cleaned.removed),
            "reason": taken.cleaned.reason,
        }
    return facts


def _keep(record: DocumentFile, *, note: str, withhold: bool, user: Any) -> None:
    version = DocumentVersion.objects.create(
        document_id=record.document_id,
        number=record.number,
        path=record.path,
        name=record.name,
        size=record.size,
        sha256=record.sha256,
        stored_at=record.stored_at,
        stored_by=record.stored_by,
        replaced_by=user,
        note=note,
        is_withheld=withhold,
    )
    record.number += 1
    log(
        instance=get_document_model()._base_manager.get(pk=record.document_id),
        action="xcms.replace_file",
        user=user,
        data={"number": version.number, "note": note, "withheld": withhold},
    )
    lock_away_later(version)


def _overtaken(
    record: DocumentFile, document: Any, taken: Taken | None, *, note: str, withhold: bool
) -> None:
    lost = document.file.name
    if DocumentVersion.objects.filter(document_id=document.pk, path=lost).exists():
        return
    facts = _facts(document, lost, taken)
    version = DocumentVersion.objects.create(
        document_id=document.pk,
        number=record.number,
        **{
            name: facts[name]
            for name in ("path", "name", "size", "sha256", "stored_at", "stored_by")
        },
        replaced_by=None,
        note=note,
        is_withheld=withhold,
    )
    record.number += 1
    record.save()
    lock_away_later(version)


def _base(path: str) -> str:
    return path.rpartition("/")[2]


# -- Out of reach ----------------------------------------------------------------------------------


def lock_away_later(version: DocumentVersion) -> None:
    """Once the change is committed; ``xcms_hash_files`` does what a killed process has left."""
    key = version.pk

    def now() -> None:
        lock_away(DocumentVersion.objects.filter(pk=key))

    transaction.on_commit(now, robust=True)


def lock_away(versions: Iterable[DocumentVersion]) -> int:
    """Move files out of the documents' folder, whose names can be guessed. How many were moved.

    The copy is in storage, checked, before the row names it, and the row is committed before the file at the
    old place goes: a process that dies on the way loses nothing.
    """
    moved = 0
    for version in versions:
        if not version.is_locked_away:
            moved += _lock_one_away(version)
    return moved


def _lock_one_away(version: DocumentVersion) -> bool:
    field = get_document_model()._meta.get_field("file")
    target = former_files_storage()
    try:
        with field.storage.open(version.path, "rb") as file:
            path = target.save(f"{_FOLDER}/{secrets.token_hex(16)}", File(file))
    except OSError:
        # Something else has deleted it, such as a form of the host's own.
        logger.warning("A former file can't be opened", extra={"document": version.document_id})
        return False
    sha256 = digest_of(target, path)
    if version.sha256 and sha256 != version.sha256:
        target.delete(path)
        logger.error(
            "A former file has changed in storage", extra={"document": version.document_id}
        )
        return False
    waiting = DocumentVersion.objects.filter(pk=version.pk, is_locked_away=False)
    with page_write():
        is_mine = waiting.update(
            path=path, is_locked_away=True, sha256=sha256, left_at=version.path
        )
    if not is_mine:
        target.delete(path)
        return False
    transaction.on_commit(lambda: delete_at_old_places(version.pk), robust=True)
    return True


def delete_at_old_places(*keys: int) -> None:
    """Of these versions, or of all where a process has died before it came to that."""
    storage = get_document_model()._meta.get_field("file").storage
    waiting = DocumentVersion.objects.exclude(left_at="")
    for version in waiting.filter(pk__in=keys) if keys else waiting:
        path = version.left_at
        is_used = (
            get_document_model()._base_manager.filter(file=path).exists()
            or DocumentVersion.objects.filter(path=path, is_locked_away=False).exists()
        )
        if not is_used:
            storage.delete(path)
        DocumentVersion.objects.filter(pk=version.pk).update(left_at="")


def open_version(version: DocumentVersion) -> Any:
    """Raises OSError where it is gone."""
    if version.is_locked_away:
        return former_files_storage().open(version.path, "rb")
    return get_document_model()._meta.get_field("file").storage.open(version.path, "rb")


def forget(version: DocumentVersion) -> None:
    """The document is deleted, and its former files with it, once that is committed."""
    path, is_locked_away = version.path, version.is_locked_away

    def now() -> None:
        if is_locked_away:
            former_files_storage().delete(path)
        else:
            get_document_model()._meta.get_field("file").storage.delete(path)

    transaction.on_commit(now, robust=True)


def digest_of(storage: Storage, path: str) -> str:
    digest = hashlib.sha256()
    with storage.open(path, "rb") as file:
        for piece in pieces(file):
            digest.update(piece)
    return digest.hexdigest()


# -- What editors do -------------------------------------------------------------------------------


def restore(version: DocumentVersion, *, note: str) -> bool:
    """Make a former file the present one again, as a new version; False where it is the present one already."""
    with page_write(), open_version(version) as file:
        model = get_document_model()
        document = model._base_manager.select_for_update().get(pk=version.document_id)
        record = DocumentFile.objects.get(document=document)
        if record.sha256 and record.sha256 == version.sha256:
            return False
        document.file = File(file, name=version.name or _base(version.path))
        # Byte for byte what it was: it has been cleaned, or not, when it was new.
        take_in(document.file, as_it_is=True)
        document.xcms_replacement_note = note
        document.save()
    return True


def withhold(version: DocumentVersion, is_withheld: bool) -> None:
    """Nobody but editors reads it any more; or it is public again where its document is."""
    with page_write():
        version.is_withheld = is_withheld
        version.save(update_fields=["is_withheld"])
        log(
            instance=get_document_model()._base_manager.get(pk=version.document_id),
            action="xcms.withhold_file" if is_withheld else "xcms.show_file",
            data={"number": version.number},
        )
