"""What every move of an application leaves behind: its event and its entry in the history, one or many at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from registry.models import Application, ApplicationEvent
from registry.rules.transitions import Transition
from xcms.history import log_many

_BATCH = 500


def event_of(
    application: Application,
    step: Transition,
    *,
    comment: str,
    data: dict[str, Any],
    at: datetime,
    acting_user: Any,
    version: int,
) -> ApplicationEvent:
    """Not saved yet; the application may be new."""
    return ApplicationEvent(
        application=application,
        event=step.event,
        from_state=step.source,
        to_state=step.target,
        comment=comment,
        data=data,
        happened_at=at,
        acting_user=acting_user if getattr(acting_user, "is_authenticated", False) else None,
        recorded_version=version,
    )


def record_events(events: Sequence[ApplicationEvent], *, acting_user: Any) -> None:
    """In their order. Call it inside the write that moves the states, when the applications are saved."""
    for event in events:
        # A new application has had no key until now; set so, it need not be read again.
        event.application = event.application
    ApplicationEvent.objects.bulk_create(events, batch_size=_BATCH)
    log_many(
        "xcms_registry.move_application",
        (
            (
                event.application,
                {
                    "event": str(event.event),
                    "from": str(event.from_state),
                    "to": str(event.to_state),
                    "comment": event.comment,
                    "override": event.data.get("override", ""),
                },
            )
            for event in events
        ),
        user=acting_user,
    )
