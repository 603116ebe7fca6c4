"""Strangers' files that the office keeps to itself."""

import hashlib
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A PDF says so within its first bytes.
_PDF_WITHIN = 1024


class PrivateFileQuerySet(models.QuerySet[Any]):
    def without_bytes(self) -> Self:
        return self.defer("data")


class PrivateFile(models.Model):
    """A file as it came in (内部文件), byte for byte, kept with the record that ``owner_field`` names.

    In the database a file is private, wherever the site keeps its media. It is a stranger's: nothing here
    opens it, and it is only ever handed out as a download (``modeladmin.private_files``).
    """

    wagtail_reference_index_ignore = True

    owner_field: ClassVar[str]
    #: Whether the latest file takes the place of the former ones, which stay; else each counts.
    latest_counts: ClassVar[bool] = True
    #: What a file is called whose own name says nothing.
    nameless: ClassVar[Any] = _("plan")

    name = models.CharField(_("file name"), max_length=200)
    data = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    is_pdf = models.BooleanField(_("is a PDF"))
    taken_in_at = models.DateTimeField(_("taken in at"), default=timezone.now)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, data: bytes, **values: Any) -> Self:
        """With what the bytes themselves say."""
        return cls(
            data=data,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            is_pdf=b"%PDF-" in data[:_PDF_WITHIN],
            **values,
        )
