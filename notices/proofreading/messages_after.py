"""What is said after somebody tried to submit or publish: warnings, which stop nothing, and refusals."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from notices.forms import publishes
from notices.models.official import OfficialDocumentMixin
from notices.proofreading.gate import OpenErrorsError
from notices.proofreading.reading import read
from registry.services.editions import PublicationRefusedError

_MOST_NAMED = 3


def tell_of_warnings(request: HttpRequest, page: Any) -> None:
    if not isinstance(page, OfficialDocumentMixin) or not publishes(request.POST):
        return
    draft: Any = page
    warnings = read(draft.get_latest_revision_as_object()).warnings
    if not warnings:
        return
    named = "；".join(one.told for one in warnings[:_MOST_NAMED])
    messages.warning(
        request,
        ngettext(
            "The proofreading has %(n)s open warning: %(named)s",
            "The proofreading has %(n)s open warnings: %(named)s",
            len(warnings),
        )
        % {"n": len(warnings), "named": named},
        buttons=[_way_to_settle(page.pk)],
    )


def tell_of_refusal(request: HttpRequest, refusal: PublicationRefusedError) -> None:
    """With the way to settle it, where errors of the text are the reason."""
    buttons = [_way_to_settle(refusal.page_key)] if isinstance(refusal, OpenErrorsError) else []
    messages.error(request, str(refusal), buttons=buttons)


def _way_to_settle(page_key: Any) -> Any:
    url = reverse("xcms_notices_proofreading", args=[page_key])
    return messages.button(url, _("Proofreading"))
