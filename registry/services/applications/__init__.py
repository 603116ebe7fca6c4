"""The office's ledger of applications: moved by the table of ``rules.transitions``, and by nothing else."""

from registry.services.applications.approving import ApprovalTerms
from registry.services.applications.moving import move, move_many
from registry.services.seen import Seen

__all__ = ["ApprovalTerms", "Seen", "move", "move_many"]
