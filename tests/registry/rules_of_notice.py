"""The notice's rules on a batch; the threshold of completion is not known."""

from registry.enums import RuleKind
from registry.models import Batch, Rule


def add_rules(batch: Batch, *, clause: str) -> None:
    """Each with a clause of its own: ``clause`` and the kind."""
    for kind, percent in (
        (RuleKind.CERTIFICATES, 40),
        (RuleKind.ENROLMENT, 30),
        (RuleKind.DUAL_QUALIFIED, 50),
        (RuleKind.INDUSTRY_EXPERTS, 20),
        (RuleKind.COMPLETION, None),
        (RuleKind.SCHOOL_LEVEL, None),
        (RuleKind.FILED, None),
        (RuleKind.PREFERRED_TEAM, None),
        (RuleKind.NO_OUTSOURCING, None),
    ):
        Rule.objects.create(batch=batch, kind=kind, percent=percent, clause=f"{clause}{kind}")
