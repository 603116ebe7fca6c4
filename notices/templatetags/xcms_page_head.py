"""The head of a page, for templates of pages: in a block of the host's ``<head>``."""

from typing import Any

from django import template

from notices.page_heads import page_head

register = template.Library()


@register.inclusion_tag("xcms/_page_head.html", takes_context=True)
def xcms_page_head(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing in a preview, which has no address, nor on a former text or edition, which is not the page's."""
    request, page = context.get("request"), context.get("page")
    if request is None or page is None or getattr(request, "is_preview", False):
        return {}
    if context.get("former") or context.get("is_current") is False:
        return {}
    return {"head": page_head(page, request, context.get("breadcrumbs", ()))}
