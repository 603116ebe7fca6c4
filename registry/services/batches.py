"""Next year's batch begins as a copy of this year's."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import Batch, Round, Rule
from xcms.versions import register_write

#: By number of the round: when organisations have filed and when schools have applied.
Deadlines = Mapping[int, tuple[date, date]]


def copy_batch(
    source: Batch, *, year: int, number: int, title: str, deadlines: Deadlines, acting_user: Any
) -> Batch:
    """A batch with the same rules and days of review, and rounds with these deadlines. Not public until somebody
    says so.

    Raises ValidationError where there is such a batch already, or where a round's days can't be.
    """
    with register_write():
        # What others have changed in the meantime is copied as it is now.
        source = Batch.objects.get(pk=source.pk)
        batch = Batch(
            year=year,
            number=number,
            title=title,
            municipal_review_days=source.municipal_review_days,
            is_listed=False,
            is_demo=source.is_demo,
        )
        batch.full_clean()
        batch.save()
        for rule in Rule.objects.filter(batch=source).order_by("pk"):
            rule.pk, rule.batch = None, batch
            rule._state.adding = True
            rule.save()
        for round_number, (filing, application) in sorted(deadlines.items()):
            _add_round(batch, round_number, filing, application)
        log(
            instance=batch,
            action="xcms_registry.copy_batch",
            user=acting_user,
            data={"source": source.key, "title": source.title},
        )
    return batch


def _add_round(batch: Batch, number: int, filing: date, application: date) -> None:
    round_ = Round(
        batch=batch,
        number=number,
        filing_deadline=filing,
        application_deadline=application,
        is_demo=batch.is_demo,
    )
    try:
        round_.full_clean()
    except ValidationError as error:
        raise ValidationError(
            _("Round %(number)d: %(reason)s")
            % {"number": number, "reason": "".join(error.messages)}
        ) from error
    round_.save()
