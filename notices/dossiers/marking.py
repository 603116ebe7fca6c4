"""The words beside a batch's notices and lists that are withdrawn, lapsed or repealed."""

from collections.abc import Iterable
from dataclasses import replace

from wagtail.models import Page

from notices.dossiers.texts import BatchNotice
from notices.timelines import RoundTimeline


def marked_notices(notices: Iterable[BatchNotice]) -> list[BatchNotice]:
    """One query."""
    # Its models import this package.
    from notices.standing import marks_of

    notices = list(notices)
    marks = marks_of([one.page for one in notices])
    return [replace(one, mark=marks.get(one.page.pk)) for one in notices]


def marked_rounds(rounds: Iterable[RoundTimeline]) -> list[RoundTimeline]:
    """Three queries where a list is published (editions name no specific page), else none."""
    from notices.standing import marks_of

    rounds = list(rounds)
    keys = [one.published.edition.page_id for one in rounds if one.published]
    if not keys:
        return rounds
    marks = marks_of(Page.objects.filter(pk__in=keys).specific())
    return [
        replace(
            one, published=replace(one.published, mark=marks.get(one.published.edition.page_id))
        )
        if one.published
        else one
        for one in rounds
    ]
