"""Fields (域): what stands between their marks is an instruction first, then the result that a reader sees."""

import re
from dataclasses import dataclass, field

from notices.word.reading.xml import Element, is_on, number, value

_LINK = re.compile(r"""^\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+))?""", re.IGNORECASE)
_LOCAL = re.compile(r"\\l\b", re.IGNORECASE)
#: Their results are numbers of pages, or they have none to be read.
_SILENT = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|TC|XE|RD|SEQ|SET|ASK|=)\b", re.I)


@dataclass(slots=True)
class Field:
    instruction: str = ""
    is_in_result: bool = False
    result: str = ""
    form: Element | None = None

    @property
    def href(self) -> str:
        found = _LINK.match(self.instruction)
        if not found or (_LOCAL.search(self.instruction) and not found[1]):
            return ""
        return (found[1] or found[2] or "").strip()

    @property
    def is_contents(self) -> bool:
        """A table of contents: its page numbers are those of the paper."""
        return bool(re.match(r"\s*(TOC|INDEX)\b", self.instruction, re.IGNORECASE))

    @property
    def is_silent(self) -> bool:
        return bool(_SILENT.match(self.instruction))


@dataclass(slots=True)
class Fields:
    """The fields that are open; they may begin in one paragraph and end in another."""

    open: list[Field] = field(default_factory=list)

    def mark(self, element: Element) -> Field | None:
        """``w:fldChar``. Gives back the field that ends with it."""
        match element.get("w:fldCharType"):
            case "begin":
                self.open.append(Field(form=element.find("w:ffData")))
            case "separate" if self.open:
                self.open[-1].is_in_result = True
            case "end" if self.open:
                return self.open.pop()
        return None

    @property
    def is_instruction(self) -> bool:
        return any(not one.is_in_result for one in self.open)

    @property
    def is_contents(self) -> bool:
        return any(one.is_contents for one in self.open)

    @property
    def href(self) -> str:
        return next((one.href for one in reversed(self.open) if one.href), "")


def box_of(form: Element | None) -> str:
    """A check box of an old form as a sign; a chosen entry of a list; else nothing."""
    if form is None:
        return ""
    if (box := form.find("w:checkBox")) is not None:
        checked = box.find("w:checked")
        is_checked = is_on(box.find("w:default") if checked is None else checked)
        return "☑" if is_checked else "☐"
    if (choice := form.find("w:ddList")) is not None:
        entries = choice.findall("w:listEntry")
        at = number(value(choice.find("w:result")), 0)
        return value(entries[at]) if 0 <= at < len(entries) else ""
    return ""
