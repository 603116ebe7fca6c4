"""What stops a run; every message is a sentence for the person who imports."""

from collections.abc import Sequence


class RunError(Exception):
    """Can't be done with this run."""


class RunStateError(RunError):
    """Not in this state: somebody clicked twice, or another process was faster."""


class PreviewOutdatedError(RunError):
    """What was previewed is no longer what would be written."""


class UndoRefusedError(RunError):
    """The import can't be undone; ``refusals`` name the rows."""

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__("\n".join(refusals))
        self.refusals = list(refusals)


class CancelledError(RunError):
    """The person has asked to stop."""


class LostRunError(RunError):
    """This process no longer owns the run: somebody took it for dead, or the run is gone."""
