"""Take a former text from the public, and show it again: with reason, person and moment; nothing is deleted."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from notices.lint.persons import without_private_numbers
from notices.models import TextEdition, TextWithholding
from notices.withdrawals.services import checked_reason
from xcms.versions import page_write


def withhold_text(page: Any, number: int, *, reason: str, acting_user: Any) -> TextWithholding:
    """From now on visitors get the reason in place of this former text of the page, live or not.

    Raises ValidationError without a reason, with one that names a private number itself, for the current text,
    and for one that is withheld already. Of two people at once one withholds, the other is told so.
    """
    reason = checked_reason(reason, _("Say why the edition is no longer public: visitors read it."))
    if without_private_numbers(reason) != reason:
        raise ValidationError(
            {"reason": _("Leave the private number out: visitors read the reason.")}
        )
    with page_write():
        edition = _edition(page, number)
        if edition.withheld_at is not None:
            raise ValidationError(
                _("Edition %(number)s is no longer public already.") % {"number": number}
            )
        if edition.number == TextEdition.objects.of_page(page).values_list("number", flat=True)[0]:
            raise ValidationError(
                _(
                    "Edition %(number)s is the current text. Correct the page and publish it first: then this "
                    "edition can be taken from the public."
                )
                % {"number": number}
            )
        withholding = TextWithholding.objects.create(
            edition=edition,
            reason=reason,
            record_digest=record_digest(edition),
            withheld_at=timezone.now(),
            withheld_by=acting_user,
        )
        _log(page, "xcms_notices.withhold_text", acting_user, number, reason)
    return withholding


def release_text(page: Any, number: int, *, reason: str, acting_user: Any) -> TextWithholding:
    """Visitors may read the former text again. The reason is for the page's history.

    Raises ValidationError without a reason, and where the text is not withheld (any more).
    """
    reason = checked_reason(reason, _("Say why the edition may be read again."))
    with page_write():
        edition = _edition(page, number)
        withholding = edition.withholdings.open().first()
        if withholding is None:
            raise ValidationError(
                _("Edition %(number)s is not withheld from the public.") % {"number": number}
            )
        withholding.lifted_at = timezone.now()
        withholding.lifted_by = acting_user
        withholding.lift_reason = reason
        withholding.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        _log(page, "xcms_notices.release_text", acting_user, number, reason)
    return withholding


def record_digest(edition: TextEdition) -> str:
    record = json.dumps(edition.content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(record.encode(errors="surrogatepass")).hexdigest()


def _edition(page: Any, number: int) -> Any:
    edition = TextEdition.objects.of_page(page).with_withholding().filter(number=number).first()
    if edition is None:
        raise ValidationError(_("There is no such former text."))
    return edition


def _log(page: Any, action: str, user: Any, number: int, reason: str) -> None:
    data = {"number": number, "reason": reason}
    log(instance=page.specific, action=action, user=user, data=data)
