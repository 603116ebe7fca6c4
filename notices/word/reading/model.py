"""What has been read, before it becomes blocks."""

from dataclasses import dataclass, field

#: Signs between the text of a run that have no look of their own.
Kind = str


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    is_bold: bool = False
    is_italic: bool = False
    #: "superscript", "subscript" or "".
    raised: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The number or bullet that Word puts before a paragraph by itself."""

    text: str
    is_bullet: bool
    #: A list of HTML would show just this: 1., 2., 3.
    is_plain: bool
    value: int
    list_key: str
    level: int


@dataclass(slots=True)
class Paragraph:
    runs: list[Run] = field(default_factory=list)
    style: str = ""
    #: "center", "right" or "".
    align: str = ""
    #: 1 to 9 for headings by style or outline, else 0.
    outline: int = 0
    number: Number | None = None
    is_note: bool = False
    #: Set by ``official``: "title", "document_number", …
    role: str = ""

    @property
    def own_text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def text(self) -> str:
        """With its number, as a reader sees it."""
        before = self.number.text if self.number else ""
        return f"{before}{self.own_text}" if before else self.own_text


@dataclass(slots=True)
class Table:
    """``rows`` are cells as ``notices.tables`` writes them, arrows and all."""

    rows: list[list[str]]
    header_rows: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """``index`` is its place among the pictures of the file."""

    index: int
    alt: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is not as in Word: what kind of thing, its text, where it stood.

    ``is_kept``: it is in the body or among the attachments, in another form.
    """

    kind: str
    text: str = ""
    place: str = ""
    is_kept: bool = False
