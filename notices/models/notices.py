"""Notices: official texts with attachments."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel, Panel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Orderable, Page
from wagtail.search import index

from notices.blocks import NOTICE_BLOCKS, documents_of_body
from notices.change_note_forms import ChangeNotePanel
from notices.fields import BodyField
from notices.forms import NoticeForm
from notices.models.attachments import AttachedDocument
from notices.models.official import OfficialDocumentMixin
from notices.models.records import ShowsRecordsMixin
from notices.models.texts import KeepsTextMixin
from notices.models.themes import ThemedMixin
from notices.pdf import PdfMixin
from notices.promises.queries import shown_promises
from notices.proofreading.marks import shown_repairs
from notices.proofreading.panel import ProofreadingPanel
from notices.texts.former import former_text_pdf, serve_former_text
from notices.texts.shown import life_context
from notices.trails import page_trail
from notices.word.entrance_panel import WordEntrancePanel
from registry.models import Batch
from xcms.caching.pages import PublicPageMixin
from xcms.files.shown import show_files


class NoticeMixin(
    PublicPageMixin,
    PdfMixin,
    ShowsRecordsMixin,
    KeepsTextMixin,
    ThemedMixin,
    OfficialDocumentMixin,
):
    """What makes a page a notice (通知公告), for hosts with a base page of their own."""

    addressed_to = models.TextField(
        _("addressed to"), blank=True, help_text=_("As printed, without the colon at the end.")
    )
    body = BodyField(NOTICE_BLOCKS, verbose_name=_("text"), blank=True)
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("batch"),
        help_text=_("The batch that the notice is about, if any."),
    )

    notice_panels: ClassVar[list[Panel]] = [
        ProofreadingPanel(heading=_("Proofreading")),
        *OfficialDocumentMixin.official_panels,
        FieldPanel("addressed_to"),
        FieldPanel("body"),
        FieldPanel("batch"),
        *ThemedMixin.theme_panels,
        ChangeNotePanel("change_note"),
    ]
    notice_search_fields: ClassVar[list[Any]] = [
        *OfficialDocumentMixin.official_search_fields,
        index.SearchField("body"),
    ]

    pdf_template = "xcms_notices/pdf/notice.html"

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().serve(request, *args, **kwargs)
        if self.names_a_person():
            # Design rule 9, as in the directory.
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        if self.names_a_person():
            return []
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return found

    @path("editions/<int:number>/", name="edition")
    def edition(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """A former text, as it was published."""
        return serve_former_text(self, request, number)

    @path("editions/<int:number>/pdf/", name="edition_pdf")
    def edition_pdf(self, request: HttpRequest, number: int) -> HttpResponseBase:
        return former_text_pdf(self, request, number)

    def names_a_person(self) -> bool:
        contacts = (block.value["contact"] for block in self.body if block.block_type == "contact")
        return any(one is not None and one.is_public and one.public_person for one in contacts)


class NoticePage(NoticeMixin, Page):
    """A notice (通知公告)."""

    template = "xcms_notices/notice_page.html"
    base_form_class = NoticeForm
    content_panels: ClassVar[list[Any]] = [
        WordEntrancePanel(),
        *Page.content_panels,
        *NoticeMixin.notice_panels,
        InlinePanel("attachments", heading=_("Attachments"), label=_("Attachment")),
        InlinePanel("related_notices", heading=_("Related notices"), label=_("Notice")),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *NoticeMixin.notice_search_fields]
    # A copy is another text, with a life of its own.
    exclude_fields_in_copy: ClassVar[list[str]] = ["change_note"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("An official text with attachments, contacts and deadlines.")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        attachments = list(self.attachments.select_related("document"))
        show_files([*(item.document for item in attachments), *documents_of_body(self.body)])
        return {
            **context,
            **life_context(self, request),
            "breadcrumbs": page_trail(self, request),
            "attachments": attachments,
            "related": self.public_related_notices(),
            "text_repairs": shown_repairs(self),
            "promises": shown_promises(self),
        }

    def public_related_notices(self) -> list[Page]:
        """In the editor's order; drafts and restricted pages stay unmentioned."""
        chosen = [item.notice_id for item in self.related_notices.all()]
        found = Page.objects.live().public().in_bulk(chosen) if chosen else {}
        return [found[key] for key in chosen if key in found]


class NoticeAttachment(AttachedDocument):
    """A file that belongs to a notice (附件)."""

    page = ParentalKey(NoticePage, related_name="attachments", on_delete=models.CASCADE)

    class Meta(AttachedDocument.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")


class RelatedNotice(Orderable):
    """A notice that readers of this one should know (相关通知)."""

    page = ParentalKey(NoticePage, related_name="related_notices", on_delete=models.CASCADE)
    notice = models.ForeignKey(
        NoticePage, models.CASCADE, related_name="+", verbose_name=_("notice")
    )

    panels: ClassVar[list[Panel]] = [PageChooserPanel("notice", "xcms_notices.NoticePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("related notice")
        verbose_name_plural = _("related notices")

    def __str__(self) -> str:
        return str(self.notice)
