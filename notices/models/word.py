"""A Word file that has been read and waits to be confirmed; afterwards, what was remarked when it was read."""

import json
import uuid
import zlib
from datetime import timedelta
from typing import Any, ClassVar

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.word.reader import WordReading
from xcms.conf import setting


class WordImport(models.Model):
    """One uploaded .docx. ``section``: where a new notice is to stand; ``page``: whose body it is to replace,
    and once it is done, the page that it became."""

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    #: The page's latest revision when the file was uploaded: another one means that somebody wrote meanwhile.
    seen_revision = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    packed = models.BinaryField()
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Word import")
        verbose_name_plural = _("Word imports")
        default_permissions = ()
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def reading(self) -> WordReading:
        return WordReading(**json.loads(zlib.decompress(bytes(self.packed))))

    @staticmethod
    def pack(reading: WordReading, *, with_files: bool = True) -> bytes:
        """Without files: what is worth keeping once the page is made."""
        told: dict[str, Any] = {
            "blocks": list(reading.blocks) if with_files else [],
            "proposals": list(reading.proposals),
            "remarks": list(reading.remarks),
            "pictures": list(reading.pictures) if with_files else [],
            "files": list(reading.files) if with_files else [],
        }
        return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), level=1)

    @classmethod
    def forget_old(cls) -> None:
        """Those that nobody confirmed in time."""
        end = timezone.now() - timedelta(hours=setting("IMPORT_KEEP_HOURS"))
        cls.objects.filter(done_at=None, created_at__lt=end).delete()
