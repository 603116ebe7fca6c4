"""A batch's deadlines for calendar programs."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from registry.enums import Audience
from registry.models import Batch, Round
from registry.services.calendars import batch_calendar
from xcms.icalendar import CONTENT_TYPE
from xcms.models import RegisterVersion
from xcms.querystrings import tolerant_query
from xcms.views.public import PublicView

#: Of a database that nobody has written to since the register came in.
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_path(batch: Batch, audience: Audience) -> str:
    path = reverse("xcms_registry:batch_calendar", args=[batch.key])
    return f"{path}?{urlencode({'for': audience})}"


class BatchCalendarView(PublicView):
    """``?for=`` says whom the deadlines bind; anything else is a 400 with a sentence."""

    def get(self, request: HttpRequest, *args: Any, key: str, **kwargs: Any) -> HttpResponseBase:
        batch = Batch.objects.public().by_key(key).first()
        # A key has one spelling: not "2020-03", nor other scripts' digits.
        if batch is None or batch.key != key:
            raise Http404(_("There is no such batch."))
        wanted = tolerant_query(request.GET).get("for", "")
        if wanted not in Audience.values:
            return _refusal()
        audience = Audience(wanted)
        rounds = Round.objects.public().filter(batch=batch).select_related("batch")
        content = batch_calendar(
            batch, rounds.order_by("number"), audience, changed_at=_changed_at()
        )
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = (
            f'inline; filename="{batch.key}-{audience.value}.ics"'
        )
        return response


def _changed_at() -> datetime:
    moment = RegisterVersion.objects.values_list("changed_at", flat=True).first()
    return moment or _LONG_AGO


def _refusal() -> HttpResponse:
    choices = "、".join(f"for={one.value}（{one.label}）" for one in Audience)
    text = _("Say whose deadlines the calendar is to hold: %(choices)s.") % {"choices": choices}
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
