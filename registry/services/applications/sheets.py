"""Applications out of the platform's sheet: what becomes of each, and taking them in, all or none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.enums import ApplicationEventKind, ApplicationState, LedgerRole
from registry.models import Application, ApplicationEvent, ApplicationLine
from registry.permissions import ledger_roles
from registry.rules.transitions import Transition, transition
from registry.services.applications.checks import problems_of
from registry.services.applications.recording import event_of, record_events
from xcms.days import SHANGHAI
from xcms.history import log_many
from xcms.tombstones import revive_public_ids
from xcms.versions import register_write

_BATCH = 500

#: Level and key of the major: what makes a line of an application.
LineKey = tuple[str, int]
#: School, certificate and round.
Identity = tuple[int, int, int]


class Verdict(Enum):
    """What becomes of an application that the sheet names."""

    NEW = auto()
    CHANGED = auto()
    #: It says the same as the ledger; at most it is submitted now.
    SAME = auto()
    #: Somebody reviews or has decided on it, and the sheet says something else.
    BEYOND = auto()


@dataclass(slots=True)
class SheetApplication:
    """An application as the sheet has it, beside the ledger's; ``judge`` fills in what would be done.

    ``lines`` are those of the sheet, not saved; ``present`` those of the ledger. ``wants_submitted``: whether the
    sheet holds it as submitted, on ``submitted_on`` where it says so.
    """

    application: Application
    lines: dict[LineKey, ApplicationLine]
    present: Mapping[LineKey, ApplicationLine]
    platform_number: str
    wants_submitted: bool
    submitted_on: date | None

    #: Of the ledger, before anything is written.
    former_number: str = ""
    verdict: Verdict = Verdict.NEW
    changed: list[ApplicationLine] = field(default_factory=list)
    added: list[ApplicationLine] = field(default_factory=list)
    moves: list[Transition] = field(default_factory=list)
    #: Why it is not submitted although the sheet wants it so.
    problems: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.application._state.adding

    @property
    def has_work(self) -> bool:
        return self.verdict in (Verdict.NEW, Verdict.CHANGED) or bool(self.moves)

    @property
    def lacking(self) -> list[ApplicationLine]:
        """Lines that the ledger has and the sheet lacks; they stay."""
        return [line for key, line in self.present.items() if key not in self.lines]

    @property
    def has_new_number(self) -> bool:
        return bool(self.platform_number) and (self.platform_number != self.former_number)

    @property
    def is_held_back(self) -> bool:
        """It came back from a review (or was taken back), and the sheet brings nothing new."""
        return (
            self.verdict is Verdict.SAME
            and self.wants_submitted
            and self.application.is_open_to_change
            and self.application.submitted_at is not None
        )

    def day_of_submission(self, today: date) -> date:
        return self.submitted_on or today


def applications_of_rounds(
    rounds: Collection[int],
) -> dict[Identity, tuple[Application, dict[LineKey, ApplicationLine]]]:
    """All that the ledger has of these rounds, with their lines. Two queries."""
    found: dict[int, tuple[Application, dict[LineKey, ApplicationLine]]] = {
        application.pk: (application, {})
        for application in Application.objects.filter(round__in=rounds)
        .select_related("school__region", "certificate__organization", "round__batch")
        .order_by("pk")
    }
    lines = ApplicationLine.objects.filter(application__round__in=rounds).select_related("major")
    for line in lines.order_by("pk"):
        found[line.application_id][1][line.level, line.major_id] = line
    return {
        (application.school_id, application.certificate_id, application.round_id): (
            application,
            present,
        )
        for application, present in found.values()
    }


def judge(entries: Sequence[SheetApplication]) -> None:
    """Say of each what taking it in would do. Writes nothing; one query.

    Open to change are drafts and what came back, and what is submitted and nobody has taken up: that is taken back,
    changed and submitted again. What can't be submitted stays a draft. An application that came back is submitted
    again only with something new.
    """
    asked = [(entry.application, _lines_after(entry)) for entry in entries]
    for entry, problems in zip(entries, problems_of(asked), strict=True):
        _compare(entry)
        _move(entry, problems)


def _lines_after(entry: SheetApplication) -> list[ApplicationLine]:
    return [*entry.lines.values(), *entry.lacking]


def _compare(entry: SheetApplication) -> None:
    entry.former_number = entry.application.platform_number
    for key, line in entry.lines.items():
        present = entry.present.get(key)
        if present is None:
            entry.added.append(line)
        elif present.students != line.students:
            entry.changed.append(line)
    if entry.is_new:
        entry.verdict = Verdict.NEW
    elif entry.added or entry.changed or entry.has_new_number:
        entry.verdict = Verdict.CHANGED
    else:
        entry.verdict = Verdict.SAME


def _move(entry: SheetApplication, problems: Sequence[str]) -> None:
    state = ApplicationState(entry.application.state)
    if entry.verdict is Verdict.CHANGED and not entry.application.is_open_to_change:
        can_be_changed = state is ApplicationState.SUBMITTED and entry.wants_submitted
        if not can_be_changed or problems:
            entry.verdict = Verdict.BEYOND
            entry.problems = list(problems) if can_be_changed else []
            return
        entry.moves = [
            _step(entry.application, ApplicationEventKind.WITHDRAW, state),
            _step(entry.application, ApplicationEventKind.SUBMIT, ApplicationState.DRAFT),
        ]
        return
    if not (entry.wants_submitted and entry.application.is_open_to_change):
        return
    if entry.is_held_back:
        return
    if problems:
        entry.problems = list(problems)
        return
    entry.moves = [_step(entry.application, ApplicationEventKind.SUBMIT, state)]


def _step(
    application: Application, event: ApplicationEventKind, source: ApplicationState
) -> Transition:
    step = transition(event, source, passes_bureau=application.passes_bureau)
    if step is None or step.role is not LedgerRole.CLERK:
        raise LookupError(f"{event} from {source} is no clerk's move")
    return step


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What undoing needs: new rows, and the former values of changed ones."""

    applications: list[Application]
    lines: list[ApplicationLine]
    events: list[ApplicationEvent]
    former_applications: list[tuple[int, dict[str, Any]]]
    former_lines: list[tuple[int, dict[str, Any]]]


