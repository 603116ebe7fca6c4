"""What every official page says of itself (the head of a 政府信息公开 page)."""

import re
from datetime import date
from typing import Any, ClassVar

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel, Panel
from wagtail.search import index

from notices.enums import OUT_OF_FORCE, Validity
from notices.models.signed import SignedTextMixin
from notices.models.successors import leads_to

#: The pages that may take the place of another: official texts only.
SUCCESSOR_TYPES = ["xcms_notices.NoticePage", "xcms_notices.CertificateListPage"]

_BETWEEN_KEYWORDS = re.compile(r"[\s、，,；;]+")


class OfficialDocumentMixin(SignedTextMixin):
    """索引号, 主题分类, 发布机构, 成文日期, 文号, 有效性, 主题词 and a summary; all optional, none is ever made up.

    The date of going live (发布日期) is Wagtail's and never set by hand. Whether a text was withdrawn is no field:
    an old draft would bring it back. See ``PageWithdrawal``.
    """

    is_official_text: ClassVar[bool] = True

    index_number = models.CharField(
        _("index number"),
        max_length=60,
        blank=True,
        help_text=_("As in the catalogue of public government information."),
    )
    topic_category = models.CharField(
        _("topic category"),
        max_length=60,
        blank=True,
        help_text=_("As in the catalogue of public government information."),
    )
    document_number = models.CharField(
        _("document number"),
        max_length=60,
        blank=True,
        help_text=_("As printed, e.g. “湘教通〔2020〕1号”."),
    )
    issuing_body = models.CharField(_("issuing body"), max_length=100, blank=True)
    dated = models.DateField(
        _("date of the document"),
        null=True,
        blank=True,
        help_text=_("The date below the signature, not the day of going live."),
    )
    keywords = models.CharField(
        pgettext_lazy("of an official text", "keywords"),
        max_length=200,
        blank=True,
        help_text=_("As printed below the text; apart by spaces, “、” or “；”."),
    )
    validity = models.CharField(
        _("validity"),
        max_length=10,
        choices=Validity.choices,
        default=Validity.NOT_STATED,
        blank=True,
        help_text=_(
            "Lapsed: its time or purpose is over. Repealed: an official decision ended it."
        ),
    )
    validity_date = models.DateField(
        _("since (date)"),
        null=True,
        blank=True,
        help_text=_("The first day of this state. A lapsed or repealed text needs it."),
    )
    successor = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
        help_text=_("The text that applies now, where there is one. Visitors are led there."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds.")
    )

    official_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("document_number"),
                FieldPanel("issuing_body"),
                FieldPanel("dated"),
                FieldPanel("index_number"),
                FieldPanel("topic_category"),
                FieldPanel("keywords"),
            ],
            heading=_("Official data"),
            help_text=_(
                "Copy what the document says and leave the rest empty: empty fields don't show."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("validity"),
                FieldPanel("validity_date"),
                PageChooserPanel("successor", SUCCESSOR_TYPES),
            ],
            heading=_("Validity"),
            classname="collapsed",
        ),
        FieldPanel("summary"),
    ]
    official_search_fields: ClassVar[list[Any]] = [
        index.SearchField("summary"),
        index.SearchField("document_number"),
        index.SearchField("index_number"),
        index.SearchField("keywords"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if errors := self._validity_errors():
            raise ValidationError(errors)

    def _validity_errors(self) -> dict[str, str]:
        is_out_of_force = self.validity in OUT_OF_FORCE
        errors = {}
        if is_out_of_force and self.validity_date is None:
            errors["validity_date"] = gettext(
                "Say since which day the text has lapsed or been repealed."
            )
        elif self.validity_date is not None and not self.validity:
            errors["validity"] = gettext("There is a date: choose which state began on it.")
        if self.successor_id is not None:
            if not is_out_of_force:
                errors["successor"] = gettext(
                    "A text that another one replaces is lapsed or repealed: choose which, or leave this empty."
                )
            elif self.pk and self.successor_id == self.pk:
                errors["successor"] = gettext("A text can't be replaced by itself.")
            elif self.pk and leads_to(self.successor_id, self.pk):
                errors["successor"] = gettext(
                    "The chosen text is itself replaced by this one, directly or through others: "
                    "readers would go in a circle."
                )
        return errors

    @property
    def keyword_list(self) -> list[str]:
        return list(dict.fromkeys(word for word in _BETWEEN_KEYWORDS.split(self.keywords) if word))

    def is_out_of_force(self, today: date) -> bool:
        """Lapsed or repealed, and the day has come."""
        return (
            self.validity in OUT_OF_FORCE
            and self.validity_date is not None
            and self.validity_date <= today
        )
