"""What visitors search for, in numbers. Nobody can be told from it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchedTerm(models.Model):
    """How often something was searched for on a day. No visitor, address, hour or order of searches is kept."""

    day = models.DateField(_("day"))
    term = models.CharField(_("searched for"), max_length=100)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    without_hits = models.PositiveIntegerField(_("without hits"), default=0)

    class Meta:
        verbose_name = _("searched term")
        verbose_name_plural = _("searched terms")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "term"], name="xcms_searchedterm_unique")
        ]

    def __str__(self) -> str:
        return self.term
