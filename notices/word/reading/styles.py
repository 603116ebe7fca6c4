"""What a style says, with the styles that it is based on."""

import re
from collections.abc import Iterator
from functools import cached_property

from notices.word.reading.package import WordPackage
from notices.word.reading.xml import Element, inner, is_on, number, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")


class Styles:
    def __init__(self, package: WordPackage) -> None:
        self._styles: dict[str, Element] = {}
        self._default: dict[str, str] = {}
        self._defaults = Element("nothing")
        for part in package.related("styles") or ["word/styles.xml"]:
            if (root := package.xml(part)) is None:
                continue
            for style in root.findall("w:style"):
                key = style.get("w:styleId", "")
                self._styles.setdefault(key, style)
                if style.get("w:default") in ("1", "true"):
                    self._default.setdefault(style.get("w:type", ""), key)
            if (found := inner(root, "w:docDefaults/w:rPrDefault/w:rPr")) is not None:
                self._defaults = found

    @cached_property
    def _default_paragraph(self) -> str:
        return self._default.get("paragraph", "")

    def name(self, key: str) -> str:
        return value(self._find(key or self._default_paragraph).find("w:name"))

    def heading_level(self, key: str) -> int:
        """1 to 9 by outline or name, 0 for a style of running text."""
        for style in self._chain(key or self._default_paragraph):
            if (outline := inner(style, "w:pPr/w:outlineLvl")) is not None:
                level = number(value(outline), 9)
                return level + 1 if 0 <= level < 9 else 0
            if found := _HEADING.fullmatch(value(style.find("w:name")).lower()):
                return int(found[1])
        return 0

    def align(self, key: str) -> str:
        found = self._first(key or self._default_paragraph, "w:pPr/w:jc")
        return value(found)

    def numbering(self, key: str) -> Element | None:
        return self._first(key or self._default_paragraph, "w:pPr/w:numPr")

    def toggle(self, run: Element | None, paragraph_style: str, name: str) -> bool:
        """A yes-or-no property of a run: its own, else of its style, its paragraph's, the document's."""
        if run is not None:
            if (own := is_on(run.find(name))) is not None:
                return own
            if (style := value(run.find("w:rStyle"))) and (
                found := self._first(style, f"w:rPr/{name}")
            ) is not None:
                return bool(is_on(found))
        found = self._first(paragraph_style or self._default_paragraph, f"w:rPr/{name}")
        if found is None:
            found = self._defaults.find(name)
        return bool(is_on(found))

    def _find(self, key: str) -> Element:
        found = self._styles.get(key)
        return Element("nothing") if found is None else found

    def _first(self, key: str, path: str) -> Element | None:
        return next(
            (found for style in self._chain(key) if (found := inner(style, path)) is not None),
            None,
        )

    def _chain(self, key: str) -> Iterator[Element]:
        seen: set[str] = set()
        while key and key not in seen and key in self._styles:
            seen.add(key)
            style = self._styles[key]
            yield style
            key = value(style.find("w:basedOn"))
