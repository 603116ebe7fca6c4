"""What a template says of a document's file."""

from typing import Any

from django import template

from xcms.files.shown import ShownFile, shown_file

register = template.Library()


@register.simple_tag(name="shown_file")
def shown_file_tag(document: Any) -> ShownFile:
    """``{% shown_file document as file %}``. One query, unless the view has called ``show_files()`` for all."""
    return shown_file(document)
