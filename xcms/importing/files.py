"""A file on disk to bytes, without surprises."""

import stat
from pathlib import Path

from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits


def read_file(path: str) -> bytes:
    """The file's bytes. Raises ImportFileError for one that is missing, no file, unreadable or too large."""
    limits = Limits.from_settings()
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImportFileError(
                _("“%(path)s” is a directory, not a file.") % {"path": shown_path(path)}
            )
        if not stat.S_ISREG(status.st_mode):
            raise ImportFileError(
                _("“%(path)s” is not an ordinary file.") % {"path": shown_path(path)}
            )
        limits.check_bytes(status.st_size)
        with Path(path).open("rb") as file:
            return file.read(limits.bytes + 1)
    except FileNotFoundError:
        message = _("There is no file “%(path)s”.")
    except (OSError, ValueError):
        message = _("The file “%(path)s” can't be read.")
    raise ImportFileError(message % {"path": shown_path(path)})


def shown_path(path: str) -> str:
    """Without what a terminal or JSON can't carry."""
    return path.encode("utf-8", "replace").decode().replace("\x00", "?")
