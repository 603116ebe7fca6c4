"""Word, Excel and PowerPoint since 2007, with macros or without: what is taken out of which part."""

import posixpath
import re
import zipfile
from collections.abc import Callable

from xcms.files.cleaning.markup import Rules, attributes_of, edited
from xcms.files.cleaning.outcome import (
    AUTHORS,
    COMMENT_AUTHORS,
    ORGANIZATION,
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

#: What stands for a name where the format needs one; numbered, so that talk in comments keeps its sense.
_SOMEBODY = "作者"
_GONE_PARTS = {
    PROPERTIES: re.compile(r"docProps/custom\.xml"),
    THUMBNAIL: re.compile(r"docProps/thumbnail\.\w+"),
    REVISIONS: re.compile(r"ppt/(?:changesInfos/\w+\.xml|revisionInfo\.xml)"),
}
#: To places outside of the file that no reader needs.
_GONE_RELATIONS = ("/attachedTemplate", "/mailMergeSource", "/mailMergeHeaderSource")
#: Programs may put these parts wherever they like; the package says where.
_SAID_KINDS = {
    "/core-properties": "core",
    "/extended-properties": "app",
    "/custom-properties": PROPERTIES,
    "/thumbnail": THUMBNAIL,
}
_PACKAGE_RELATIONS = "_rels/.rels"
_TAG = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_FILES_INSIDE = re.compile(r"(?:word|xl|ppt)/(?:glossary/)?(?:embeddings|media)/")

_CORE = {
    **dict.fromkeys(("creator", "lastModifiedBy"), AUTHORS),
    **dict.fromkeys(("revision", "version", "lastPrinted", "identifier"), REVISIONS),
    "description": PROPERTIES,
}
_APP = {
    **dict.fromkeys(("Company", "Manager"), ORGANIZATION),
    **dict.fromkeys(("Template", "HyperlinkBase"), PATHS),
    "TotalTime": REVISIONS,
}
_SETTINGS = {
    **dict.fromkeys(("rsids", "docId"), REVISIONS),
    **dict.fromkeys(("attachedTemplate", "mailMerge"), PATHS),
}
_BOOK = {"absPath": PATHS, "revisionPtr": REVISIONS}
#: Attributes that programs fill with the place of a picture or a linked file.
_PLACES = frozenset({"descr", "title", "name", "Target"})
_ACCOUNTS = frozenset({"userId", "providerId", "userName"})


class OfficeCleaner:
    """One package. ``nested`` cleans a file inside it, as far as it can."""

    def __init__(
        self, package: zipfile.ZipFile, nested: Callable[[bytes, set[str]], bytes]
    ) -> None:
        self._package = package
        self._nested = nested
        self._people: dict[str, str] = {}
        self._said = _said_parts(package)
        self._gone = {
            f"/{name}": kind
            for name in package.namelist()
            for kind, pattern in _GONE_PARTS.items()
            if pattern.fullmatch(name) or self._said.get(name) == kind
        }
        self.removed: set[str] = set(self._gone.values())

    def clean(self) -> Outcome:
        if any(name.startswith("_xmlsignatures/") for name in self._package.namelist()):
            raise SignedError
        data = rewritten(self._package, self._edit, same_outline=_keeps_outline)
        return Outcome(data, self.removed)

    def _edit(self, name: str, content: bytes) -> bytes | None:
        if f"/{name}" in self._gone:
            return None
        if _FILES_INSIDE.match(name):
            return self._nested(content, self.removed)
        rules = self._rules(name)
        return edited(content, rules) if rules else content

    def _rules(self, name: str) -> Rules | None:
        if name.endswith(".rels"):
            return Rules(attribute=self._place, drop=self._relation_drops(name))
        if self._said.get(name) == "core" or name == "docProps/core.xml":
            return Rules(drop=self._elements(_CORE))
        if self._said.get(name) == "app" or name == "docProps/app.xml":
            return Rules(drop=self._elements(_APP))
        if not name.endswith(".xml"):
            return None
        if name == "[Content_Types].xml":
            return Rules(drop=self._is_type_of_gone)
        if name.startswith("word/"):
            return self._word(name)
        if name.startswith("xl/"):
            return self._excel(name)
        if name.startswith("ppt/"):
            return Rules(attribute=self._ppt_attribute)
        return None

    def _word(self, name: str) -> Rules:
        if name.endswith("/people.xml"):
            return Rules(drop=self._elements({"person": COMMENT_AUTHORS}))
        if name.endswith("/settings.xml"):
            return Rules(attribute=self._word_attribute, drop=self._elements(_SETTINGS))
        return Rules(attribute=self._word_attribute)

    def _excel(self, name: str) -> Rules | None:
        if name == "xl/workbook.xml":
            return Rules(attribute=self._account, drop=self._elements(_BOOK))
        if name.startswith("xl/comments"):
            return Rules(blank={"author": self._somebody, "t": self._without_signature})
        if name.startswith("xl/persons/"):
            return Rules(attribute=self._person)
        if name.startswith("xl/revisions/"):
            return Rules(attribute=self._account)
        if name.startswith("xl/drawings/"):
            return Rules(attribute=self._place)
        return None

    # What goes

    def _elements(self, kinds: dict[str, str]) -> Callable[[str, str], bool]:
        def drops(element: str, _tag: str) -> bool:
            if element not in kinds:
                return False
            self.removed.add(kinds[element])
            return True

        return drops

    def _is_type_of_gone(self, element: str, tag: str) -> bool:
        return element == "Override" and attributes_of(tag).get("PartName", "") in self._gone

    def _relation_drops(self, name: str) -> Callable[[str, str], bool]:
        # "word/_rels/document.xml.rels" speaks of what is below "word/".
        folder = posixpath.dirname(posixpath.dirname(name))

        def drops(element: str, tag: str) -> bool:
            if element != "Relationship":
                return False
            given = attributes_of(tag)
            if given.get("Type", "").endswith(_GONE_RELATIONS):
                self.removed.add(PATHS)
                return True
            target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
            return given.get("TargetMode") != "External" and target in self._gone

        return drops

    # What is said in attributes

    def _word_attribute(self, element: str, name: str, value: str) -> str | None:
        if name.startswith("rsid"):
            self.removed.add(REVISIONS)
            return None
        if name == "author":
            return self._somebody(value)
        if name == "initials" and value:
            self.removed.add(COMMENT_AUTHORS)
            return ""
        return self._place(element, name, value)

    def _ppt_attribute(self, element: str, name: str, value: str) -> str | None:
        if element in ("cmAuthor", "author"):
            if name == "name":
                return self._somebody(value)
            if name == "initials" and value:
                return ""
        return self._account(element, name, value)

    def _person(self, element: str, name: str, value: str) -> str | None:
        if name == "displayName":
            return self._somebody(value)
        return self._account(element, name, value)

    def _account(self, element: str, name: str, value: str) -> str | None:
        if name in _ACCOUNTS and value not in ("", "None"):
            self.removed.add(COMMENT_AUTHORS)
            return "None" if name == "providerId" else ""
        return self._place(element, name, value)

    def _place(self, _element: str, name: str, value: str) -> str | None:
        short = without_folders(value) if name in _PLACES else value
        if short != value:
            self.removed.add(PATHS)
        return short

    def _somebody(self, name: str) -> str:
        if not name.strip() or name.startswith(_SOMEBODY):
            return name
        self.removed.add(COMMENT_AUTHORS)
        return self._people.setdefault(name, f"{_SOMEBODY} {len(self._people) + 1}")

    def _without_signature(self, text: str) -> str:
        """Excel begins each remark with the name of whoever writes it."""
        for name, number in self._people.items():
            if text.lstrip().startswith((f"{name}:", f"{name}：")):
                return text.replace(name, number, 1)
        return text


def _said_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Parts by name and kind, as the package itself says."""
    if _PACKAGE_RELATIONS not in package.namelist():
        return {}
    said: dict[str, str] = {}
    relations = content_of(package, _PACKAGE_RELATIONS).decode("utf-8", "replace")
    for tag in _TAG.findall(relations):
        given = attributes_of(tag)
        for ending, kind in _SAID_KINDS.items():
            if given.get("Type", "").endswith(ending):
                said[given.get("Target", "").lstrip("/")] = kind
    return said


def is_office(names: list[str]) -> bool:
    return "[Content_Types].xml" in names


def _keeps_outline(name: str) -> bool:
    """Of these parts no element is dropped and no text is blanked."""
    return (
        name.startswith(("word/", "xl/", "ppt/"))
        and not name.endswith((".rels", "/settings.xml", "/people.xml", "xl/workbook.xml"))
        and not name.startswith("xl/comments")
    )
