"""All that a dossier shows of its batch as of a day. Everything starts from ``.public()``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notices.deadlines import DeadlineNote, deadline_notes, next_to_hand_in
from notices.dossiers.counts import Counts, counts_of
from notices.dossiers.files import DossierFile, files_of
from notices.dossiers.marking import marked_notices, marked_rounds
from notices.dossiers.texts import BatchNotice, batch_notices, first_day
from notices.promises.queries import promises_of_batch
from notices.timelines import RoundTimeline, timelines
from registry.enums import Audience, ContactKind, RoundState
from registry.models import Batch, ContactPoint, Duty, QQGroup, Rule
from registry.services.assessments import rules_of
from registry.services.timelines import batch_state
from registry.views.calendars import calendar_path
from registry.views.directory import groups_with_files
from xcms.conf import setting


@dataclass(frozen=True, slots=True)
class CalendarLink:
    audience: Audience
    https: str
    webcal: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """``state_note`` is a sentence that says why the batch is in its state."""

    batch: Batch
    today: date
    state: RoundState
    state_note: str
    rounds: Sequence[RoundTimeline]
    notes: Sequence[DeadlineNote]
    notices: Sequence[BatchNotice]
    promises: Sequence[Any]
    counts: Counts
    rules: Sequence[Rule]
    duties: Sequence[Duty]
    files: Sequence[DossierFile]
    groups: Sequence[QQGroup]
    office: ContactPoint | None
    calendars: Sequence[CalendarLink]

    @property
    def is_demo(self) -> bool:
        return (
            self.batch.is_demo
            or self.counts.is_demo
            or any(one.is_demo for one in self.rounds)
            or any(one.is_demo for one in (*self.rules, *self.duties, *self.groups))
            or bool(self.office and self.office.is_demo)
        )


def gather(
    batch: Batch,
    *,
    request: HttpRequest,
    today: date,
    office: ContactPoint | None,
    begins_on: date | None = None,
) -> Dossier:
    """Of a listed batch; ``begins_on`` is the first day as the office gives it. Queries: as many for any batch."""
    notices = marked_notices(batch_notices(batch, request))
    first = begins_on or first_day(notices)
    rounds = marked_rounds(timelines(batch, today=today, request=request, begins_on=first))
    dated = [one.round for one in rounds]
    groups = groups_with_files(QQGroup.objects.public().filter(batch=batch))
    files = files_of(notices, [one for one in rounds if one.published], groups)
    for group in groups:
        # They stand among the other files.
        group.mirrored = []
    state = batch_state(one.state for one in rounds)
    return Dossier(
        batch=batch,
        today=today,
        state=state,
        state_note=_state_note(state, rounds, first, today),
        rounds=rounds,
        notes=deadline_notes(dated, today=today, within=setting("DEADLINE_BANNER_DAYS")),
        notices=notices,
        promises=list(promises_of_batch(batch)),
        counts=counts_of(batch, today),
        rules=rules_of(batch),
        duties=list(Duty.objects.public().filter(batch=batch)),
        files=files,
        groups=groups,
        office=office,
        calendars=calendar_links(batch, request) if rounds else (),
    )


def province_office() -> ContactPoint | None:
    offices = ContactPoint.objects.public_without_organization()
    return offices.filter(kind=ContactKind.PROVINCE).first()


def calendar_links(batch: Batch, request: HttpRequest) -> list[CalendarLink]:
    """Schools first: they are the most."""
    found = []
    for audience in (Audience.SCHOOLS, Audience.ORGANIZATIONS, Audience.BUREAUS):
        address = request.build_absolute_uri(calendar_path(batch, audience))
        # Calendar programs take it for "subscribe" rather than "open once".
        found.append(CalendarLink(audience, address, f"webcal://{address.partition('://')[2]}"))
    return found


def _state_note(
    state: RoundState, rounds: Sequence[RoundTimeline], begins_on: date | None, today: date
) -> str:
    if not rounds:
        return _("The timetable of the rounds has not been published yet.")
    if state == RoundState.NOT_BEGUN:
        if begins_on is None:
            return _("The notice that calls for applications has not been published yet.")
        return _("Begins on %(day)s.") % {"day": _in_words(begins_on)}
    if state == RoundState.OPEN:
        nearest = next_to_hand_in([one.round for one in rounds], today)
        return nearest.sentence if nearest else ""
    if state == RoundState.PUBLISHED:
        return _("The lists of all rounds have been published.")
    waiting = [one for one in rounds if one.state == RoundState.IN_REVIEW]
    counted = max((one.round.counted_review_days for one in waiting), key=lambda one: one.due)
    if today <= counted.due:
        text = (
            _("The municipal review is due on %(day)s (provisional).")
            if counted.is_provisional
            else _("The municipal review is due on %(day)s.")
        )
        return text % {"day": _in_words(counted.due)}
    names = "、".join(one.name for one in waiting)
    return _("Waiting for the list of filed certificates: %(rounds)s.") % {"rounds": names}


def _in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
