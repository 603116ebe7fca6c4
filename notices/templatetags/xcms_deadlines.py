"""The deadline banner for any template: ``{% load xcms_deadlines %}{% deadline_banner batch %}``."""

from typing import Any

from django import template

from notices.deadlines import deadline_notes
from notices.dossiers.visibility import dossier_url
from registry.models import Batch, Round
from xcms.conf import setting
from xcms.days import shanghai_today

register = template.Library()


@register.inclusion_tag("xcms_notices/_deadline_banner.html", takes_context=True)
def deadline_banner(
    context: dict[str, Any], batch: Batch | None = None, always_link: bool = False
) -> dict[str, Any]:
    """What is due soon in the batch, in the current one without; nothing where nothing is.

    ``always_link``: then still the way to the batch's dossier. One query for the rounds, and where there is
    something to show two or three for the dossier's address.
    """
    batch = batch or Batch.objects.current()
    within = setting("DEADLINE_BANNER_DAYS")
    if batch is None or not batch.is_listed:
        return {"notes": []}
    rounds = Round.objects.public().filter(batch=batch).select_related("batch").order_by("number")
    notes = deadline_notes(rounds, today=shanghai_today(), within=within)
    return {
        "notes": notes,
        "batch": batch,
        "dossier_url": dossier_url(batch, context.get("request")) if notes or always_link else "",
    }
