"""What changed for the public without any public record being written: readers who keep a copy must learn of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.append_only import AppendOnlyModel
from registry.models.batches import Round


class ListChange(AppendOnlyModel):
    """A round's list was published, unpublished, restricted, opened or moved at this version."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="+", verbose_name=_("round"), db_index=False
    )
    recorded_version = models.PositiveBigIntegerField(_("register version"))

    class Meta:
        verbose_name = _("change of a list's visibility")
        verbose_name_plural = _("changes of lists' visibility")
        ordering: ClassVar = ["recorded_version", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recorded_version", "round"], name="xcms_listchange_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.recorded_version}"


class Withdrawal(AppendOnlyModel):
    """A record ceased to be public at this version and lives on; it may be public again by now."""

    model_label = models.CharField(_("kind of record"), max_length=100)
    public_id = models.CharField(_("public id"), max_length=10)
    recorded_version = models.PositiveBigIntegerField(_("register version"))

    class Meta:
        verbose_name = _("withdrawal from the public")
        verbose_name_plural = _("withdrawals from the public")
        ordering: ClassVar = ["recorded_version", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["model_label", "recorded_version"], name="xcms_withdrawal_version")
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.public_id}"
