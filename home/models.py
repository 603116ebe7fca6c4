"""The reference site's home page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from home.front_page import front_page
from xcms.caching.pages import PublicPageMixin
from xcms.versions import register_read


class HomePage(PublicPageMixin, Page):
    """Where visitors arrive (首页): the current batch, the latest notices and the quick ways in."""

    headline = models.CharField(
        "主标题", max_length=60, blank=True, help_text="页面上最大的一行字；留空则用站点名称。"
    )
    intro = models.TextField("导语", blank=True, help_text="一两句话，说明本站是什么、谁来看。")

    content_panels: ClassVar[list[Panel | str]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        with register_read():
            return {**context, "front": front_page(request)}
