"""Editions of a round's list: what was published, frozen."""

from typing import ClassVar, Self

import swapper
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from registry.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from registry.models.batches import Round
from registry.models.filings import Filing


class ListEditionQuerySet(AppendOnlyQuerySet):
    def current(self) -> Self:
        """The latest edition of each round's list."""
        latest = (
            ListEdition.objects.filter(round=OuterRef("round")).order_by("-number").values("pk")[:1]
        )
        return self.filter(pk=Subquery(latest))

    def public(self) -> Self:
        """Every edition whose page is live and open to everybody, the current and the former ones."""
        pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
        return self.filter(page__in=pages.order_by().values("pk"))


class ListEdition(AppendOnlyModel):
    """One edition of a round's list of filed certificates (名单版本): append-only, with its CSV and digest."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="editions", verbose_name=_("round")
    )
    number = models.PositiveSmallIntegerField(_("edition"))
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.PROTECT,
        related_name="+",
        verbose_name=_("page"),
    )
    csv = models.TextField(_("rows as CSV"))
    digest = models.CharField(
        _("SHA-256"), max_length=64, help_text=_("Of the offered CSV file, byte for byte.")
    )
    change_note = models.TextField(_("change note"), blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_version = models.PositiveBigIntegerField(_("register version"))

    objects = ListEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("list edition")
        verbose_name_plural = _("list editions")
        ordering: ClassVar = ["round", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="xcms_listedition_unique"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(change_note=""),
                name="xcms_listedition_change_note",
                violation_error_message=_("A new edition of a published list needs a change note."),
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("%(round)s, edition %(number)s") % {"round": self.round, "number": self.number}
        )

    def csv_bytes(self) -> bytes:
        """The file that visitors download; ``digest`` is its SHA-256."""
        return self.csv.encode("utf-8-sig")


class EditionRowQuerySet(AppendOnlyQuerySet):
    def public(self) -> Self:
        """The rows of current editions on live, open pages."""
        return self.filter(
            edition__in=ListEdition.objects.current().public().order_by().values("pk")
        )

    def with_filings(self) -> Self:
        return self.select_related("filing__certificate__organization").annotate(
            revoked_on=F("filing__revoked_on"), revocation_basis=F("filing__revocation_basis")
        )


class EditionRow(AppendOnlyModel):
    """One frozen line of an edition; ``cells`` are the texts of its CSV line, in column order."""

    edition = models.ForeignKey(ListEdition, models.PROTECT, related_name="rows")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="edition_rows")
    position = models.PositiveSmallIntegerField(_("position"))
    cells = models.JSONField(_("cells"))

    objects = EditionRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an edition")
        verbose_name_plural = _("rows of an edition")
        ordering: ClassVar = ["edition", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "position"], name="xcms_editionrow_position"
            ),
            models.UniqueConstraint(fields=["edition", "filing"], name="xcms_editionrow_filing"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.position}"
