"""What every official page says of itself."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.search import index


class OfficialDocumentMixin(models.Model):
    """文号, 发布机构, 成文日期 and a summary. The date of going live is Wagtail's and never set by hand."""

    document_number = models.CharField(
        _("document number"),
        max_length=60,
        blank=True,
        help_text=_("As printed, e.g. “湘教通〔2020〕1号”."),
    )
    issuing_body = models.CharField(_("issuing body"), max_length=100, blank=True)
    dated = models.DateField(
        _("date of the document"),
        null=True,
        blank=True,
        help_text=_("The date below the signature, not the day of going live."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds.")
    )

    official_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("document_number"),
                FieldPanel("issuing_body"),
                FieldPanel("dated"),
            ],
            heading=_("Official data"),
        ),
        FieldPanel("summary"),
    ]
    official_search_fields: ClassVar[list[Any]] = [
        index.SearchField("summary"),
        index.SearchField("document_number"),
    ]

    class Meta:
        abstract = True
