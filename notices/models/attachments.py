"""Files that belong to pages: documents that editors attach, and spreadsheets that lists were made from."""

from typing import Any, ClassVar

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from xcms.days import SHANGHAI
from xcms.files.shown import ShownFile


class AttachedDocument(Orderable):
    """A document that an editor attaches to a page."""

    document = models.ForeignKey(
        get_document_model_string(), models.PROTECT, related_name="+", verbose_name=_("file")
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Empty: the document's own title.")
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title or str(self.document)


class ListFile(models.Model):
    """A file made for one list page, kept in the database: nothing but a page's own address leads to it.

    So it is public exactly while that page is live, open to everybody and names it as its attachment.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"), models.CASCADE, related_name="+"
    )
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        default_permissions = ()
        ordering: ClassVar = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> ShownFile:
        """As attachments show them; the page knows the address."""
        _stem, dot, extension = self.name.rpartition(".")
        return ShownFile(
            title=self.name,
            url="",
            name=self.name,
            format=extension.upper() if dot else "",
            size=self.size,
            sha256=self.sha256,
            day=self.added_at.astimezone(SHANGHAI).date(),
            number=1,
        )

    @classmethod
    def of_page(cls, page: Any) -> "models.QuerySet[ListFile]":
        """Without the bytes."""
        return cls.objects.filter(page_id=page.pk).defer("content")
