"""How much a file may hold, by the host's settings; the reader's process has them as its bounds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.importing.errors import ImportFileError


@dataclass(frozen=True, slots=True)
class Limits:
    bytes: int
    rows: int
    #: Of an XLSX file: all its parts together, unpacked.
    unpacked_bytes: int = 1024 * 1024 * 1024
    columns: int = 256
    #: Width × height of a sheet: the reader holds all of it in memory, blank cells too.
    cells: int = 25_000_000

    @classmethod
    def from_settings(cls) -> "Limits":
        return cls(bytes=setting("IMPORT_MAX_BYTES"), rows=setting("IMPORT_MAX_ROWS"))

    def check_bytes(self, size: int) -> None:
        if size > self.bytes:
            raise ImportFileError(
                _("The file is too large: %(size)s MB; at most %(limit)s MB can be read.")
                % {"size": f"{size / 1048576:.1f}", "limit": f"{self.bytes / 1048576:g}"}
            )
