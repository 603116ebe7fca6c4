"""A promise recorded from the sentence that makes it, and what a page fulfils."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from notices.lint.days import mentions
from notices.lint.findings import Finding
from notices.lint.texts import Text
from notices.models.promises import PromisedPublication

RECORDED = "xcms_notices.promise_recorded"
FULFILLED = "xcms_notices.promise_fulfilled"
TAKEN_BACK = "xcms_notices.promise_fulfilment_taken_back"


def record_from_finding(
    page: Any, finding: Finding, text: Text, *, user: Any
) -> PromisedPublication:
    """Of a sentence that is on record already there is no second one. A day in the sentence is the day it is due."""
    sentence = finding.passage.sentence(finding.start, finding.end)
    due = [
        one.day
        for one in mentions(text, finding.passage)
        if one.day and sentence[0] <= one.start < sentence[1]
    ]
    with transaction.atomic():
        promise, is_new = PromisedPublication.objects.get_or_create(
            page_id=page.pk,
            words=finding.sentence,
            what=finding.promise[:200],
            defaults={
                "due": max(due) if due else None,
                "recorded_by": user,
            },
        )
        if is_new:
            log(instance=page, action=RECORDED, user=user, data={"what": promise.what})
    return promise


def fulfil(
    page: Any, promises: Collection[PromisedPublication], chosen: Collection[int], *, user: Any
) -> int:
    """Of the given promises the chosen ones are fulfilled by the page, the others are not (any more).

    Gives back how many have changed. A promise that another page fulfils is left to that page.
    """
    changed = 0
    with transaction.atomic():
        for promise in PromisedPublication.objects.select_for_update().filter(
            pk__in=[one.pk for one in promises]
        ):
            is_chosen = promise.pk in chosen
            if is_chosen == (promise.fulfilled_by_id == page.pk) or promise.page_id == page.pk:
                continue
            promise.fulfilled_by_id = page.pk if is_chosen else None
            promise.closed_reason = "" if is_chosen else promise.closed_reason
            promise.save()
            log(
                instance=promise.page,
                action=FULFILLED if is_chosen else TAKEN_BACK,
                user=user,
                data={"what": promise.what, "page": page.title},
            )
            changed += 1
    return changed


def said_of(action: str, data: dict[str, Any]) -> str:
    """For the page's history."""
    sentences = {
        RECORDED: _("Recorded as a promised publication: %(what)s"),
        FULFILLED: _("The promised publication “%(what)s” is fulfilled by “%(page)s”"),
        TAKEN_BACK: _("The promised publication “%(what)s” is no longer fulfilled by “%(page)s”"),
    }
    return sentences[action] % {"what": data.get("what", ""), "page": data.get("page", "")}
