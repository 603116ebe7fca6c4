"""XML of a Word file as a tree with short names: ``w:p``, ``r:id``, whichever edition of the format wrote it."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # nosec B405  # no DOCTYPE gets through, see below

from notices.word.reading.refusals import damaged, dishonest

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    # The strict edition.
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    # Both.
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
#: Honest documents nest tables in text boxes in tables and stay far below.
_MOST_DEPTH = 200
_MOST_ELEMENTS = 1_500_000

Element = ET.Element


class _Builder(ET.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _MOST_DEPTH or self._count > _MOST_ELEMENTS:
            raise dishonest()
        return super().start(
            self._short(tag), {self._short(name): value for name, value in attrs.items()}
        )

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(self._short(tag))

    def doctype(self, *_declared: object) -> None:
        """No honest document declares entities; expanding them is a bomb or reads the server's files."""
        raise dishonest()

    def _short(self, name: str) -> str:
        if (short := self._names.get(name)) is None:
            space, _end, local = name[1:].partition("}") if name[0] == "{" else ("", "", name)
            prefix = _SPACES.get(space)
            short = f"{prefix}:{local}" if prefix else local if not space else name
            self._names[name] = short
        return short


def parse(xml: bytes) -> Element:
    """Raises Refusal."""
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  # nosec B314
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise damaged() from error
    return root


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def value(element: Element | None, name: str = "w:val") -> str:
    return "" if element is None else element.get(name) or ""


def is_on(element: Element | None) -> bool | None:
    """A yes-or-no property: None where it is not said."""
    if element is None:
        return None
    return (element.get("w:val") or "1").lower() not in ("0", "false", "off", "none")


def number(text: str, default: int) -> int:
    """Of hostile or missing attributes."""
    try:
        return int(text[:12])
    except ValueError:
        return default


def all_text(element: Element, tags: tuple[str, ...] = ("w:t", "m:t", "a:t", "w:delText")) -> str:
    """The text below an element; paragraphs apart by line breaks."""
    return "".join(_texts(element, tags)).strip()


def _texts(element: Element, tags: tuple[str, ...]) -> Iterator[str]:
    if element.tag == "mc:AlternateContent":
        yield from _texts(chosen(element), tags)
        return
    if element.tag in tags:
        yield element.text or ""
    elif element.tag in ("w:tab", "w:br", "w:cr"):
        yield " "
    for child in element:
        yield from _texts(child, tags)
    if element.tag in ("w:p", "a:p", "w:tr"):
        yield "\n"
    elif element.tag == "w:tc":
        yield " "


def chosen(alternatives: Element) -> Element:
    """Of the same thing said twice, the newer form."""
    for tag in ("mc:Choice", "mc:Fallback"):
        if (found := alternatives.find(tag)) is not None:
            return found
    return Element("nothing")


def inner(element: Element, path: str) -> Element | None:
    """The first element below a path of names; ElementTree's own paths don't know our short names."""
    found: Element | None = element
    for name in path.split("/"):
        found = None if found is None else found.find(name)
    return found
