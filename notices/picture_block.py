"""A picture in a notice's body. What is said of it, for those who can't see it, stands in ``alt``."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """Shown as it was uploaded: a scaled copy would be written while a visitor reads."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Description of the picture"),
        max_length=300,
        help_text=_(
            "What the picture shows, for readers who can't see it and for search. A picture of text needs its text."
        ),
    )
    caption = blocks.CharBlock(
        label=pgettext_lazy("of a picture", "Caption"),
        required=False,
        max_length=200,
        help_text=_("Stands below the picture. Empty: nothing."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        return [value["alt"] or "", value["caption"] or ""]

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "xcms_notices/blocks/image.html"
