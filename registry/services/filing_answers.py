"""Why a certificate is not on the list of a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.enums import FilingDecision
from registry.models import Certificate, Filing, ListEdition, Round
from registry.services.editions import current_edition
from registry.services.filing_plans import (
    arrival_points,
    content_points,
    findings_of,
    unchecked,
)


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a filing stands in its round's list. ``is_public``: a live page, open to everybody, shows that edition."""

    edition: ListEdition
    is_listed: bool
    is_public: bool

    @property
    def page_title(self) -> str:
        return str(self.edition.page.title)


def publication_of(round_: Round, filing: Filing | None) -> Publication | None:
    """Of the round's current edition; None: no edition has been published yet."""
    edition = current_edition(round_)
    if edition is None:
        return None
    return Publication(
        edition=edition,
        is_listed=filing is not None and edition.rows.filter(filing=filing).exists(),
        is_public=ListEdition.objects.public().filter(pk=edition.pk).exists(),
    )


def why_not_listed(certificate: Certificate, round_: Round) -> Sequence[str]:
    """Sentences in the order of the procedure; [] for one that visitors find on the list and that is in force."""
    filing = (
        Filing.objects.with_associations().filter(certificate=certificate, round=round_).first()
    )
    if filing is None:
        return [
            _("No filing of “%(certificate)s” was received for %(round)s.")
            % {"certificate": certificate, "round": round_}
        ]
    shown = publication_of(round_, filing)
    if shown is not None and shown.is_listed and shown.is_public:
        return _revocation(filing)
    return [*_decision(filing), *_publication(filing, shown), *_revocation(filing)]


def _decision(filing: Filing) -> list[str]:
    if filing.decision == FilingDecision.AGREED:
        return []
    found = [*arrival_points(filing), *content_points(findings_of(filing))]
    if filing.decision == FilingDecision.PENDING:
        return [
            *found,
            *unchecked(filing),
            _("The filing is under review: nothing is decided yet."),
        ]
    reason = filing.decision_reason or _("no reason is recorded")
    if filing.decided_on is None:
        return [
            *found,
            _("The filing was declined: %(reason)s.") % {"reason": reason.rstrip("。.")},
        ]
    return [
        *found,
        _("The filing was declined on %(day)s: %(reason)s.")
        % {"day": filing.decided_on.isoformat(), "reason": reason.rstrip("。.")},
    ]


def _publication(filing: Filing, shown: Publication | None) -> list[str]:
    if shown is not None and shown.is_listed:
        return [
            _(
                "It stands in the current edition (no. %(number)s), "
                "but its page “%(page)s” is not live for everybody."
            )
            % {"number": shown.edition.number, "page": shown.page_title}
        ]
    if filing.decision != FilingDecision.AGREED or filing.revoked_on:
        return []
    if shown is None:
        return [_("The filing is agreed to, but the round's list has not been published yet.")]
    return [
        _(
            "The filing is agreed to, but not in the current edition (no. %(number)s): "
            "the list has to be published anew."
        )
        % {"number": shown.edition.number}
    ]


def _revocation(filing: Filing) -> list[str]:
    if filing.revoked_on is None:
        return []
    return [
        _("The filing was revoked on %(day)s; basis: %(basis)s.")
        % {
            "day": filing.revoked_on.isoformat(),
            "basis": filing.revocation_basis.rstrip("。."),
        }
    ]
