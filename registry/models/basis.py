"""What a basis means: the page of the text that decisions name in words."""

from typing import ClassVar

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BasisLink(models.Model):
    """A wording under which decisions and revocations name their basis (依据), and the page of that text.

    Decisions are append-only and keep the wording alone, so the link stands beside them: one for each
    wording, whatever the number of decisions. A wording means one text; without a page it is still to be
    linked. It is no register record: nothing of a decision changes with it.
    """

    wording = models.CharField(_("basis as worded"), max_length=300, unique=True)
    # Whoever deletes the page is told in a sentence; this holds for every other way.
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page of the text"),
    )
    linked_at = models.DateTimeField(_("linked at"), null=True, blank=True, editable=False)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("linked by"),
    )

    class Meta:
        verbose_name = _("basis of decisions")
        verbose_name_plural = _("bases of decisions")
        ordering: ClassVar = ["wording"]
        # It arises with the first decision that names it, and stays as long as that one: for good.
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return self.wording