def take_in(
    entries: Iterable[SheetApplication], *, late_reason: str, acting_user: Any, today: date
) -> TakenIn:
    """Write what ``judge`` has said, with an event and a log entry for each move. All or none.

    A fixed number of queries per 500 rows. Whoever calls it holds the version that was judged: between judging and
    writing nobody else has written. ``acting_user`` None is a command. Raises ValidationError for somebody who does
    not enter applications, and for one that comes late without a reason.
    """
    if acting_user is not None and not ledger_roles(acting_user).is_clerk:
        raise ValidationError(
            _("Applications are entered by: %(role)s.") % {"role": LedgerRole.CLERK.label}
        )
    work = [entry for entry in entries if entry.has_work]
    for entry in work:
        if is_late(entry, today) and not late_reason.strip():
            raise ValidationError(late(entry, today))
    with register_write() as version:
        now = timezone.now()
        known = [entry for entry in work if not entry.is_new]
        former = [(entry.application.pk, _former(entry.application)) for entry in known]
        events = [
            event
            for entry in work
            for event in _moved(entry, late_reason, acting_user, today, now, version)
        ]
        new = [entry.application for entry in work if entry.is_new]
        for entry in work:
            entry.application.recorded_version = version
            if entry.has_new_number:
                entry.application.platform_number = entry.platform_number
        revive_public_ids(new)
        Application.objects.bulk_create(new, batch_size=_BATCH)
        Application.objects.bulk_update(
            [entry.application for entry in known],
            ["state", "submitted_at", "platform_number", "recorded_version"],
            batch_size=_BATCH,
        )
        lines, former_lines = _write_lines(work, version)
        record_events(events, acting_user=acting_user)
    return TakenIn(new, lines, events, former, former_lines)


def _former(application: Application) -> dict[str, Any]:
    submitted = application.submitted_at
    return {
        "state": application.state,
        # JSON would keep milliseconds alone.
        "submitted_at": submitted.isoformat() if submitted else None,
        "platform_number": application.platform_number,
    }


def _write_lines(
    work: Sequence[SheetApplication], version: int
) -> tuple[list[ApplicationLine], list[tuple[int, dict[str, Any]]]]:
    added: list[ApplicationLine] = []
    changed: list[ApplicationLine] = []
    former: list[tuple[int, dict[str, Any]]] = []
    for entry in work:
        for line in entry.added:
            line.application_id = entry.application.pk
            line.recorded_version = version
            added.append(line)
        for line in entry.changed:
            present = entry.present[line.level, line.major_id]
            former.append((present.pk, {"students": present.students}))
            line.pk = present.pk
            line.recorded_version = version
            changed.append(line)
    ApplicationLine.objects.bulk_create(added, batch_size=_BATCH)
    ApplicationLine.objects.bulk_update(
        changed, ["students", "recorded_version"], batch_size=_BATCH
    )
    return added, former


def _moved(
    entry: SheetApplication,
    late_reason: str,
    acting_user: Any,
    today: date,
    now: datetime,
    version: int,
) -> list[ApplicationEvent]:
    """Moves the application, and gives the events, not saved yet."""
    comment = _("Taken over from the platform's sheet.")
    if is_late(entry, today):
        comment = f"{comment}{late_reason.strip()}"
    events = [
        event_of(
            entry.application,
            step,
            comment=comment,
            data={"imported": True},
            at=now,
            acting_user=acting_user,
            version=version,
        )
        for step in entry.moves
    ]
    if entry.moves:
        entry.application.state = entry.moves[-1].target
        on = entry.submitted_on
        entry.application.submitted_at = (
            datetime.combine(on, time.min, SHANGHAI) if on is not None else now
        )
    return events


def is_late(entry: SheetApplication, today: date) -> bool:
    """Whether it would be submitted after the deadline of its round."""
    deadline: date = entry.application.round.application_deadline
    return bool(entry.moves) and entry.day_of_submission(today) > deadline


def late(entry: SheetApplication, today: date) -> str:
    return _(
        "%(application)s comes in on %(day)s, after the deadline %(deadline)s: say why it is accepted late."
    ) % {
        "application": entry.application,
        "day": entry.day_of_submission(today).isoformat(),
        "deadline": entry.application.round.application_deadline.isoformat(),
    }


def forget_moves(events: Sequence[int], applications: Collection[int], *, acting_user: Any) -> None:
    """Take the moves of an import that is undone out of the record. The history of the applications that stay keeps
    them, and says that they were undone. Call it inside the write that restores the rows."""
    for start in range(0, len(events), _BATCH):
        # Past the guard of append-only rows: their import is void, and so are they.
        rows = ApplicationEvent._base_manager.filter(pk__in=events[start : start + _BATCH])
        rows._raw_delete(rows.db)
    staying = Application.objects.filter(pk__in=list(applications)).select_related(
        "school", "certificate", "round__batch"
    )
    log_many(
        "xcms_registry.undo_sheet", ((application, {}) for application in staying), user=acting_user
    )
