"""Revoking a filing. The published line stays; it is marked from then on."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import Filing
from xcms.days import shanghai_today
from xcms.versions import register_write


def revoke_filing(filing: Filing, *, on: date, basis: str, acting_user: Any) -> Filing:
    """Mark the filing as revoked from a day, on a basis (text and clause).

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
        log(
            instance=filing,
            action="xcms_registry.revoke_filing",
            user=acting_user,
            data={"on": on.isoformat(), "basis": filing.revocation_basis},
        )
    return filing
