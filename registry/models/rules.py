"""Rules of a batch as data, each with the clause that it comes from."""

from decimal import Decimal
from typing import ClassVar

import swapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from registry.enums import (
    AT_MOST_RULES,
    BASES_OF_RULES,
    MEASURED_RULES,
    RuleBasis,
    RuleKind,
    RuleSeverity,
)
from registry.models.batches import Batch
from xcms.models import RegisterRecord


class Rule(RegisterRecord):
    """A rule of a batch (规则), as the notice words it. What its kind means is the engine's (``registry.rules``).

    A bound without a percentage: the batch has the rule, its threshold is not known (待定).
    """

    batch = ParentalKey(Batch, related_name="rules", verbose_name=_("batch"))
    kind = models.CharField(_("kind"), max_length=16, choices=RuleKind.choices)
    percent = models.DecimalField(
        _("bound, percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_(
            "At most so much for caps, at least so much for shares of teachers and for completion; the "
            "bound itself still passes. Empty means not known yet: nothing is checked. Other kinds have none."
        ),
    )
    basis = models.CharField(
        _("what is counted"),
        max_length=16,
        choices=RuleBasis.choices,
        default=RuleBasis.CERTIFICATES,
        help_text=_(
            "Of the cap on certificates: certificates, or majors taking part. Of completion: certificates obtained, "
            "or persons trained. Other kinds count one thing only."
        ),
    )
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    notice = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page with the clause"),
    )
    severity = models.CharField(
        _("severity"),
        max_length=10,
        choices=RuleSeverity.choices,
        default=RuleSeverity.WARNING,
        help_text=_(
            "A warning lets an import pass, an error does not. Where the notice says “in general”, "
            "a rule is a warning, and going on against it needs a recorded reason."
        ),
    )

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering: ClassVar = ["batch", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "kind"],
                name="xcms_rule_unique",
                violation_error_message=_("This batch already has this rule."),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="xcms_rule_percent_range",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(kind__in=MEASURED_RULES),
                name="xcms_rule_percent_of_bounds",
                violation_error_message=_("Only a cap or a share has a percentage."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=RuleKind.values,
                    basis__in=RuleBasis.values,
                    severity__in=RuleSeverity.values,
                ),
                name="xcms_rule_vocabulary",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.percent is not None and self.kind not in MEASURED_RULES:
            raise ValidationError({"percent": _("Only a cap or a share has a percentage.")})
        if self.basis not in BASES_OF_RULES.get(self.kind, RuleBasis):
            raise ValidationError({"basis": _("This is not what a rule of this kind counts.")})
        if self.kind == RuleKind.OTHER and not self.clause.strip():
            raise ValidationError({"clause": _("A condition in words needs its words.")})

    @property
    def is_measured(self) -> bool:
        """Whether it has a bound, known or not."""
        return self.kind in MEASURED_RULES

    @property
    def is_cap(self) -> bool:
        return self.kind in AT_MOST_RULES

    @property
    def limit(self) -> str:
        """40.00 as people write it: 40; "" while it is not known."""
        return "" if self.percent is None else f"{self.percent.normalize():f}"

    @property
    def bound(self) -> str:
        """“at most 40%”, “at least 50%”, “not known yet”; "" of a kind that has none."""
        if not self.is_measured:
            return ""
        if not self.limit:
            return str(_("not known yet"))
        words = _("at most %(limit)s%%") if self.is_cap else _("at least %(limit)s%%")
        return str(words % {"limit": self.limit})

    def __str__(self) -> str:
        kind = self.get_kind_display()
        if self.is_measured:
            return f"{kind}：{f'{self.limit}%' if self.limit else _('not known yet')}"
        return f"{kind}：{self.clause}" if self.clause else kind
