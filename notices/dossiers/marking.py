"""The words beside a batch's notices and lists that are withdrawn, lapsed or repealed."""

from collections.abc import Sequence
from dataclasses import replace

from wagtail.models import Page

from notices.dossiers.texts import BatchNotice
from notices.timelines import RoundTimeline


def with_marks(
    notices: Sequence[BatchNotice], rounds: Sequence[RoundTimeline]
) -> tuple[list[BatchNotice], list[RoundTimeline]]:
    """One query; two more where a list is published, whose editions name no specific page."""
    # Its models import this package.
    from notices.standing import marks_of

    keys = [one.published.edition.page_id for one in rounds if one.published]
    lists = list(Page.objects.filter(pk__in=keys).specific()) if keys else []
    marks = marks_of([*(one.page for one in notices), *lists])
    return (
        [replace(one, mark=marks.get(one.page.pk)) for one in notices],
        [
            replace(
                one,
                published=replace(one.published, mark=marks.get(one.published.edition.page_id)),
            )
            if one.published
            else one
            for one in rounds
        ],
    )
