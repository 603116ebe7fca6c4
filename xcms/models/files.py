"""A document's lasting address, what is known of its file, and the files that it had before."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from xcms.models.records import new_public_id


class Cleaning(models.TextChoices):
    """What became of the metadata (authors, company, …) of an uploaded file."""

    UNKNOWN = "", _("Not looked at")
    DONE = "done", _("Metadata removed")
    NOTHING = "nothing", _("No metadata in it")
    SIGNED = "signed", _("Signed: left as it is")
    FAILED = "failed", _("Metadata could not be removed")
    FOREIGN = "foreign", _("Files of this kind are not looked at")


class StoredFile(models.Model):
    """``path`` is the name in storage, ``name`` the one that the file was uploaded with."""

    number = models.PositiveIntegerField(_("version"), default=1)
    path = models.TextField(blank=True)
    name = models.CharField(_("file name"), max_length=255, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    stored_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        abstract = True

    @property
    def format(self) -> str:
        """``PDF``; "" for a name without an end."""
        _stem, dot, extension = self.name.rpartition(".")
        return extension.upper() if dot and extension.isalnum() else ""

    @property
    def short_sha256(self) -> str:
        return self.sha256[:12]


class DocumentFile(StoredFile):
    """The present file of a document (文件). ``public_id`` is its address whatever the file is called.

    ``path`` is the file that is known to be there: where it differs from the document's own, somebody has
    written past the signals, and nothing said here is true of the new file.
    """

    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        get_document_model_string(),
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("document"),
    )
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    #: What earlier addresses of Wagtail called the file.
    former_names = models.JSONField(default=list)
    cleaning = models.CharField(
        _("metadata"), max_length=10, choices=Cleaning.choices, default=Cleaning.UNKNOWN, blank=True
    )
    #: Kinds of metadata that were removed (xcms.files.cleaning.kinds).
    removed = models.JSONField(default=list)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.public_id} {self.name}"


class DocumentVersion(StoredFile):
    """A file that a document had before (历史版本). Never changed, but it may be withheld from the public."""

    wagtail_reference_index_ignore = True

    document = models.ForeignKey(
        get_document_model_string(), models.CASCADE, related_name="+", verbose_name=_("document")
    )
    #: Out of the folder where Wagtail stores documents, under a name that nobody guesses.
    is_locked_away = models.BooleanField(default=False)
    #: Where it stood before, until it has been deleted there.
    left_at = models.TextField(blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who replaced it"),
    )
    note = models.TextField(_("why it was replaced"), blank=True)
    is_withheld = models.BooleanField(_("withheld from the public"), default=False)

    class Meta:
        verbose_name = _("former file of a document")
        verbose_name_plural = _("former files of documents")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["document", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "number"], name="xcms_documentversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number} {self.name}"
