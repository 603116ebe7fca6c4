"""The inside of a paragraph: runs of text, links, fields, and what is lifted out of it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from notices.word.reading.drawings import Drawings
from notices.word.reading.equations import linear
from notices.word.reading.fields import Fields, box_of
from notices.word.reading.model import Paragraph, Picture, Run
from notices.word.reading.package import WordPackage
from notices.word.reading.remarks import Remarks
from notices.word.reading.styles import Styles
from notices.word.reading.symbols import UNKNOWN, is_private, symbol
from notices.word.reading.xml import Element, all_text, chosen, inner, is_on, number, value

#: Properties, marks of places, and codes: nothing that a reader sees.
_SKIPPED = frozenset(
    {
        *("w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr"),
        *("w:instrText", "w:delInstrText", "w:fldData", "w:ffData", "w:tblGrid", "w:rubyPr"),
        *("w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:smartTagPr", "w:customXmlPr"),
        *("w:footnoteRef", "w:endnoteRef", "w:annotationRef", "w:lastRenderedPageBreak"),
        *("w:softHyphen", "w:pgNum", "w:separator", "w:continuationSeparator"),
    }
)
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_DRAWN = frozenset({"w:drawing", "w:pict", "w:object"})
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}


@dataclass(slots=True)
class Shared:
    """What all parts of the document share."""

    package: WordPackage
    styles: Styles
    remarks: Remarks
    drawings: Drawings
    #: (kind, id) of the notes in the order in which the text refers to them.
    notes: list[tuple[str, str]] = field(default_factory=list)
    #: Comment → the beginning of the paragraph that it is about.
    comment_places: dict[str, str] = field(default_factory=dict)
    is_in_note: bool = False

    def mark_of(self, kind: str, key: str) -> str:
        if (kind, key) not in self.notes:
            self.notes.append((kind, key))
        return f"〔注{self.notes.index((kind, key)) + 1}〕"


@dataclass(slots=True)
class Lifted:
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class InlineReader:
    """Reads into one paragraph; ``fields`` are those of the part, which may be open over several paragraphs."""

    def __init__(self, shared: Shared, part: str, fields: Fields, paragraph: Paragraph) -> None:
        self._shared = shared
        self._remarks = shared.remarks
        self._part = part
        self._fields = fields
        self._paragraph = paragraph
        self._href = ""
        self.lifted = Lifted()

    def read(self, parent: Element) -> None:
        for element in parent:
            self._element(element)

    def _element(self, element: Element) -> None:
        match element.tag:
            case tag if tag in _SKIPPED:
                return
            case "w:r":
                self._run(element)
            case "w:hyperlink":
                self._link(element)
            case "w:fldSimple":
                self._simple_field(element)
            case "w:del":
                self._remarks.add("deleted", all_text(element))
            case "w:moveFrom":
                self._remarks.add("moved", all_text(element))
            case "w:ins" | "w:moveTo":
                self.read(element)
                if text := all_text(element):
                    self._remarks.add("inserted", text, is_kept=True)
            case "w:sdt":
                self._control(element)
            case "m:oMath" | "m:oMathPara":
                self._equation(element)
            case "mc:AlternateContent":
                self.read(chosen(element))
            case "w:commentRangeStart" | "w:commentReference":
                self._shared.comment_places.setdefault(element.get("w:id", ""), self._remarks.place)
            case tag if tag in _DRAWN:
                self._drawing(element)
            case "w:t":
                self._put(element.text or "", None)
            case _:
                # Whatever else holds text: a reader of Word sees it.
                self.read(element)

    # Runs

    def _run(self, element: Element) -> None:
        look = element.find("w:rPr")
        for child in element:
            self._in_run(child, look)

    def _in_run(self, child: Element, look: Element | None) -> None:
        match child.tag:
            case tag if tag in _SKIPPED and tag != "w:instrText":
                return
            case "w:t":
                self._put(child.text or "", look)
            case "w:tab" | "w:ptab":
                self._put(" ", look, is_sign=True)
            case "w:br":
                if child.get("w:type") not in ("page", "column"):
                    self._put("\n", look, is_sign=True)
            case "w:cr":
                self._put("\n", look, is_sign=True)
            case "w:noBreakHyphen":
                self._put("-", look)
            case "w:sym":
                self._symbol(child, look)
            case "w:fldChar":
                self._field_mark(child, look)
            case "w:instrText":
                if self._fields.open and not self._fields.open[-1].is_in_result:
                    self._fields.open[-1].instruction += child.text or ""
            case "w:ruby":
                base, above = child.find("w:rubyBase"), child.find("w:rt")
                text = all_text(base) if base is not None else ""
                reading = all_text(above) if above is not None else ""
                self._put(f"{text}（{reading}）" if reading else text, look)
            case tag if tag in _NOTES:
                mark = self._shared.mark_of(_NOTES[tag], child.get("w:id", ""))
                self._append(Run(mark, raised="superscript"))
            case "w:delText":
                self._remarks.add("deleted", child.text or "")
            case "mc:AlternateContent":
                for one in chosen(child):
                    self._in_run(one, look)
            case _:
                self._element(child)

    def _put(self, text: str, look: Element | None, *, is_sign: bool = False) -> None:
        if not text:
            return
        if self._fields.is_instruction:
            return
        if self._fields.is_contents:
            self._remarks.add("contents", text)
            return
        if look is not None and self._toggle(look, "w:vanish"):
            self._remarks.add("hidden", text)
            return
        if not is_sign:
            text = self._mapped(text, look)
        href = self._href or self._allowed(self._fields.href, text)
        self._append(
            Run(
                text,
                self._toggle(look, "w:b"),
                self._toggle(look, "w:i"),
                _raised(look),
                href,
            )
        )

    def _toggle(self, look: Element | None, name: str) -> bool:
        return self._shared.styles.toggle(look, self._paragraph.style, name)

    def _mapped(self, text: str, look: Element | None) -> str:
        if look is not None:
            if _is_said(look, "w:u") and not text.strip():
                # A line to write on.
                return "_" * len(text)
            if _is_said(look, "w:u"):
                self._remarks.add("underlined", text, is_kept=True)
            if _is_said(look, "w:strike") or _is_said(look, "w:dstrike"):
                self._remarks.add("struck", text, is_kept=True)
        if any(map(is_private, text)):
            font = _font(look)
            text = "".join(self._known(ord(one), font) if is_private(one) else one for one in text)
        return text

    def _known(self, code: int, font: str) -> str:
        found = symbol(code, font)
        if found is None:
            self._remarks.add("symbol", f"{font} U+{code:04X} ".lstrip())
        return UNKNOWN if found is None else found

    def _symbol(self, element: Element, look: Element | None) -> None:
        try:
            code = int(element.get("w:char", ""), 16)
        except ValueError:
            code = 0
        self._put(self._known(code, element.get("w:font", "")), look)

    def _append(self, run: Run) -> None:
        self._paragraph.runs.append(run)

    # Fields and links

    def _field_mark(self, element: Element, look: Element | None) -> None:
        ended = self._fields.mark(element)
        if ended is None:
            return
        if box := box_of(ended.form):
            self._put(box, look)
        elif not (ended.is_in_result or ended.is_silent) and ended.instruction.strip():
            self._remarks.add("field", " ".join(ended.instruction.split()))

    def _simple_field(self, element: Element) -> None:
        code = Element("w:fldChar", {"w:fldCharType": "begin"})
        self._fields.mark(code)
        self._fields.open[-1].instruction = element.get("w:instr") or ""
        self._fields.open[-1].is_in_result = True
        self.read(element)
        self._fields.open.pop()

    def _link(self, element: Element) -> None:
        target = self._shared.package.relationships(self._part).get(element.get("r:id") or "")
        before = self._href
        if target is not None:
            address = target.target
            if anchor := element.get("w:anchor"):
                address = f"{address}#{anchor}"
            self._href = self._allowed(address if target.is_external else "", all_text(element))
        self.read(element)
        self._href = before

    def _allowed(self, address: str, text: str) -> str:
        """The address if a page may link to it."""
        if not address:
            return ""
        address = "".join(address.split())
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = ""
        if scheme in _LINK_SCHEMES and len(address) <= 2000:
            return address
        self._remarks.add("link", f"{text}（{address[:200]}）", is_kept=False)
        return ""

    # Other things in a paragraph

    def _control(self, element: Element) -> None:
        """A content control; its check box is a character of its text."""
        if is_contents(element):
            self._remarks.add("contents", all_text(element))
        elif (content := element.find("w:sdtContent")) is not None:
            self.read(content)

    def _equation(self, element: Element) -> None:
        text = linear(element).strip()
        self._put(text, None)
        self._remarks.add("equation", text, is_kept=True)

    def _drawing(self, element: Element) -> None:
        found = self._shared.drawings.read(element, self._part)
        self.lifted.pictures += found.pictures
        self.lifted.boxes += found.boxes


def is_contents(control: Element) -> bool:
    gallery = value(inner(control, "w:sdtPr/w:docPartObj/w:docPartGallery"))
    return gallery == "Table of Contents"


def _is_said(look: Element, name: str) -> bool:
    return bool(is_on(look.find(name)))


def _raised(look: Element | None) -> str:
    found = "" if look is None else value(look.find("w:vertAlign"))
    return found if found in ("superscript", "subscript") else ""


def _font(look: Element | None) -> str:
    fonts = None if look is None else look.find("w:rFonts")
    return "" if fonts is None else fonts.get("w:ascii") or fonts.get("w:hAnsi") or ""


def level_of(numbering: Element) -> int:
    return number(value(numbering.find("w:ilvl")), 0)
