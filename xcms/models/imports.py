"""An import that somebody started, its file, and what became of each row."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xcms.imports.states import KEPT, REACHED_FROM, WORKING, RunPhase, RunState
from xcms.models.records import new_public_id


class ImportRunQuerySet(models.QuerySet[Any]):
    def parked_by(self, user: Any) -> Self:
        """What only this user may know of: everything that is not in the register (yet)."""
        return self.visible_to(user).exclude(state__in=KEPT)

    def kept(self) -> Self:
        """What has been written: on record for everybody who may import into the register."""
        return self.filter(state__in=KEPT)

    def visible_to(self, user: Any) -> Self:
        """What is on record, and the user's own uploads while they last."""
        lasting = Q(expires_at__isnull=True) | Q(expires_at__gte=timezone.now()) | ~Q(owner="")
        return self.filter(Q(state__in=KEPT) | Q(user=user) & lasting)

    def working(self) -> Self:
        return self.filter(state__in=WORKING)


class ImportRun(models.Model):
    """One import, from upload to undo. No register record: nothing public depends on it."""

    # Keeps Wagtail from indexing who uploaded what.
    wagtail_reference_index_ignore = True

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    register = models.CharField(_("register"), max_length=50)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RunState.choices, default=RunState.PARKED
    )
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)

    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    options = models.JSONField(default=dict)
    survey = models.JSONField(null=True)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    mapping = models.JSONField(default=dict)

    counts = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    warning_count = models.PositiveIntegerField(_("warnings"), default=0)
    seen_version = models.PositiveBigIntegerField(null=True)
    written_version = models.PositiveBigIntegerField(_("register version"), null=True)

    phase = models.CharField(max_length=10, choices=RunPhase.choices, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    owner = models.CharField(max_length=255, blank=True)
    heartbeat = models.DateTimeField(null=True)

    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_version = models.PositiveBigIntegerField(null=True)
    undone_reason = models.TextField(_("reason for undoing"), blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        # One's own imports are undone by whoever may import.
        permissions: ClassVar = [("undo_importrun", _("Can undo the imports of others"))]
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["register", "-created_at"], name="xcms_importrun_register"),
            models.Index(fields=["state"], name="xcms_importrun_state"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_waiting(self) -> bool:
        """Nobody has taken it up yet."""
        return self.is_working and not self.owner

    @property
    def is_kept(self) -> bool:
        return self.state in KEPT

    @property
    def can_preview(self) -> bool:
        return self.state in REACHED_FROM[RunState.PREVIEWING]

    @property
    def can_confirm(self) -> bool:
        return self.state == RunState.PREVIEWED and not self.error_count

    @property
    def can_cancel(self) -> bool:
        return (
            self.state in REACHED_FROM[RunState.CANCELLED]
            and not self.cancel_requested
            and self.phase != RunPhase.WRITING
        )

    @property
    def can_undo(self) -> bool:
        """Whether later decisions stand in its way is another question: ``runs.undo_refusals``."""
        return self.state == RunState.DONE and self.written_version is not None

    @property
    def nothing_to_do(self) -> bool:
        """The register agrees with the file already."""
        return bool(
            self.counts and not self.error_count and self.counts["unchanged"] == self.rows
        ) and not self.counts.get("withdrawn")

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None


class ImportFilePart(models.Model):
    """A piece of the uploaded file. In the database a file is private, wherever the site keeps its media."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="xcms_importfilepart_once")
        ]

    def __str__(self) -> str:
        return str(self.number)


class ImportBlock(models.Model):
    """Some hundred row outcomes, errors or warnings of a run, or a piece of its undo record, compressed."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=10)
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["kind", "first"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "kind", "first"], name="xcms_importblock_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"
