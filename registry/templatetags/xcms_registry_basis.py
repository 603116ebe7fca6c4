"""A basis as the public reads it: its words, and the way to the text where that is public."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html

from registry.services.basis_links import basis_url

register = template.Library()


@register.simple_tag(takes_context=True)
def basis(context: Context, pages: Mapping[str, Any], wording: str, clause: str = "") -> str:
    """The words, linked to their page among ``pages`` (public_basis_pages) and there to the clause."""
    page = (pages or {}).get(wording)
    url = basis_url(page, clause or wording, context.get("request")) if page is not None else ""
    return format_html('<a href="{}">{}</a>', url, wording) if url else wording
