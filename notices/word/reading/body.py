"""A body, a cell, a note or a text box: paragraphs and tables in the order of reading."""

from collections.abc import Iterable, Iterator

from notices.word.reading.fields import Fields
from notices.word.reading.inline import InlineReader, Shared, is_contents, level_of
from notices.word.reading.model import Block, Paragraph, Run
from notices.word.reading.numbering import Numbering
from notices.word.reading.refusals import too_long
from notices.word.reading.tables import TableReader
from notices.word.reading.xml import Element, all_text, chosen, inner, number, value

_MOST_BLOCKS = 20_000
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "distribute": "center"}
_WRAPPERS = frozenset({"w:customXml", "w:smartTag", "w:ins", "w:moveTo"})


class BodyReader:
    """Of one part of the package."""

    def __init__(self, shared: Shared, numbering: Numbering, part: str) -> None:
        self._shared = shared
        self._remarks = shared.remarks
        self._numbering = numbering
        self._part = part
        self._fields = Fields()
        #: The text of a paragraph whose end was deleted: it goes on in the next one.
        self._carried: list[Run] = []
        self._count = 0

    def blocks(self, parent: Iterable[Element]) -> list[Block]:
        found = list(self._blocks(parent))
        if self._carried:
            found.append(Paragraph(self._carried))
            self._carried = []
        return found

    def _blocks(self, parent: Iterable[Element]) -> Iterator[Block]:
        for element in parent:
            match element.tag:
                case "w:p":
                    yield from self._paragraph(element)
                case "w:tbl":
                    yield from TableReader(self, self._remarks).blocks(element)
                case "w:sdt":
                    yield from self._control(element)
                case "mc:AlternateContent":
                    yield from self._blocks(chosen(element))
                case "w:altChunk":
                    self._remarks.add("alt_chunk")
                case "w:del" | "w:moveFrom":
                    self._remarks.add("deleted", all_text(element))
                case tag if tag in _WRAPPERS:
                    yield from self._blocks(element)
                case "m:oMath" | "m:oMathPara" | "w:r" | "w:hyperlink":
                    wrapped = Element("w:p")
                    wrapped.append(element)
                    yield from self._paragraph(wrapped)

    def _control(self, element: Element) -> Iterator[Block]:
        if is_contents(element):
            self._remarks.add("contents", all_text(element))
        elif (content := element.find("w:sdtContent")) is not None:
            yield from self._blocks(content)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        self._count += 1
        if self._count > _MOST_BLOCKS:
            raise too_long()
        if text := all_text(element):
            self._remarks.at(text)
        look = element.find("w:pPr")
        look = Element("w:pPr") if look is None else look
        paragraph = Paragraph(style=value(look.find("w:pStyle")))
        paragraph.runs += self._carried
        self._carried = []
        reader = InlineReader(self._shared, self._part, self._fields, paragraph)
        reader.read(element)
        if inner(look, "w:rPr/w:del") is not None:
            self._carried = paragraph.runs
        else:
            self._finish(paragraph, look)
            yield paragraph
        yield from reader.lifted.pictures
        for box in reader.lifted.boxes:
            text = all_text(box)
            yield from self._blocks(box)
            if text:
                self._remarks.add("text_box", text, is_kept=True)

    def _finish(self, paragraph: Paragraph, look: Element) -> None:
        styles = self._shared.styles
        jc = look.find("w:jc")
        align = styles.align(paragraph.style) if jc is None else value(jc)
        paragraph.align = _ALIGNMENTS.get(align, "")
        outline = look.find("w:outlineLvl")
        if outline is None:
            paragraph.outline = styles.heading_level(paragraph.style)
        else:
            level = number(value(outline), 9)
            paragraph.outline = level + 1 if 0 <= level < 9 else 0
        if paragraph.own_text.strip():
            # Word counts empty paragraphs of a list too, but shows nothing beside them worth keeping.
            self._number(paragraph, look)
        paragraph.style = styles.name(paragraph.style)

    def _number(self, paragraph: Paragraph, look: Element) -> None:
        own = look.find("w:numPr")
        styled = self._shared.styles.numbering(paragraph.style)
        given = own if own is not None else styled
        key, level = "", 0
        if given is not None:
            key = value(given.find("w:numId"))
            if not key and styled is not None:
                key = value(styled.find("w:numId"))
            level = level_of(given)
            if own is None and paragraph.style in self._numbering.by_style:
                level = self._numbering.by_style[paragraph.style][1]
        elif paragraph.style in self._numbering.by_style:
            key, level = self._numbering.by_style[paragraph.style]
        # 0 takes away what the style gives.
        if key and key != "0":
            paragraph.number = self._numbering.number(key, level)
