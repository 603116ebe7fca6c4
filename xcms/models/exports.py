"""Workbooks too large for a request, and the daily files of whole registers."""

import secrets
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A million rows take some minutes; what works longer has died.
_LONGEST_WORK = timedelta(hours=1)


def new_code() -> str:
    """For an address that nobody guesses: 128 random bits."""
    return secrets.token_hex(16)


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("Being written")
    DONE = "done", _("Written and ready")
    FAILED = "failed", _("Failed")


class ExportJob(models.Model):
    """A workbook that somebody asked for. No register record: nothing public depends on it.

    ``key`` is what was asked for (query, register version, day), so that the same is written once.
    ``version`` is that of the finished file; ``stood`` and ``links`` as in xcms.exports.standing.
    """

    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    key = models.CharField(max_length=64, unique=True)
    register = models.CharField(max_length=50)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    message = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    plain_file_name = models.CharField(max_length=100, blank=True)
    rows = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    version = models.PositiveBigIntegerField(null=True)
    stood = models.CharField(max_length=64, blank=True)
    links = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("export in the background")
        verbose_name_plural = _("exports in the background")
        indexes: ClassVar = [models.Index(fields=["state"], name="xcms_exportjob_state")]

    def __str__(self) -> str:
        return f"{self.register} {self.code}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (ExportState.WAITING, ExportState.WORKING) and not self.was_given_up

    @property
    def was_given_up(self) -> bool:
        """Its process has died, or it has waited until it expired."""
        started = self.started_at or self.created_at
        return (
            self.state == ExportState.WORKING and started < timezone.now() - _LONGEST_WORK
        ) or self.is_expired

    @property
    def is_done(self) -> bool:
        return self.state == ExportState.DONE and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class DataRelease(models.Model):
    """A set of whole-register files, complete in storage before this row says so.

    ``files``: {"register", "format", "name", "path", "rows", "bytes", "sha256", "has_demo"} of each.
    ``stood`` and ``links``: each register's standing at ``version``, and where its files lead (xcms.exports.standing).
    """

    version = models.PositiveBigIntegerField(_("register version"))
    day = models.DateField(_("state of"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    files = models.JSONField(_("files"))
    stood = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    licence = models.TextField(_("licence"), blank=True)

    class Meta:
        verbose_name = _("data release")
        verbose_name_plural = _("data releases")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} ({self.version})"
