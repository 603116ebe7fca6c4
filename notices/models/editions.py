"""Every text that a page has shown to the public, kept as it was."""

from typing import Any, ClassVar, Self

import swapper
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import ListEdition
from registry.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class TextEditionQuerySet(AppendOnlyQuerySet):
    def of_page(self, page: Any) -> Self:
        """The latest first, without the kept content."""
        return self.filter(page=page.pk).order_by("-number").defer("content")

    def with_withholding(self) -> Self:
        """Annotate ``withheld_at``, ``withheld_because``, ``record_digest``: None where everybody may read the text."""
        is_open = models.Q(withholdings__lifted_at=None)
        return self.alias(
            open_withholding=models.FilteredRelation("withholdings", condition=is_open)
        ).annotate(
            withheld_at=models.F("open_withholding__withheld_at"),
            withheld_because=models.F("open_withholding__reason"),
            record_digest=models.F("open_withholding__record_digest"),
        )


class TextEdition(AppendOnlyModel):
    """One published text of a page (文本版本): append-only, whole, and with what changed since the one before.

    ``content`` is what Wagtail would put into a revision; revisions themselves get purged. ``digest`` covers what
    visitors see of it, and the files' bytes: see ``notices.texts.content``. On a list page it also covers the rows,
    through ``list_edition``: the edition of the list that this text was shown with.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )
    number = models.PositiveIntegerField(_("edition"))
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    # "app.model:key" → {"hash", "title", "name"} of the documents and pictures of the text.
    files = models.JSONField(_("files"), default=dict)
    digest = models.CharField(_("SHA-256"), max_length=64)
    change_note = models.TextField(_("change note"), blank=True)
    published_at = models.DateTimeField(_("published at"), db_index=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A number and no key: the revision may be gone.
    revision_id = models.BigIntegerField(_("revision"), null=True)
    list_edition = models.ForeignKey(
        ListEdition,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("list edition"),
    )

    objects = TextEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published text")
        verbose_name_plural = _("published texts")
        default_permissions = ()
        ordering: ClassVar = ["page", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="xcms_textedition_unique"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(change_note=""),
                name="xcms_textedition_change_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.number}"

    @property
    def below_page(self) -> str:
        """Its address, from that of the page on. A list's ``editions/`` are its rows'."""
        return f"{'texts' if self.list_edition_id else 'editions'}/{self.number}/"
