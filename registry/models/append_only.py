"""Rows that are inserted once: published lists and decisions."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what has been published or decided. Always a bug."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")


class AppendOnlyModel(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} {self.pk} is never deleted.")


class LedgerEvent(AppendOnlyModel):
    """One move of a record of the office's ledgers: who, when and why; subclasses say from where to where.

    ``data`` holds what the decision rested on.
    """

    comment = models.TextField(_("comment or reason"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    happened_at = models.DateTimeField(_("recorded at"))
    acting_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    recorded_version = models.PositiveBigIntegerField(_("register version"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
