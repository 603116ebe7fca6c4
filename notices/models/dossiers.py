"""The page about a batch: its notice, days, lists, files and counts in one place (批次专题)."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from notices.blocks import NOTICE_BLOCKS
from notices.dossiers.feed import dossier_feed
from notices.dossiers.forms import DossierForm
from notices.dossiers.gathering import gather, province_office
from notices.fields import BodyField
from notices.trails import page_trail
from registry.models import Batch, ContactPoint
from xcms.caching.pages import PublicPageMixin
from xcms.days import shanghai_today
from xcms.versions import register_read


class BatchDossierMixin(PublicPageMixin, RoutablePageMixin, models.Model):
    """What makes a page a batch's dossier. The editor writes an introduction; the rest is gathered when it is read.

    A batch has one. While the batch is not listed, nobody sees the page; an alias leads to its original.
    """

    # Of the page.
    alias_of: Any
    alias_of_id: int | None
    first_published_at: Any
    last_published_at: Any
    live: Any
    live_revision: Any

    batch = models.OneToOneField(
        Batch,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("batch"),
        help_text=_(
            "A batch has one dossier. Nobody sees it while the batch is not shown to the public."
        ),
        error_messages={"unique": _("Another page already is the dossier of this batch.")},
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds.")
    )
    begins_on = models.DateField(
        _("first day of the applications"),
        null=True,
        blank=True,
        help_text=_(
            "Until then the page says that the batch has not begun. Empty: the date of the batch's first notice."
        ),
    )
    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"]
    )
    body = BodyField(NOTICE_BLOCKS, verbose_name=_("text below the gathered parts"), blank=True)

    dossier_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([FieldPanel("batch"), FieldPanel("begins_on")], heading=_("Batch")),
        FieldPanel("summary"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    dossier_search_fields: ClassVar[list[Any]] = [
        index.SearchField("summary"),
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if self.alias_of_id:
            # The batch stays its original's, and a page needs one only if it shows it.
            self.batch = None
            if clean:
                self.minimal_clean()
            clean = False
        elif self.batch is None and not self._begin_as_draft(kwargs.get("update_fields")):
            return None
        return super().save(clean=clean, **kwargs)  # type: ignore[call-arg]

    def _begin_as_draft(self, update_fields: Any) -> bool:
        """A copy has no batch, so there is nothing to show until an editor chooses one; False: leave it unsaved."""
        if self._state.adding:
            self.live, self.has_unpublished_changes = False, True
            self.live_revision = self.first_published_at = self.last_published_at = None
        # Only "publish the copies" of Wagtail's copy action writes this alone.
        return self.live or "first_published_at" not in (update_fields or ())

    @property
    def shown_batch(self) -> Batch | None:
        return self.batch if self.batch and self.batch.is_listed else None

    @cached_property
    def office(self) -> ContactPoint | None:
        return province_office()

    def names_a_person(self) -> bool:
        contacts = [block.value["contact"] for block in self.body if block.block_type == "contact"]
        shown = [one for one in contacts if one is not None and one.is_public]
        return any(one.public_person for one in (self.office, *shown) if one is not None)

    # Public views

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.alias_of_id:
            original = self.alias_of.specific
            if not original.live:
                raise Http404
            return HttpResponseRedirect(original.get_url(request) or "/")
        if self.shown_batch is None and not getattr(request, "is_preview", False):
            raise Http404(_("This batch is not shown to the public."))
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        if response.status_code == 200 and self.names_a_person():
            # Design rule 9, as in the directory.
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        url = self.get_url(request) or ""
        gathered = None
        if (batch := self.shown_batch) is not None:
            with register_read():
                gathered = gather(
                    batch,
                    request=request,
                    today=shanghai_today(),
                    begins_on=self.begins_on,
                    office=self.office,
                )
        return {
            **context,
            "breadcrumbs": page_trail(self, request),
            "dossier": gathered,
            "feed_url": f"{url}feed/",
        }

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        if self.alias_of_id or self.shown_batch is None:
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return dossier_feed(self, request)


class BatchDossierPage(BatchDossierMixin, Page):  # noqa: DJ008 (Page has __str__)
    """All about one batch (批次专题)."""

    template = "xcms_notices/dossiers/batch_dossier_page.html"
    base_form_class = DossierForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *BatchDossierMixin.dossier_panels,
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *BatchDossierMixin.dossier_search_fields,
    ]
    # A copy is about another batch.
    exclude_fields_in_copy: ClassVar[list[str]] = ["batch"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _(
        "Notice, days, lists, files and contacts of one batch, gathered by itself."
    )

    class Meta:
        verbose_name = _("batch dossier")
        verbose_name_plural = _("batch dossiers")
