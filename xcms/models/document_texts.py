"""The text of attachments, as search finds it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.documents import get_document_model_string
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

PAGE_END = "\f"


class TextState(models.TextChoices):
    PENDING = "pending", _("Not read yet")
    DONE = "done", _("Text read")
    EMPTY = "empty", _("No text in it")
    REFUSED = "refused", _("Can't be read")


class DocumentTextQuerySet(models.QuerySet["DocumentText"]):
    def current(self) -> "DocumentTextQuerySet":
        """Of the file that the document has now. Wagtail doesn't always know a file's hash; its name is new with
        each upload."""
        return self.exclude(state=TextState.PENDING).filter(
            Q(document__file_hash="") | Q(document__file_hash=F("file_hash")),
            file_name=F("document__file"),
        )


class DocumentText(models.Model):
    """What became of reading a document. ``reason`` is a sentence for editors, where there is no text.

    ``file_name`` and ``file_hash`` (SHA-1, as Wagtail's) are those of the file that was read.
    """

    # Wagtail's "usage" of a document is by what people made.
    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        get_document_model_string(),
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("document"),
    )
    file_name = models.TextField(blank=True)
    file_hash = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=TextState.choices, default=TextState.PENDING
    )
    reason = models.TextField(_("reason"), blank=True)
    truncated = models.BooleanField(_("only its beginning was read"), default=False)
    extracted_at = models.DateTimeField(_("read at"), null=True)

    objects = DocumentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class DocumentPassageQuerySet(SearchableQuerySetMixin, models.QuerySet["DocumentPassage"]):
    pass


class DocumentPassage(index.Indexed, models.Model):
    """A piece of a document's text that a search index takes whole.

    ``name`` is the sheet's. Pages count from 1 and are None where the file has none; pages inside the text
    are apart by a form feed. Visitors find ``xcms.search.attachments.visibility.public_passages()``.
    """

    wagtail_reference_index_ignore = True

    document_text = models.ForeignKey(DocumentText, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=100, blank=True)
    first_page = models.PositiveIntegerField(null=True)
    last_page = models.PositiveIntegerField(null=True)
    text = models.TextField()

    objects = DocumentPassageQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("text"),
        index.FilterField("document_text"),
        index.FilterField("position"),
    ]

    class Meta:
        verbose_name = _("passage of a document")
        verbose_name_plural = _("passages of documents")
        default_permissions = ()
        ordering: ClassVar = ["document_text", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document_text", "position"], name="xcms_passage_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_text_id}/{self.position}"

    @property
    def label(self) -> str:
        """Where in the file: "page 3", "pages 3–7", a sheet's name; "" for a text without either."""
        if self.first_page is None or self.last_page is None:
            return self.name
        return _pages(self.first_page, self.last_page)

    def label_at(self, offset: int) -> str:
        """Where the character at this place of the text stands, to the page."""
        if self.first_page is None:
            return self.name
        page = self.first_page + self.text.count(PAGE_END, 0, offset)
        return _pages(page, page)


def _pages(first: int, last: int) -> str:
    if first == last:
        return pgettext("in a document", "page %(page)s") % {"page": first}
    return pgettext("in a document", "pages %(first)s–%(last)s") % {"first": first, "last": last}
