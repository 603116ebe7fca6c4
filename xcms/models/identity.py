"""What a government site says of itself in every page's head."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

site_code_validator = RegexValidator(
    r"^(bm)?[0-9]{8,10}\Z", _("A site code has 8 to 10 digits, for ministries after “bm”.")
)


class SiteIdentity(models.Model):
    """A site's own tags (站点标识), as 政府网站发展指引 (国办发〔2017〕47号, annex 2) asks for them.

    Nothing is invented: what is empty here stands in no page.
    """

    site = models.OneToOneField(Site, models.CASCADE, related_name="+", verbose_name=_("site"))
    code = models.CharField(
        _("site code"),
        max_length=12,
        blank=True,
        validators=[site_code_validator],
        help_text=_("The code that the national survey of government sites gave to this one."),
    )
    content_source = models.CharField(
        _("source of texts"),
        max_length=100,
        blank=True,
        help_text=_("For texts that name no issuing body of their own."),
    )
    author = models.CharField(
        _("responsible office"),
        max_length=100,
        blank=True,
        help_text=_("An office, not a person."),
    )
    keywords = models.CharField(
        _("keywords"),
        max_length=200,
        blank=True,
        help_text=_("For texts without keywords of their own; apart by commas."),
    )

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identities")
        ordering: ClassVar = ["site"]

    def __str__(self) -> str:
        return str(self.site)
