"""Documents' files as they are saved, whatever saves them: edit view, uploads, choosers, code."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from xcms.files.keeping import follow, forget
from xcms.files.taking_in import NotCleanedError, Taken, renew_mark, take_in
from xcms.models import DocumentFile, DocumentVersion

_TAKEN = "_xcms_taken_in"


def watch_files() -> None:
    documents, images = get_document_model(), get_image_model()
    pre_save.connect(_before_document, sender=documents, dispatch_uid="xcms.files")
    post_save.connect(_after_document, sender=documents, dispatch_uid="xcms.files")
    pre_save.connect(_before_image, sender=images, dispatch_uid="xcms.files")
    post_delete.connect(_after_version, sender=DocumentVersion, dispatch_uid="xcms.files")
    for model in (documents, images):
        # On the field, so that every form and full_clean() answers with the sentence instead of breaking down
        # in save(). Not in ``_validators``: migrations would see it.
        field: Any = model._meta.get_field("file")
        field.validators = [*field.validators, _validate]


def _validate(field_file: Any) -> None:
    if getattr(field_file, "_committed", True) or not field_file:
        return
    try:
        take_in(field_file)
    except NotCleanedError as error:
        raise ValidationError(str(error), code="not_cleaned") from error
    except OSError:
        return  # whoever saves it says so


def _is_about_file(raw: bool, update_fields: Iterable[str] | None) -> bool:
    return not raw and (update_fields is None or "file" in update_fields)


def _before_document(
    instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    setattr(instance, _TAKEN, None)
    if not _is_about_file(raw, update_fields) or not instance.file:
        return
    record = DocumentFile.objects.filter(document_id=instance.pk).first() if instance.pk else None
    if instance.file._committed and _is_known(instance, record):
        return
    taken = _taken_in(instance)
    if taken is None:
        return
    if record and (record.sha256, record.name) == (taken.sha256, taken.name):
        _leave_as_it_is(instance, record)
        return
    instance.file_size, instance.file_hash = taken.size, taken.sha1
    setattr(instance, _TAKEN, taken)


def _is_known(instance: Any, record: DocumentFile | None) -> bool:
    if record is not None:
        return record.path == instance.file.name
    # A document of before this release that is saved with another title.
    stored = type(instance)._base_manager.filter(pk=instance.pk, file=instance.file.name)
    return bool(instance.pk) and stored.exists()


def _taken_in(instance: Any) -> Taken | None:
    try:
        return take_in(instance.file)
    except NotCleanedError as error:
        raise ValidationError({"file": str(error)}) from error
    except OSError:
        # It names a file that is not there: nothing can be said of it.
        return None


def _leave_as_it_is(instance: Any, record: DocumentFile) -> None:
    """The same file under the same name once more: the one in storage stays, and no version begins."""
    given = instance.file
    if given._committed and given.name != record.path:
        model = type(instance)
        if not model._base_manager.filter(file=given.name).exists():
            given.storage.delete(given.name)
    instance.file = record.path


def _after_document(
    instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    if not _is_about_file(raw, update_fields) or not instance.file:
        return
    taken: Taken | None = getattr(instance, _TAKEN, None)
    if taken is not None:
        renew_mark(instance.file, taken)
        if update_fields is not None and not {"file_size", "file_hash"} <= set(update_fields):
            type(instance)._base_manager.filter(pk=instance.pk).update(
                file_size=taken.size, file_hash=taken.sha1
            )
    follow(
        instance,
        taken,
        note=getattr(instance, "xcms_replacement_note", ""),
        withhold=getattr(instance, "xcms_withhold_former", False),
    )
    instance.xcms_replacement_note, instance.xcms_withhold_former = "", False


def _before_image(
    instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    """Wagtail takes a picture's size and hash before it saves: those of the cleaned one count."""
    if not _is_about_file(raw, update_fields) or not instance.file or instance.file._committed:
        return
    taken = _taken_in(instance)
    if taken is not None:
        instance.file_size, instance.file_hash = taken.size, taken.sha1


def _after_version(instance: DocumentVersion, **_kwargs: Any) -> None:
    forget(instance)
