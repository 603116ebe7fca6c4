"""A notice or a list as PDF, in the layout of official papers (after GB/T 9704)."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from xcms.days import shanghai_today
from xcms.pdf.answers import pdf_answer
from xcms.pdf.making import is_available


class PdfMixin(RoutablePageMixin, models.Model):
    """``<page>/pdf/``, from a template of its own that gets the page's context. 404 where no PDF can be made."""

    pdf_template = ""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        page: Any = self
        own = page.get_url(request) or ""
        return {
            **context,
            "address": page.get_full_url(request) or "",
            "pdf_url": f"{own}pdf/" if is_available() else "",
        }

    @path("pdf/", name="pdf")
    def pdf(self, request: HttpRequest) -> HttpResponse:
        page: Any = self
        back = page.get_url(request) or "/"
        return self.pdf_with(request, page.get_context(request), name=page.title, back=back)

    def pdf_with(
        self, request: HttpRequest, context: dict[str, Any], *, name: str, back: str
    ) -> HttpResponse:
        context = {**context, "printed_on": shanghai_today()}
        html = render_to_string(self.pdf_template, context, request)
        return pdf_answer(request, html, name=name, back=back)
