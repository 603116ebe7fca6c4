"""For pages that offer their subscription."""

from typing import Any

from django import template

from xcms.alerts import links

register = template.Library()


@register.simple_tag
def subscribe_url(source: Any, topic: Any = "") -> str:
    """``topic`` as the source knows it, or a list's query; "" where there is nothing to subscribe to."""
    return links.subscribe_url(source, topic)
