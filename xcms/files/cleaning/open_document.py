"""OpenDocument texts, sheets and slides (ODT, ODS, ODP)."""

import re
import zipfile

from xcms.files.cleaning.markup import Rules, attributes_of, edited
from xcms.files.cleaning.outcome import (
    AUTHORS,
    COMMENT_AUTHORS,
    PATHS,
    PROPERTIES,
    REVISIONS,
    THUMBNAIL,
    Outcome,
    SignedError,
)
from xcms.files.cleaning.packages import rewritten
from xcms.files.cleaning.paths import without_folders
from xcms.importing.reading.packages import content_of
from xcms.search.attachments.reading.refusals import encrypted

_MANIFEST = "META-INF/manifest.xml"
_SIGNATURES = "META-INF/documentsignatures.xml"
_THUMBNAIL = re.compile(r"Thumbnails/.*")
_META = {
    **dict.fromkeys(("initial-creator", "creator", "printed-by"), AUTHORS),
    **dict.fromkeys(("editing-cycles", "editing-duration", "print-date"), REVISIONS),
    **dict.fromkeys(("user-defined", "description"), PROPERTIES),
    "template": PATHS,
}
#: What the program remembers of the computer: printer, marks of editing sessions.
_ITEMS = {
    **dict.fromkeys(("PrinterName", "PrinterSetup", "PrinterPaperFromSetup"), PATHS),
    **dict.fromkeys(("Rsid", "RsidRoot"), REVISIONS),
}
_RSIDS = frozenset({"rsid", "paragraph-rsid"})


class OpenDocumentCleaner:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._people: dict[str, str] = {}
        self.removed: set[str] = set()

    def clean(self) -> Outcome:
        names = self._package.namelist()
        if _SIGNATURES in names:
            raise SignedError
        if b"encryption-data" in content_of(self._package, _MANIFEST):
            raise encrypted()
        data = rewritten(self._package, self._edit, same_outline=lambda _name: False)
        return Outcome(data, self.removed)

    def _edit(self, name: str, content: bytes) -> bytes | None:
        if _THUMBNAIL.fullmatch(name):
            self.removed.add(THUMBNAIL)
            return None
        if name == "meta.xml":
            return edited(content, Rules(drop=self._drops_of_meta))
        if name == "settings.xml":
            return edited(content, Rules(drop=self._drops_of_settings))
        if name == _MANIFEST:
            return edited(content, Rules(drop=_is_entry_of_thumbnail))
        if name in ("content.xml", "styles.xml"):
            rules = Rules(
                attribute=self._attribute,
                blank=dict.fromkeys(("creator", "creator-initials"), self._somebody),
            )
            return edited(content, rules)
        return content

    def _drops_of_meta(self, element: str, _tag: str) -> bool:
        if element in _META:
            self.removed.add(_META[element])
        return element in _META

    def _drops_of_settings(self, element: str, tag: str) -> bool:
        kind = _ITEMS.get(attributes_of(tag).get("name", "")) if element == "config-item" else None
        if kind:
            self.removed.add(kind)
        return kind is not None

    def _attribute(self, _element: str, name: str, value: str) -> str | None:
        if name in _RSIDS:
            self.removed.add(REVISIONS)
            return None
        short = without_folders(value) if name in ("href", "name", "title") else value
        if short != value:
            self.removed.add(PATHS)
        return short

    def _somebody(self, name: str) -> str:
        if not name.strip() or name.startswith("作者"):
            return name
        self.removed.add(COMMENT_AUTHORS)
        return self._people.setdefault(name, f"作者 {len(self._people) + 1}")


def is_open_document(names: list[str]) -> bool:
    return {"content.xml", _MANIFEST} <= set(names)


def _is_entry_of_thumbnail(element: str, tag: str) -> bool:
    path = attributes_of(tag).get("full-path", "")
    return element == "file-entry" and bool(_THUMBNAIL.fullmatch(path))
