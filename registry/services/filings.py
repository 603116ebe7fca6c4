"""Revoking a filing (the published line stays and is marked from then on); what filings allow."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import Filing, Round
from registry.services.basis_links import cite
from xcms.days import shanghai_today
from xcms.versions import register_write


def revoke_filing(
    filing: Filing, *, on: date, basis: str, basis_page: int | None = None, acting_user: Any
) -> Filing:
    """Mark the filing as revoked from a day, on a basis (text and clause).

    ``basis_page`` is the key of the page of that text, else it is found by its words.
    It stays in published editions, shown as 已撤销 with date and basis, and is left out of the next one.
    Raises ValidationError without a basis, for a day still to come (the mark shows at once), and for a
    filing that is revoked already.
    """
    if not basis.strip():
        raise ValidationError({"basis": _("A revocation needs a basis: the text and the clause.")})
    if on > shanghai_today():
        raise ValidationError({"on": _("A filing is revoked from today or an earlier day.")})
    with register_write():
        filing = Filing.objects.get(pk=filing.pk)
        if filing.revoked_on:
            raise ValidationError(
                _("This filing was revoked on %(day)s already.")
                % {"day": filing.revoked_on.isoformat()}
            )
        filing.revoked_on = on
        filing.revocation_basis = basis.strip()
        filing.save()
        cite([filing.revocation_basis], page=basis_page, acting_user=acting_user)
        log(
            instance=filing,
            action="xcms_registry.revoke_filing",
            user=acting_user,
            data={"on": on.isoformat(), "basis": filing.revocation_basis},
        )
    return filing


def filing_scopes(
    rounds: Collection[Round],
) -> dict[tuple[int, int], tuple[frozenset[str], frozenset[str]]]:
    """What is filed in these rounds: (round, certificate) → (certificate levels, school levels). One query."""
    rows = (
        Filing.objects.agreed()
        .filter(round__in=[round_.pk for round_ in rounds])
        .order_by()
        .values_list("round_id", "certificate_id", "levels", "school_levels")
    )
    return {
        (round_, certificate): (frozenset(levels), frozenset(school_levels))
        for round_, certificate, levels, school_levels in rows
    }
