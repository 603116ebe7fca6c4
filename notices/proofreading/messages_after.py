"""Warnings don't keep a text from being submitted; whoever submits it reads them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from notices.forms import publishes
from notices.models.official import OfficialDocumentMixin
from notices.proofreading.reading import read

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
        buttons=[
            messages.button(reverse("xcms_notices_proofreading", args=[page.pk]), _("Proofreading"))
        ],
    )
