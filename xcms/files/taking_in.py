"""A new file on its way into storage: its metadata are removed, its digest is taken."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xcms.conf import setting
from xcms.files.cleaning.asking import Cleaned, clean_file
from xcms.files.cleaning.files import may_be_cleaned
from xcms.models import Cleaning

_PIECE = 1024 * 1024
_START = 1024
_LONGEST_NAME = 255
_MARK = "_xcms_taken"
_NOT_CLEANED = (Cleaning.FAILED,)


class NotCleanedError(Exception):
    """The site wants no file whose metadata can't be removed; the message is the sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is known of a file that has been taken in. ``sha1`` as Wagtail's ``file_hash``."""

    name: str
    size: int
    sha256: str
    sha1: str
    cleaned: Cleaned


_OFF = Cleaned(Cleaning.UNKNOWN)
_LARGE = gettext_lazy("The file is larger than %(limit)s MB.")


def take_in(field_file: Any, *, as_it_is: bool = False) -> Taken:
    """Take the file of a document or picture in, before or after it is in storage; once, however often it is asked.

    ``field_file`` afterwards holds the cleaned file. Raises NotCleanedError, and OSError where the file can't be
    read.
    """
    known: tuple[Any, str, Taken] | None = getattr(field_file, _MARK, None)
    if known is not None and known[0] is field_file._file and known[1] == field_file.name:
        return known[2]
    name = PurePosixPath(field_file.name.replace("\\", "/")).name[-_LONGEST_NAME:]
    cleaned = _OFF if as_it_is else _cleaned(field_file)
    _refuse_uncleaned(cleaned)
    if cleaned.data is not None:
        _put(field_file, cleaned.data)
    taken = Taken(name, *_digests(field_file), cleaned=_without_data(cleaned))
    setattr(field_file, _MARK, (field_file._file, field_file.name, taken))
    return taken


def without_metadata(data: bytes) -> bytes:
    """The same for bytes that become no document. Raises ValidationError where the site refuses what is left."""
    if not setting("FILES_CLEAN"):
        return data
    cleaned = clean_file(data)
    try:
        _refuse_uncleaned(cleaned)
    except NotCleanedError as error:
        raise ValidationError(str(error)) from error
    return data if cleaned.data is None else cleaned.data


def _refuse_uncleaned(cleaned: Cleaned) -> None:
    if cleaned.state in _NOT_CLEANED and setting("FILES_UNCLEANED") == "refuse":
        raise NotCleanedError(
            _(
                "This site takes no files whose metadata (authors, company, places) can't be removed. %(reason)s "
                "Save a copy in its own program, or as PDF, and upload that."
            )
            % {"reason": cleaned.reason}
        )


def renew_mark(field_file: Any, taken: Taken) -> None:
    """Storage has given the file its name."""
    setattr(field_file, _MARK, (field_file._file, field_file.name, taken))


def _cleaned(field_file: Any) -> Cleaned:
    if not setting("FILES_CLEAN"):
        return _OFF
    limit = setting("FILES_CLEAN_MAX_BYTES")
    field_file.open("rb")
    start = field_file.read(_START)
    field_file.seek(0)
    if not may_be_cleaned(start):
        return Cleaned(Cleaning.FOREIGN)
    if field_file.size > limit:
        reason = str(_LARGE) % {"limit": f"{limit / 1048576:g}"}
        return Cleaned(Cleaning.FAILED, reason=reason)
    data = field_file.read()
    field_file.seek(0)
    return clean_file(data)


def _put(field_file: Any, data: bytes) -> None:
    """In place of the bytes that came. What is in storage already is written anew, under another name."""
    name = field_file.name
    if not field_file._committed:
        field_file.file = ContentFile(data, name=name)
        return
    former = name
    field_file.close()
    field_file.save(PurePosixPath(name).name, ContentFile(data), save=False)
    model = type(field_file.instance)
    if not model._base_manager.filter(**{field_file.field.name: former}).exists():
        field_file.storage.delete(former)


def _digests(field_file: Any) -> tuple[int, str, str]:
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    size = 0
    for piece in pieces(field_file):
        sha256.update(piece)
        sha1.update(piece)
        size += len(piece)
    return size, sha256.hexdigest(), sha1.hexdigest()


def pieces(file: File) -> Any:
    """From its beginning, which is where it stands afterwards."""
    file.open("rb")
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece
    file.seek(0)


def _without_data(cleaned: Cleaned) -> Cleaned:
    return Cleaned(cleaned.state, None, cleaned.removed, cleaned.reason)
