"""The section that lists notices and published lists."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from notices.feeds import section_feed
from notices.sections import section_listing
from notices.trails import page_trail
from xcms.caching.pages import PublicPageMixin


class NoticeIndexMixin(PublicPageMixin, RoutablePageMixin, models.Model):
    """A section (栏目): its live public children, newest first, with an Atom feed."""

    intro = models.TextField(_("introduction"), blank=True)
    column_type = models.CharField(
        _("kind of column"),
        max_length=50,
        blank=True,
        help_text=_(
            "As the site's plan calls it, e.g. “通知公告” or “政策文件”. For the page's head."
        ),
    )
    column_keywords = models.CharField(
        _("keywords of the column"),
        max_length=200,
        blank=True,
        help_text=_("Apart by commas. Empty: the section's title."),
    )

    index_panels: ClassVar[list[Panel]] = [
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("column_type"), FieldPanel("column_keywords")],
            heading=_("For search engines and surveys of government sites"),
            classname="collapsed",
        ),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        url = self.get_url(request) or ""
        return {
            **context,
            "breadcrumbs": page_trail(self, request),
            "listing": section_listing(self, request),
            "feed_url": f"{url}feed/",
        }

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return section_feed(self, request)


class NoticeIndexPage(NoticeIndexMixin, Page):  # noqa: DJ008 (Page has __str__)
    """A section of notices (通知公告栏目)."""

    template = "xcms_notices/notice_index_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *NoticeIndexMixin.index_panels]
    subpage_types: ClassVar[list[str]] = [
        "xcms_notices.NoticePage",
        "xcms_notices.CertificateListPage",
        "xcms_notices.RegisterCollectionPage",
        "xcms_notices.BatchDossierPage",
        "xcms_notices.ThemePage",
    ]
    page_description = _("A section that lists notices and published certificate lists.")

    class Meta:
        verbose_name = _("notice section")
        verbose_name_plural = _("notice sections")
