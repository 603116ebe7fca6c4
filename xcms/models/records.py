"""What every register shares: the version counter and the base of its records."""

import secrets
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from xcms.versions import register_write

#: Crockford's base 32 without vowels: no look-alikes, no accidental words.
_ID_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"


_ID_LENGTH = 10
#: A random byte to a character; the few bytes beyond the last whole alphabet are dropped.
_FAIR = 256 - 256 % len(_ID_ALPHABET)
_BYTE_TO_CHARACTER = bytes(ord(_ID_ALPHABET[byte % len(_ID_ALPHABET)]) for byte in range(256))
_UNFAIR_BYTES = bytes(range(_FAIR, 256))


def new_public_id() -> str:
    """Ten random characters for an address: 30¹⁰ ≈ 5.9 × 10¹⁴ values, immutable, says nothing."""
    return new_public_ids(1)[0]


def new_public_ids(count: int) -> list[str]:
    """The same, many at once."""
    characters = b""
    while len(characters) < count * _ID_LENGTH:
        missing = count * _ID_LENGTH - len(characters)
        characters += secrets.token_bytes(missing + missing // 8 + 8).translate(
            _BYTE_TO_CHARACTER, _UNFAIR_BYTES
        )
    text = characters.decode()
    return [text[start : start + _ID_LENGTH] for start in range(0, count * _ID_LENGTH, _ID_LENGTH)]


class RegisterVersion(models.Model):
    """The register's version (登记版本): one row, locked and bumped first by every write.

    Because the row stays locked until its writer commits, version order is commit order. ``pages`` counts
    the changes of what visitors see beside the register: see xcms/caching/README.md.
    """

    number = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("register version")
        verbose_name_plural = _("register versions")
        permissions: ClassVar = [("export_audit", _("Can export the audit log"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="xcms_registerversion_single_row"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Tombstone(models.Model):
    """What is left of a removed register record. It stays when the record comes back.

    ``label`` is for the admin: a record need not have been public.
    """

    model_label = models.CharField(_("kind of record"), max_length=100)
    record_key = models.CharField(_("primary key"), max_length=40)
    public_id = models.CharField(_("public id"), max_length=10, blank=True)
    identity = models.CharField(max_length=255, blank=True, editable=False)
    label = models.CharField(_("name"), max_length=400)
    removed_version = models.PositiveBigIntegerField(
        _("removed at register version"), db_index=True
    )
    removed_at = models.DateTimeField(_("removed at"))
    was_public = models.BooleanField(_("was public when removed"), default=False)

    class Meta:
        verbose_name = _("removed record")
        verbose_name_plural = _("removed records")
        ordering: ClassVar = ["removed_version", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["model_label", "identity"], name="xcms_tombstone_identity")
        ]

    def __str__(self) -> str:
        return self.label


class RecordQuerySet(models.QuerySet[Any]):
    """The rows of a register; each says for itself what is public."""

    def public(self) -> Self:
        raise NotImplementedError(f"{self.model.__name__} has not said what is public.")

    def delete(self) -> tuple[int, dict[str, int]]:
        with register_write():
            return super().delete()

    # As Django's own: not on managers, and never called by a template.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


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

    @property
    def lasting_identity(self) -> str:
        """By what a removed record is known when it comes back, so that it gets its public id again; "" for
        records without a public id."""
        return ""
