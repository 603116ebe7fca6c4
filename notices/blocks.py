"""What the body of a notice is made of."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from notices.picture_block import PictureBlock
from notices.register_blocks import CollectionBlock, StatisticsBlock
from notices.table_block import TableBlock
from xcms.files.shown import is_shown, show_files

_TEMPLATES = "xcms_notices/blocks/"
_PREVIEW = "xcms_notices/admin/block_preview.html"

#: What an editor may do inside of a paragraph; a Word file brings no more.
PARAGRAPH_FEATURES = [
    *("bold", "italic", "superscript", "subscript"),
    *("ol", "ul", "link", "document-link"),
]

# How the chooser of blocks puts them together.
_TEXT = _("Running text")
_FIGURES = _("Tables and pictures")
_PRACTICAL = _("Attachments and practical information")
_REGISTER = _("From the register")


class HeadingBlock(blocks.CharBlock):
    """A section's heading; the page's title is the only one above it."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Begins a section, such as “一、试点院校范围”.")
        template = _TEMPLATES + "heading.html"
        preview_template = _PREVIEW
        preview_value = _("1. Who may apply")


class SubheadingBlock(blocks.CharBlock):
    """A heading inside of a section."""

    class Meta:
        icon = "h3"
        label = _("Subheading")
        description = _("A heading inside of a section, such as “（一）师资条件”.")
        template = _TEMPLATES + "subheading.html"
        preview_template = _PREVIEW
        preview_value = _("(1) Teachers")


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PARAGRAPH_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Running text, one or several paragraphs, with lists and links.")
        preview_template = _PREVIEW
        preview_value = _("<p>Running text of the notice.</p><ul><li>A list</li></ul>")


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
        kwargs.setdefault("min_num", 1)
        super().__init__(AttachmentBlock(), **kwargs)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # A page that shows several such blocks has asked for all of them at once.
        show_files(document for document in documents_in(value) if not is_shown(document))
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context

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
        description = _("Dates by which something is due, in a box of their own.")
        template = _TEMPLATES + "deadlines.html"
        preview_template = _PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "title": _("Deadlines"),
                "deadlines": [
                    {
                        "label": _("Application on the platform"),
                        "date": date(2020, 6, 12),
                        "note": "",
                    }
                ],
            }
        )


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

    def get_searchable_content(self, value: Any) -> list[str]:
        """As it is read: search and excerpts never quote the damaged words."""
        return [text for text in (value["clause"], value["repaired"] or value["text"]) if text]

    class Meta:
        icon = "openquote"
        label = _("Clause or quotation")
        description = _(
            "Words quoted from an official text, with a repair and its reason beside them."
        )
        template = _TEMPLATES + "clause.html"
        preview_template = _PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "clause": _("Section 2 (3)"),
                "text": _("not more than 40 percent"),
                "repaired": _("certificates not more than 40 percent"),
                "reason": _("A character is missing in the circulated text."),
            }
        )


def documents_in(attachments: Iterable[Any]) -> list[Any]:
    """Of the value of an attachments block; a deleted document is left out."""
    return [item["document"] for item in attachments if item["document"]]


def documents_of_body(body: Iterable[Any]) -> list[Any]:
    """All documents that a body's attachments blocks list."""
    return [
        document
        for block in body
        if block.block_type == "attachments"
        for document in documents_in(block.value)
    ]


#: Old texts keep blocks by these names: none of them may go.
NOTICE_BLOCKS = (
    ("heading", HeadingBlock(group=_TEXT)),
    ("subheading", SubheadingBlock(group=_TEXT)),
    ("paragraph", ParagraphBlock(group=_TEXT)),
    ("clause", ClauseBlock(group=_TEXT)),
    ("table", TableBlock(group=_FIGURES, preview_template=_PREVIEW)),
    ("image", PictureBlock(group=_FIGURES)),
    ("attachments", AttachmentsBlock(group=_PRACTICAL)),
    ("deadlines", DeadlinesBlock(group=_PRACTICAL)),
    ("contact", ContactBlock(group=_PRACTICAL)),
    ("qq_group", QQGroupBlock(group=_PRACTICAL)),
    ("statistics", StatisticsBlock(group=_REGISTER)),
    ("collection", CollectionBlock(group=_REGISTER)),
)

#: Below a collection's rows. No contacts and groups: pages that name persons ask search engines to stay away.
COLLECTION_BLOCKS = tuple(
    (name, block) for name, block in NOTICE_BLOCKS if name not in {"contact", "qq_group"}
)
