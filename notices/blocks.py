"""What the body of a notice is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from notices.register_blocks import CollectionBlock, StatisticsBlock
from notices.tables import TextTable, parse_table

_TEMPLATES = "xcms_notices/blocks/"


class HeadingBlock(blocks.CharBlock):
    """A section's heading; the page's title is the only one above it."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = _TEMPLATES + "heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["bold", "italic", "ol", "ul", "link", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")


class TableValue(blocks.StructValue):
    @cached_property
    def table(self) -> TextTable:
        return parse_table(self["cells"], has_header=self["has_header"])


class TableBlock(blocks.StructBlock):
    """A table pasted from a spreadsheet; captions and headers are part of it, not decoration."""

    caption = blocks.CharBlock(label=_("Caption"), help_text=_("What the table shows."))
    cells = blocks.TextBlock(
        label=_("Cells"),
        help_text=_(
            "One row a line, cells apart by a tab (paste from a spreadsheet) or by “|”. "
            "Short rows are filled up with empty cells."
        ),
        rows=6,
    )
    has_header = blocks.BooleanBlock(
        label=_("The first row is a header"), required=False, default=True
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not parse_table(cleaned["cells"], has_header=cleaned["has_header"]).rows:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "cells": ValidationError(_("A table needs at least one row below its header."))
                }
            )
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = _TEMPLATES + "table.html"
        value_class = TableValue


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, help_text=_("Empty: the document's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Attachment")


class AttachmentsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AttachmentBlock(), **kwargs)

    class Meta:
        icon = "doc-full"
        label = _("Attachments")
        template = _TEMPLATES + "attachments.html"


class DeadlineBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("What is due"))
    date = blocks.DateBlock(
        label=_("Last day"), help_text=_("The deadline is the end of this day.")
    )
    note = blocks.CharBlock(label=_("Note"), required=False)

    class Meta:
        icon = "date"
        label = _("Deadline")


class DeadlinesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), default=_("Deadlines"))
    deadlines = blocks.ListBlock(DeadlineBlock(), label=_("Deadlines"), min_num=1)

    class Meta:
        icon = "date"
        label = _("Deadlines")
        template = _TEMPLATES + "deadlines.html"


class RegisterBlock(blocks.StructBlock):
    """A block that shows a record as the register has it at the moment of reading, or nothing.

    ``source`` names the chooser. A record that is not public (any more) does not show.
    """

    source = ""

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        record = value.get(self.source)
        context["record"] = record if record is not None and record.is_public else None
        return context


class ContactBlock(RegisterBlock):
    """An office of the directory. Its person shows only where the register says so."""

    source = "contact"

    contact = SnippetChooserBlock("xcms_registry.ContactPoint", label=_("Contact"))
    note = blocks.CharBlock(label=_("What to ask there"), required=False)

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = _TEMPLATES + "contact.html"


class QQGroupBlock(RegisterBlock):
    source = "group"

    group = SnippetChooserBlock("xcms_registry.QQGroup", label=_("QQ group"))

    class Meta:
        icon = "group"
        label = _("QQ group")
        template = _TEMPLATES + "qq_group.html"


class ClauseBlock(blocks.StructBlock):
    """Words of an official text. A repair stands beside the original, with its reason (design rule 10)."""

    clause = blocks.CharBlock(
        label=_("Clause"), required=False, help_text=_("Where in the text, e.g. “二、（三）”.")
    )
    text = blocks.TextBlock(label=_("Original text"), rows=3)
    repaired = blocks.TextBlock(
        label=_("Read as"),
        required=False,
        rows=2,
        help_text=_("Where the circulated text lost or glued characters. The original stays."),
    )
    reason = blocks.CharBlock(label=_("Reason of the repair"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["repaired"] and not cleaned["reason"]:
            raise blocks.StructBlockValidationError(
                block_errors={"reason": ValidationError(_("Say why the text is read differently."))}
            )
        return cleaned

    class Meta:
        icon = "openquote"
        label = _("Clause or quotation")
        template = _TEMPLATES + "clause.html"


NOTICE_BLOCKS = (
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    ("clause", ClauseBlock()),
    ("table", TableBlock()),
    ("deadlines", DeadlinesBlock()),
    ("attachments", AttachmentsBlock()),
    ("contact", ContactBlock()),
    ("qq_group", QQGroupBlock()),
    ("statistics", StatisticsBlock()),
    ("collection", CollectionBlock()),
)

#: Below a collection's rows. No contacts and groups: pages that name persons ask search engines to stay away.
COLLECTION_BLOCKS = tuple(
    (name, block) for name, block in NOTICE_BLOCKS if name not in {"contact", "qq_group"}
)
