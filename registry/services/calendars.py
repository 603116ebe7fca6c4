"""The deadlines of a batch as calendars, one for each of those whom they bind."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from registry.enums import Audience, MilestoneKind
from registry.models import Batch, Round
from registry.services.timelines import Deadline, deadlines, round_name
from xcms.icalendar import Alarm, DayEvent, calendar_bytes

_PRODUCT = "-//wagtail-xcms//registry//ZH"
#: Three days before at nine in the morning, and on the day itself.
_AHEAD = timedelta(days=3) - timedelta(hours=9)
_SAME_DAY = -timedelta(hours=9)


def batch_calendar(
    batch: Batch, rounds: Iterable[Round], audience: Audience, *, changed_at: datetime
) -> bytes:
    """What binds the audience in these rounds of the batch, as days. Rounds come with their batch.

    ``changed_at`` is of the register version that is being read: the same version gives the same bytes.
    """
    due = [one for round_ in rounds for one in deadlines(round_) if one.audience == audience]
    name = _("%(batch)s: deadlines for %(audience)s") % {
        "batch": batch.title,
        "audience": audience.label,
    }
    return calendar_bytes(
        [_event(one, changed_at) for one in sorted(due, key=lambda one: one.day)],
        product=_PRODUCT,
        name=_marked(name, is_demo=batch.is_demo),
        description=_("The days of the register. The notice's own words count."),
    )


def _event(due: Deadline, changed_at: datetime) -> DayEvent:
    round_, batch = due.round, due.round.batch
    title = _("%(batch)s, %(round)s: %(deadline)s") % {
        "batch": batch.title,
        "round": round_name(round_.number),
        "deadline": due.kind.label,
    }
    summary = _marked(title, is_demo=batch.is_demo or round_.is_demo)
    return DayEvent(
        # Of the round's lasting id alone: neither a new date nor another address makes a second event.
        uid=f"{round_.public_id}-{due.kind}@xcms-registry",
        day=due.day,
        summary=summary,
        description="\n".join(_sentences(due)),
        changed_at=changed_at,
        sequence=max(round_.recorded_version, batch.recorded_version),
        categories=[str(due.audience.label)],
        alarms=[Alarm(_AHEAD, summary), Alarm(_SAME_DAY, summary)],
    )


def _sentences(due: Deadline) -> Sequence[str]:
    found = [
        _("Binds: %(audience)s.") % {"audience": due.audience.label},
        _("Until the end of this day, Beijing time."),
    ]
    if due.kind == MilestoneKind.MUNICIPAL_REVIEW:
        batch, round_ = due.round.batch, due.round
        found.append(
            _("%(days)s working days after the applications end on %(day)s.")
            % {
                "days": batch.municipal_review_days,
                "day": round_.application_deadline.isoformat(),
            }
        )
        found.append(_("%(days)s.") % {"days": round_.counted_review_days.sentence})
        if due.is_provisional:
            found.append(_("Provisional: the public holidays of that year are not known yet."))
    return found


def _marked(title: str, *, is_demo: bool) -> str:
    return f"【{_('Demo data')}】{title}" if is_demo else title
