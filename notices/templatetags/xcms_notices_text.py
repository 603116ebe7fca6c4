"""An official text as a template shows it."""

from typing import Any, cast

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from notices.anchors import rendered_body
from notices.lint.persons import without_private_numbers as _without_private_numbers
from notices.proofreading.marks import ShownRepairs, marked_field

register = template.Library()


@register.simple_tag(takes_context=True)
def anchored_body(context: Context, body: Any) -> SafeString:
    """The blocks of a body; headings and numbered lines can be linked to. Instead of a loop over them."""
    blocks = rendered_body(body, cast(dict[str, Any], context.flatten()))
    return format_html_join("", "{}", ((html,) for html in blocks))


@register.simple_tag(takes_context=True)
def repaired(context: Context, name: str) -> SafeString:
    """A field of the page, such as its title, with the marks of its repairs."""
    return marked_field(context["page"], name, context.get("text_repairs") or ShownRepairs())


@register.filter
def without_private_numbers(words: str) -> str:
    """Of an original that stands beside its repair (design rules 9 and 10)."""
    return _without_private_numbers(words or "")
