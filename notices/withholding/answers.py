"""What visitors get in place of a former text that is no longer public."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notices.trails import page_trail
from xcms.days import SHANGHAI
from xcms.views.breadcrumbs import Crumb


def withheld_sentence(edition: Any) -> str:
    """Of an edition ``with_withholding()``; "" where everybody may read it."""
    if edition.withheld_at is None:
        return ""
    return _("This edition ceased to be public on %(day)s: %(reason)s.") % {
        "day": date_format(edition.withheld_at.astimezone(SHANGHAI).date()),
        "reason": edition.withheld_because.rstrip("。. "),
    }


def withheld_answer(page: Any, request: HttpRequest, edition: Any) -> HttpResponseBase:
    """410, at every address of the text. Names the page by its title of today: the former one is withheld, too."""
    response = TemplateResponse(
        request,
        "xcms_notices/withheld_text.html",
        {
            "page": page,
            "edition": edition,
            "sentence": withheld_sentence(edition),
            "page_url": page.get_url(request) or "",
            "breadcrumbs": page_trail(
                page, request, Crumb(_("Edition %(number)s") % {"number": edition.number})
            ),
        },
        status=410,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    # Browsers may keep a 410, and the text can come back.
    response.headers["Cache-Control"] = "no-store"
    return response
