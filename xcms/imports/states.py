"""The states of an import, and which may follow which."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    PARKED = "parked", _("Parked")
    PREVIEWING = "previewing", _("Being previewed")
    PREVIEWED = "previewed", _("Previewed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    INTERRUPTED = "interrupted", _("Interrupted")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RunPhase(models.TextChoices):
    """What a working run is at; a person reads it beside the bar."""

    READING = "reading", _("Reading the file")
    JUDGING = "judging", _("Checking against the register")
    STAGING = "staging", _("Keeping the preview")
    WRITING = "writing", _("Writing to the register")
    UNDOING = "undoing", _("Undoing the import")


_S = RunState

#: A process is at work, or is awaited.
WORKING = frozenset({_S.PREVIEWING, _S.IMPORTING, _S.UNDOING})
#: Was written to the register: stays on record. Everything else belongs to its uploader and expires.
KEPT = frozenset({_S.DONE, _S.UNDOING, _S.UNDONE})
_AT_REST = frozenset({_S.PARKED, _S.PREVIEWED, _S.FAILED, _S.CANCELLED, _S.INTERRUPTED})

#: The states from which each state may be reached; every change of state goes through this table.
REACHED_FROM: Mapping[RunState, frozenset[RunState]] = {
    # Other choices; or the register has moved since the preview.
    _S.PARKED: _AT_REST | {_S.IMPORTING},
    _S.PREVIEWING: _AT_REST,
    _S.PREVIEWED: frozenset({_S.PREVIEWING}),
    _S.IMPORTING: frozenset({_S.PREVIEWED}),
    _S.DONE: frozenset({_S.IMPORTING, _S.UNDOING}),
    _S.UNDOING: frozenset({_S.DONE}),
    _S.UNDONE: frozenset({_S.UNDOING}),
    _S.FAILED: frozenset({_S.PREVIEWING, _S.IMPORTING}),
    _S.CANCELLED: frozenset(
        {_S.PARKED, _S.PREVIEWED, _S.FAILED, _S.INTERRUPTED, _S.PREVIEWING, _S.IMPORTING}
    ),
    _S.INTERRUPTED: frozenset({_S.PREVIEWING, _S.IMPORTING}),
}
