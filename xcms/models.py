"""What every register shares: the version counter and the base of its records."""

import secrets
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from xcms.versions import register_write

#: Crockford's base 32 without vowels: no look-alikes, no accidental words.
_ID_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Ten random characters for an address: 30¹⁰ ≈ 5.9 × 10¹⁴ values, immutable, says nothing."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(10))


class RegisterVersion(models.Model):
    """The register's version (登记版本): one row, locked and bumped first by every write.

    Because the row stays locked until its writer commits, version order is commit order.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("register version")
        verbose_name_plural = _("register versions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="xcms_registerversion_single_row"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class RecordQuerySet(models.QuerySet[Any]):
    """The rows of a register; each says for itself what is public."""

    def public(self) -> Self:
        raise NotImplementedError(f"{self.model.__name__} has not said what is public.")


class RegisterRecord(models.Model):
    """A row of a register. Saving or deleting one is a register write and bumps the version.

    ``recorded_version`` is the version at which the row last changed. Bulk writers (importers, services)
    stamp it themselves inside ``register_write()``.
    """

    recorded_version = models.PositiveBigIntegerField(
        _("register version"), default=0, editable=False
    )
    is_demo = models.BooleanField(
        _("demo data"),
        default=False,
        help_text=_("Marked as demo data on every page, export and feed."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with register_write() as version:
            self.recorded_version = version
            update_fields = kwargs.get("update_fields")
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "recorded_version"}
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with register_write():
            return super().delete(*args, **kwargs)
