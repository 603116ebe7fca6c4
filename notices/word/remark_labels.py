"""Remarks in the words of the office: what kind of thing, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: Kind → (what it is, what became of it).
_LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    "deleted": (_("Deleted with changes tracked"), _("Left out, as in the final text.")),
    "moved": (_("Moved with changes tracked"), _("Stands where it was moved to.")),
    "inserted": (_("Inserted with changes tracked"), _("Taken into the text.")),
    "hidden": (_("Hidden text"), _("Left out: nobody sees it in Word either.")),
    "comment": (_("Comment in the margin"), _("Left out.")),
    "header_text": (_("Header of the paper"), _("Left out: a web page has none.")),
    "footer_text": (_("Footer of the paper"), _("Left out: a web page has none.")),
    "header_picture": (_("Picture in the header"), _("Left out: a web page has none.")),
    "footer_picture": (_("Picture in the footer"), _("Left out: a web page has none.")),
    "word_art": (_("Word art or watermark"), _("Left out.")),
    "text_box": (_("Text box"), _("Stands after the paragraph that it was anchored to.")),
    "frame": (_("Frame around text"), _("The text stands without the frame.")),
    "footnote": (_("Footnote"), _("Stands at the end of the text.")),
    "endnote": (_("Endnote"), _("Stands at the end of the text.")),
    "footnote_unused": (_("Footnote"), _("Left out: nothing in the text refers to it.")),
    "endnote_unused": (_("Endnote"), _("Left out: nothing in the text refers to it.")),
    "note_missing": (_("Footnote"), _("The file does not hold its text.")),
    "contents": (
        _("Table of contents"),
        _("Left out: its numbers are those of the paper's pages."),
    ),
    "equation": (_("Equation"), _("Written as a line of text: check it.")),
    "equation_object": (_("Equation object"), _("Left out: type it, or put it in as a picture.")),
    "field": (_("Field without a result"), _("Left out.")),
    "symbol": (_("Character of a symbol font"), _("No such character elsewhere: shown as □.")),
    "underlined": (_("Underlined"), _("The text stands without underline.")),
    "struck": (
        _("Struck through"),
        _("The text stands without the line: delete it if it no longer holds."),
    ),
    "aligned": (
        _("Paragraphs centred or set to the right"),
        _("Their number is given; they stand to the left."),
    ),
    "heading_level": (
        _("Headings below the second level"),
        _("Stand as headings of the second level."),
    ),
    "link": (
        _("Link in the text"),
        _("The text stands without the link: a page may not lead there."),
    ),
    "link_in_table": (_("Link in a table"), _("The text stands without the link.")),
    "chart": (_("Chart"), _("Left out; its words and figures are given. Put it in as a picture.")),
    "diagram": (_("Diagram"), _("Left out; its words are given. Put it in as a picture.")),
    "shape": (_("Drawn shape"), _("Left out; its words are given.")),
    "picture_missing": (_("Picture in the file"), _("Left out: the file does not hold it.")),
    "picture_linked": (
        _("Picture from elsewhere"),
        _("Left out: it is not in the file, only its address."),
    ),
    "picture_large": (_("Picture in the file"), _("Left out: it is too large.")),
    "picture_unreadable": (
        _("Picture in the file"),
        _(
            "Left out: browsers can't show its format (such as EMF or WMF). Put it in as PNG or JPEG."
        ),
    ),
    "picture_text": (_("Description of a picture left out"), _("Left out.")),
    "picture_cropped": (
        _("Cropped picture"),
        _("The whole picture would be public, the cut-off parts too: cut it in a picture program."),
    ),
    "picture_in_table": (_("Picture in a table"), _("Stands below the table.")),
    "alt_missing": (
        _("Picture without a description"),
        _("Describe it before publishing, for those who can't see it."),
    ),
    "embedded": (_("Embedded file"), _("Is an attachment of the page.")),
    "embedded_linked": (_("Linked file"), _("Left out: it is not in the file.")),
    "embedded_missing": (_("Embedded file"), _("Left out: the file does not hold it.")),
    "embedded_unknown": (
        _("Embedded file"),
        _(
            "Left out: only Word, Excel, PowerPoint and PDF without macros are kept. Attach it yourself."
        ),
    ),
    "alt_chunk": (_("Inserted document"), _("Left out: open the file in Word and save it again.")),
    "nested_table": (_("Table in a table"), _("Its text stands in the cell.")),
    "blank_rows": (_("Empty rows of a table"), _("Their number is given; they are left out.")),
    "empty_table": (_("Table without text"), _("Left out.")),
    "cell_beyond": (_("Cell beyond column 63"), _("Left out.")),
    "caption_missing": (_("Table without a caption"), _("Write one before publishing.")),
    "dates_ambiguous": (
        _("Several dates on lines of their own"),
        _("Stand in the text: which of them is the date of the document can't be told."),
    ),
    "date_impossible": (_("Date that does not exist"), _("Stands in the text as it is.")),
    "unmatched": (_("Text that could not be placed"), _("Left out: copy it by hand.")),
    # Said by the parent process.
    "no_image_permission": (_("Pictures"), _("Left out: you may not add pictures.")),
    "no_document_permission": (_("Embedded files"), _("Left out: you may not add documents.")),
}


def labelled(remark: Mapping[str, Any]) -> dict[str, Any]:
    """For a template: ``what``, ``became``, ``text``, ``place``."""
    what, became = _LABELS.get(remark["kind"], (remark["kind"], ""))
    text = remark["text"]
    if remark["kind"] == "embedded":
        text = embedded_title(*text.split("."))
    return {**remark, "what": what, "became": became, "text": text}


_EMBEDDED = {
    "docx": _("Word text"),
    "doc": _("Word text"),
    "xlsx": _("Excel sheet"),
    "xls": _("Excel sheet"),
    "pptx": _("PowerPoint slides"),
    "ppt": _("PowerPoint slides"),
    "pdf": "PDF",
}


def embedded_title(number: str, extension: str) -> str:
    return gettext("Embedded file %(number)s (%(kind)s)") % {
        "number": number,
        "kind": _EMBEDDED.get(extension, extension),
    }
