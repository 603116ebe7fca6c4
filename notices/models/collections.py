"""A saved filter of a register as a page (专题名录)."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from notices.blocks import COLLECTION_BLOCKS
from notices.collections.forms import CollectionForm
from notices.collections.panels import FilterInWordsPanel
from notices.collections.saved import LIST_CHOICES, SavedList
from notices.collections.views import serve_collection
from notices.fields import BodyField


class CollectionMixin(models.Model):
    """What makes a page a collection: it answers as the register's list does, in every format.

    Rows are the register's at the moment of reading. A filter that the list no longer accepts, such as a
    certificate that isn't public any more, shows a sentence and no rows.
    """

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds.")
    )
    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"]
    )
    register = models.CharField(_("list"), max_length=20, choices=LIST_CHOICES, default="approvals")
    saved_filter = models.TextField(
        _("filter"),
        blank=True,
        help_text=_(
            "Filter the list on the public site, copy the address from the browser and paste it here. "
            "Empty: the whole list."
        ),
    )
    # Keys joined by commas; the form shows them as boxes.
    columns = models.CharField(_("columns"), max_length=500, blank=True)
    sort = models.CharField(_("order"), max_length=60, blank=True)
    rows_per_page = models.PositiveSmallIntegerField(
        _("rows per page"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("Empty: as in the register."),
    )
    body = BodyField(COLLECTION_BLOCKS, verbose_name=_("text below the list"), blank=True)

    collection_panels: ClassVar[list[Panel]] = [
        FieldPanel("summary"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("register"),
                FieldPanel("saved_filter"),
                FilterInWordsPanel(),
                FieldPanel("columns"),
                FieldPanel("sort"),
                FieldPanel("rows_per_page"),
            ],
            heading=_("Rows of the register"),
        ),
        FieldPanel("body"),
    ]
    collection_search_fields: ClassVar[list[Any]] = [
        index.SearchField("summary"),
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    @property
    def saved_list(self) -> SavedList:
        return SavedList(
            register=self.register,
            saved_filter=self.saved_filter,
            columns=[key for key in self.columns.split(",") if key],
            sort=self.sort,
            page_size=self.rows_per_page,
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return serve_collection(self, self.saved_list, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        # Wagtail's own would render the template without the rows.
        return self.serve(request)


class RegisterCollectionPage(CollectionMixin, Page):  # noqa: DJ008 (Page has __str__)
    """A saved filter as a page (专题名录)."""

    template = "xcms_notices/register_collection_page.html"
    base_form_class = CollectionForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *CollectionMixin.collection_panels,
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *CollectionMixin.collection_search_fields,
    ]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Part of a register, such as one city's schools, with a text of its own.")

    class Meta:
        verbose_name = _("collection from a register")
        verbose_name_plural = _("collections from registers")
