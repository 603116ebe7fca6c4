"""The page that publishes a round's list of filed certificates."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.search import index

from notices.comparison_views import compare_lists
from notices.downloads import edition_workbook, list_file, signed_csv
from notices.edition_feed import list_feed
from notices.editions_shown import edition_or_404, file_name, preview_context, published_context
from notices.models.attachments import ListFile
from notices.models.editions import TextEdition
from notices.models.official import OfficialDocumentMixin
from notices.models.publication import PublishesEditionMixin
from notices.models.records import ShowsRecordsMixin
from notices.models.themes import ThemedMixin
from notices.panels import AttachedFilePanel, CertificateListForm, PublishedRowsPanel
from notices.pdf import PdfMixin
from notices.proofreading.marks import shown_repairs
from notices.proofreading.panel import ProofreadingPanel
from notices.texts.former import former_text_pdf, serve_former_text, words_of_edition
from notices.texts.shown import life_context
from registry.models import ListEdition, Round
from registry.services.editions import searchable_rows
from xcms.caching.pages import PublicPageMixin
from xcms.pdf.making import is_available


class CertificateListMixin(
    PublicPageMixin,
    PdfMixin,
    ShowsRecordsMixin,
    PublishesEditionMixin,
    ThemedMixin,
    OfficialDocumentMixin,
):
    """What makes a page a round's list (备案证书名单). Going live publishes an edition; see its base."""

    round = models.OneToOneField(
        Round,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("round"),
        help_text=_("A round has one list page, and a page that has published keeps its round."),
        error_messages={"unique": _("Another page already carries the list of this round.")},
    )
    intro = models.TextField(_("introduction"), blank=True)
    change_note = models.TextField(
        _("change note"),
        blank=True,
        help_text=_(
            "What changed since the current edition, and why. Published with the new edition."
        ),
    )
    attached_file = models.ForeignKey(
        ListFile,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported file"),
        help_text=_(
            "Published with the page as it was uploaded, with all its columns. "
            "Without one, visitors get the tables made from the register."
        ),
    )
    # The SHA-256 of the rows that the editor saw when the draft was saved; empty once published.
    rows_digest = models.CharField(_("signed rows"), max_length=64, blank=True)

    list_panels: ClassVar[list[Panel]] = [
        ProofreadingPanel(heading=_("Proofreading")),
        *OfficialDocumentMixin.official_panels,
        FieldPanel("round"),
        FieldPanel("intro"),
        FieldPanel("change_note"),
        *ThemedMixin.theme_panels,
        AttachedFilePanel("attached_file"),
        PublishedRowsPanel(heading=_("Rows that will be published")),
    ]
    list_search_fields: ClassVar[list[Any]] = [
        *OfficialDocumentMixin.official_search_fields,
        index.SearchField("published_rows"),
    ]

    pdf_template = "xcms_notices/pdf/list.html"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self.pk:
            return
        published = ListEdition.objects.filter(page_id=self.pk).values_list("round_id", flat=True)
        if (kept := published.first()) is not None and kept != self.round_id:
            raise ValidationError(
                {
                    "round": _(
                        "This page has published the list of another round and keeps it. "
                        "Make a new page for this round."
                    )
                }
            )

    def published_rows(self) -> list[str]:
        """For the search index: a list is found by the certificates that it publishes."""
        return searchable_rows([self.pk])[self.pk]

    # Public views

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # A list has one address: an alias leads to it.
        if self.alias_of_id:
            original = self.alias_of.specific
            if not original.live:
                raise Http404
            return HttpResponseRedirect(original.get_url(request) or "/")
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            **super().get_context(request, *args, **kwargs),
            **life_context(self, request),
            "text_repairs": shown_repairs(self),
        }
        if getattr(request, "is_preview", False):
            return {**context, **preview_context(self, request)}
        return {**context, **published_context(self, request)}

    @path("editions/<int:number>/", name="edition")
    def edition(self, request: HttpRequest, number: int) -> HttpResponse:
        """With the words of its day, as far as they are kept."""
        shown = self._edition_context(request, number)
        response: HttpResponse = self.render(request, context_overrides=shown)
        if not shown["is_current"]:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    @path("editions/<int:number>/pdf/", name="edition_pdf")
    def edition_pdf(self, request: HttpRequest, number: int) -> HttpResponse:
        shown = self._edition_context(request, number)
        response = self.pdf_with(
            request,
            {**self.get_context(request), **shown},
            name=file_name(self, shown["edition"]),
            back=f"{self.get_url(request) or '/'}editions/{number}/",
        )
        if not shown["is_current"]:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _edition_context(self, request: HttpRequest, number: int) -> dict[str, Any]:
        """A former edition has an address and a PDF of its own; the current one has the page's."""
        shown = published_context(self, request, number)
        if shown["is_current"]:
            return shown
        below = f"editions/{number}/"
        return {
            **shown,
            **words_of_edition(self, request, list_edition=shown["edition"]),
            "address": f"{self.get_full_url(request) or ''}{below}",
            "pdf_url": f"{self.get_url(request) or ''}{below}pdf/" if is_available() else "",
        }

    @path("texts/<int:number>/", name="text")
    def text(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """A former text with the rows that it was published with."""
        return serve_former_text(self, request, number)

    @path("texts/<int:number>/pdf/", name="text_pdf")
    def text_pdf(self, request: HttpRequest, number: int) -> HttpResponseBase:
        return former_text_pdf(self, request, number)

    def former_context(self, request: HttpRequest, edition: TextEdition) -> dict[str, Any]:
        number = edition.list_edition.number if edition.list_edition else None
        context = super().former_context(request, edition)
        return {**context, **published_context(self, request, number), "is_current": True}

    @path("compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        return compare_lists(self, request)

    @path("csv/", name="csv")
    @path("editions/<int:number>/csv/", name="edition_csv")
    def edition_csv(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        edition = edition_or_404(self, number)
        return signed_csv(edition, file_name(self, edition))

    @path("xlsx/", name="xlsx")
    @path("editions/<int:number>/xlsx/", name="edition_xlsx")
    def edition_xlsx(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        edition = edition_or_404(self, number)
        return edition_workbook(edition, file_name(self, edition))

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return list_feed(self, request)

    @path("file/", name="file")
    def file(self, request: HttpRequest) -> HttpResponse:
        """Only a live page that the visitor may read is asked."""
        if self.attached_file is None:
            raise Http404(_("This list has no file of that kind."))
        return list_file(self.attached_file)


class CertificateListPage(CertificateListMixin, Page):
    """A round's list of filed certificates (备案证书名单)."""

    template = "xcms_notices/certificate_list_page.html"
    base_form_class = CertificateListForm
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *CertificateListMixin.list_panels]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *CertificateListMixin.list_search_fields,
    ]
    # A copy is another page: it never takes the round, the sign-off or the note along.
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "round",
        "rows_digest",
        "change_note",
        "attached_file",
    ]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Publishes the filed certificates of a round as a dated edition.")

    class Meta:
        verbose_name = _("certificate list")
        verbose_name_plural = _("certificate lists")
