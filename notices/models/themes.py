"""A theme gathers what belongs together across sections: notices, lists, files, certificates."""

from collections.abc import Iterable
from typing import Any, ClassVar

import swapper
from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import CollectionViewRestriction, Orderable, Page
from wagtail.search import index

from notices.blocks import COLLECTION_BLOCKS, documents_of_body
from notices.feeds import section_feed
from notices.fields import BodyField, theme_pages
from notices.models.attachments import AttachedDocument
from notices.sections import dated, listing_of
from notices.trails import page_trail
from registry.models import Certificate
from xcms.caching.pages import PublicPageMixin
from xcms.files.shown import show_files


class ThemesPanel(FieldPanel):
    """Boxes to tick; not there while the site has no theme."""

    def __init__(self, field_name: str = "themes", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(field_name, **kwargs)

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and self.has_themes

        @cached_property
        def has_themes(self) -> bool:
            return Page.objects.filter(theme_pages()).exists()


class ThemedMixin(models.Model):
    """A page that may belong to themes (专题)."""

    themes = ParentalManyToManyField(
        swapper.get_model_name("wagtailcore", "Page"),
        blank=True,
        related_name="+",
        limit_choices_to=theme_pages,
        verbose_name=_("themes"),
        help_text=_("The pages of these themes list this page."),
    )

    theme_panels: ClassVar[list[Panel]] = [ThemesPanel()]
    #: Where a text is gathered is no part of the text: no correction, no change note.
    unpublished_fields: ClassVar[tuple[str, ...]] = ("themes",)

    class Meta:
        abstract = True

    def public_themes(self) -> list[Page]:
        """By title; drafts and restricted pages stay unmentioned."""
        chosen = [theme.pk for theme in self.themes.all()]
        if not chosen:
            return []
        return list(Page.objects.live().public().filter(pk__in=chosen).order_by("title"))


class ThemeMixin(PublicPageMixin, RoutablePageMixin, models.Model):
    """What makes a page a theme (专题): a text, and whatever public pages name it. Has an Atom feed."""

    #: By this pages are known that may be chosen as a theme.
    is_theme = True

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds.")
    )
    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"]
    )
    body = BodyField(COLLECTION_BLOCKS, verbose_name=_("text"), blank=True)

    theme_panels: ClassVar[list[Panel]] = [
        FieldPanel("summary"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    theme_search_fields: ClassVar[list[Any]] = [
        index.SearchField("summary"),
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "breadcrumbs": page_trail(self, request),
            "listing": listing_of(self.gathered_pages(), request),
            "feed_url": f"{self.get_url(request) or ''}feed/",
        }

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return section_feed(self, request, dated(self.gathered_pages()))

    def gathered_pages(self) -> Any:
        """Live public pages that name this theme; an alias is the same page once more."""
        named = Q(pk__in=[])
        for model in apps.get_models():
            if issubclass(model, ThemedMixin):
                named |= Q(pk__in=model._default_manager.filter(themes=self.pk).values("pk"))
        return Page.objects.live().public().filter(named, alias_of__isnull=True)


class ThemePage(ThemeMixin, Page):  # noqa: DJ008 (Page has __str__)
    """A theme (专题), such as 课证融通, with files and certificates in the editor's order."""

    template = "xcms_notices/theme_page.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *ThemeMixin.theme_panels,
        InlinePanel("files", heading=_("Files of this theme"), label=_("File")),
        InlinePanel(
            "certificates", heading=_("Certificates of this theme"), label=_("Certificate")
        ),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *ThemeMixin.theme_search_fields]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Gathers notices, lists, files and certificates that belong together.")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        files = _open_files(self.files.select_related("document__collection"))
        show_files([*(file.document for file in files), *documents_of_body(self.body)])
        certificates = self.public_certificates()
        return {
            **context,
            "files": files,
            "certificates": certificates,
            "has_demo": any(one.is_demo for one in certificates)
            or any(entry.is_demo for entry in context["listing"].entries),
        }

    def public_certificates(self) -> list[Certificate]:
        """In the editor's order, each once; those that no published list names stay unmentioned."""
        chosen = list(dict.fromkeys(item.certificate_id for item in self.certificates.all()))
        if not chosen:
            return []
        found = Certificate.objects.public().select_related("organization").in_bulk(chosen)
        return [found[key] for key in chosen if key in found]


def public_themes_of(certificate: Certificate) -> list[ThemePage]:
    """What the page of a certificate names; an alias is the same theme once more. Two queries."""
    themes = ThemePage.objects.live().public().filter(alias_of__isnull=True)
    return list(
        themes.filter(
            pk__in=ThemeCertificate.objects.filter(certificate=certificate).values("page")
        )
    )


class ThemeFile(AttachedDocument):
    """A file of a theme (专题附件)."""

    page = ParentalKey(ThemePage, related_name="files", on_delete=models.CASCADE)

    class Meta(AttachedDocument.Meta):
        verbose_name = _("file of a theme")
        verbose_name_plural = _("files of themes")


class ThemeCertificate(Orderable):
    """A certificate that belongs to a theme."""

    page = ParentalKey(ThemePage, related_name="certificates", on_delete=models.CASCADE)
    certificate = models.ForeignKey(
        Certificate, models.CASCADE, related_name="+", verbose_name=_("certificate")
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("certificate")]

    class Meta(Orderable.Meta):
        verbose_name = _("certificate of a theme")
        verbose_name_plural = _("certificates of themes")

    def __str__(self) -> str:
        return str(self.certificate)


def _open_files(files: Iterable[ThemeFile]) -> list[ThemeFile]:
    """A file in a restricted collection is not offered to everybody."""
    chosen = list(files)
    if not chosen:
        return []
    closed = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return [
        file for file in chosen if not (closed and file.document.collection.path.startswith(closed))
    ]
