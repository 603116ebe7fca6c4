"""What floats in or over the text: pictures, text boxes, charts, embedded files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from notices.word.reading.embedded import Embedded
from notices.word.reading.model import Picture
from notices.word.reading.package import Relationship, WordPackage
from notices.word.reading.pictures import Pictures
from notices.word.reading.remarks import Remarks
from notices.word.reading.xml import Element, chosen, local

_CHART_TEXTS = ("a:t", "c:v")


@dataclass(slots=True)
class Found:
    """In the order in which they stand: pictures, and the contents of text boxes."""

    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Drawings:
    package: WordPackage
    remarks: Remarks
    pictures: Pictures
    embedded: Embedded

    def read(self, drawing: Element, part: str) -> Found:
        """Of ``w:drawing``, ``w:pict`` or ``w:object`` in a part."""
        found = Found()
        self._walk(drawing, part, _alt(drawing), found, is_icon=False)
        if drawing.tag == "w:object":
            self._embedded(drawing, part)
        return found

    def _walk(self, element: Element, part: str, alt: str, found: Found, *, is_icon: bool) -> None:
        if element.tag == "mc:AlternateContent":
            for child in chosen(element):
                self._walk(child, part, alt, found, is_icon=is_icon)
            return
        if element.tag == "w:txbxContent":
            found.boxes.append(element)
            return
        if element.tag == "w:object":
            # The picture that stands for an embedded file.
            is_icon = any(local(child) == "OLEObject" for child in element)
        elif element.tag == "a:blip":
            self._picture(element, element.get("r:embed"), element.get("r:link"), part, alt, found)
        elif element.tag == "a:srcRect" and any(
            value not in ("", "0") for value in element.attrib.values()
        ):
            self.remarks.add("picture_cropped", alt, is_kept=True)
        elif element.tag == "v:imagedata" and not is_icon:
            title = element.get("o:title") or alt
            key = element.get("r:id") or element.get("o:relid")
            self._picture(element, key, element.get("r:href"), part, title, found)
        elif element.tag == "v:textpath":
            self.remarks.add("word_art", element.get("string") or "")
        elif element.tag == "c:chart":
            self._texts_of_part(element.get("r:id"), part, "chart", _CHART_TEXTS)
        elif element.tag == "dgm:relIds":
            self._texts_of_part(element.get("r:dm"), part, "diagram", ("a:t",))
        elif element.tag == "a:t":
            self.remarks.add("shape", element.text or "")
        for child in element:
            self._walk(child, part, _alt(element) or alt, found, is_icon=is_icon)

    def _picture(
        self,
        element: Element,
        key: str | None,
        link: str | None,
        part: str,
        alt: str,
        found: Found,
    ) -> None:
        target = self._target(key, part) or self._target(link, part)
        if target is None:
            if key or link:
                self.remarks.add("picture_missing", alt)
            return
        if target.is_external:
            # Never fetched: the address may be a trap, and the picture another one tomorrow.
            self.remarks.add("picture_linked", target.target)
            return
        index = self.pictures.take(target.target)
        if index is None:
            if alt:
                self.remarks.add("picture_text", alt)
            return
        found.pictures.append(Picture(index, alt))

    def _texts_of_part(self, key: str | None, part: str, kind: str, tags: tuple[str, ...]) -> None:
        target = self._target(key, part)
        root = None
        if target is not None and not target.is_external:
            root = self.package.xml(target.target)
        texts = [] if root is None else list(dict.fromkeys(_each(root, tags)))
        self.remarks.add(kind, " ".join(texts))

    def _embedded(self, element: Element, part: str) -> None:
        for ole in element.iter():
            if local(ole) != "OLEObject":
                continue
            target = self._target(ole.get("r:id"), part)
            if target is None or target.is_external:
                self.remarks.add("embedded_linked", target.target if target else "")
            else:
                self.embedded.take(target.target, ole.get("ProgID") or "")

    def _target(self, key: str | None, part: str) -> Relationship | None:
        return self.package.relationships(part).get(key) if key else None


def _alt(element: Element) -> str:
    """What the author wrote for those who can't see the picture."""
    for one in element:
        if one.tag == "wp:docPr":
            return " ".join((one.get("descr") or one.get("title") or "").split())
    if element.tag in ("v:shape", "v:rect"):
        return " ".join((element.get("alt") or "").split())
    return ""


def _each(root: Element, tags: tuple[str, ...]) -> Iterator[str]:
    for element in root.iter():
        if element.tag in tags and (text := (element.text or "").strip()):
            yield text
