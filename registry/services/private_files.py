"""Taking in a file that the office keeps to itself: as it came, once, with its entry in the owner's history."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models.private_files import PrivateFile
from xcms.versions import register_write

#: What a mailbox lets through, and a database row can hold.
MOST_BYTES = 20 * 1024 * 1024
_LONGEST_NAME = 200

F = TypeVar("F", bound=PrivateFile)


def too_large() -> str:
    return _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES >> 20}


def take_in_file(
    kind: type[F],
    owner: Model,
    *,
    name: str,
    data: bytes,
    field: str,
    action: str,
    acting_user: Any,
) -> F:
    """Keep the file as it came, and log ``action`` on its owner. The same bytes again are the same file.

    Raises ValidationError on ``field`` for nothing and for too much. Whatever else it is, it is kept: what it is
    worth is for people to find.
    """
    if not data:
        raise ValidationError({field: _("The file is empty.")})
    if len(data) > MOST_BYTES:
        raise ValidationError({field: too_large()})
    file = kind.of(
        data,
        name=clean_name(name) or str(kind.nameless),
        taken_in_by=acting_user if getattr(acting_user, "is_authenticated", False) else None,
        **{kind.owner_field: owner},
    )
    with register_write():
        former = _same(file, owner)
        if former is not None:
            return former
        file.save()
        log(
            instance=owner,
            action=action,
            user=acting_user,
            data={"name": file.name, "size": file.size, "sha256": file.sha256},
        )
    return file


def _same(file: F, owner: Model) -> F | None:
    """Where the latest counts, a former file that comes back is news."""
    kept: Any = type(file).objects.filter(**{file.owner_field: owner}).without_bytes()
    if not file.latest_counts:
        return kept.filter(sha256=file.sha256).first()
    latest = kept.first()
    return latest if latest is not None and latest.sha256 == file.sha256 else None


def clean_name(name: str) -> str:
    """The last part, without characters that turn or hide what follows; "" where that leaves nothing."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(one for one in last if one.isprintable()).strip()
    return printable[-_LONGEST_NAME:]
