"""Filings: a certificate offered in a round."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from registry.enums import CertificateLevel, FilingDecision, SchoolLevel, SealState
from registry.models.batches import Round
from registry.models.certificates import Certificate
from xcms.days import SHANGHAI
from xcms.fields import ChoiceSetField
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id


class FilingQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Visibility follows publication (design rule 1).

        A filing is public exactly while it is in the current edition of its round's list and the page
        that shows the list is live and open to everybody. A filing revoked after publication stays
        public, marked as revoked. One extra query for the page view restrictions.
        """
        from registry.models.editions import EditionRow

        return self.filter(Exists(EditionRow.objects.public().filter(filing=OuterRef("pk"))))

    def agreed(self) -> Self:
        """The filings that the next edition of a list will hold."""
        return self.filter(decision=FilingDecision.AGREED, revoked_on__isnull=True)

    def with_associations(self) -> Self:
        return self.select_related("certificate__organization", "round__batch")


class Filing(RegisterRecord):
    """A certificate filed with the province for a round (备案)."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="filings", verbose_name=_("certificate")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="filings", verbose_name=_("round")
    )
    levels = ChoiceSetField(_("levels"), choices=CertificateLevel.choices)
    school_levels = ChoiceSetField(_("school levels"), choices=SchoolLevel.choices)
    majors_range = models.TextField(_("range of majors"), blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)
    cost_basis = models.TextField(_("cost basis"), blank=True)
    exam_sites = models.TextField(_("exam sites"), blank=True)
    note = models.TextField(_("explanatory note"), blank=True)
    received_on = models.DateField(
        _("received on"),
        null=True,
        blank=True,
        help_text=_("Follows from the time of the mail where that is given."),
    )
    # From here on for the office alone: no public door, export or API reads these.
    received_at = models.DateTimeField(_("mail received at"), null=True, blank=True)
    sender_mail = models.EmailField(
        _("sender's office mail"),
        blank=True,
        help_text=_("The organisation's own address, not a person's. Never shown to the public."),
    )
    has_seal = models.CharField(
        _("official seal"), max_length=8, choices=SealState.choices, default=SealState.UNKNOWN
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=FilingDecision.choices, default=FilingDecision.PENDING
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reason = models.TextField(
        _("reason of the decision"),
        max_length=1000,
        blank=True,
        help_text=_(
            "For the office. Needed where a filing is agreed to although something is open."
        ),
    )
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_basis = models.CharField(_("basis of the revocation"), max_length=300, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering: ClassVar = ["round", "certificate"]
        # Entering what came in is one person's work, deciding on it another's.
        permissions: ClassVar = [
            ("decide_filing", gettext_noop("Can decide on filings and revoke them"))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "round"],
                name="xcms_filing_unique",
                violation_error_message=_("This certificate is already filed in this round."),
            ),
            models.CheckConstraint(
                condition=~Q(levels=()) & ~Q(school_levels=()),
                name="xcms_filing_sets_not_empty",
                violation_error_message=_(
                    "A filing names at least one level and one school level."
                ),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revocation_basis="")
                | Q(revoked_on__isnull=False) & ~Q(revocation_basis=""),
                name="xcms_filing_revocation_has_basis",
                violation_error_message=_("A revocation needs a date and a basis."),
            ),
            models.CheckConstraint(
                condition=Q(has_seal__in=SealState.values), name="xcms_filing_seal_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.round}"

    @property
    def arrived_on(self) -> date | None:
        """The day in Shanghai on which it came in; None: not recorded."""
        if self.received_at is not None:
            return self.received_at.astimezone(SHANGHAI).date()
        return self.received_on

    @property
    def is_late(self) -> bool:
        """After the end of the day of the filing deadline. Needs the round."""
        arrived = self.arrived_on
        return arrived is not None and arrived > self.round.filing_deadline

    def clean(self) -> None:
        super().clean()
        self.received_on = self.arrived_on
        if self.certificate_id and (beyond := set(self.levels) - set(self.certificate.levels)):
            labels = "、".join(
                str(CertificateLevel(level).label) for level in self.certificate.levels
            )
            if beyond:
                raise ValidationError(
                    {
                        "levels": _("This certificate is offered only at: %(levels)s.")
                        % {"levels": labels}
                    }
                )
