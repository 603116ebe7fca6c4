"""A rule of a batch as the engine reads it."""

from dataclasses import dataclass
from decimal import Decimal

from registry.enums import RuleBasis, RuleKind, RuleSeverity


@dataclass(frozen=True, slots=True)
class Terms:
    """``percent`` None: the batch has the rule, its bound is not known (待定). ``page`` is the key of the
    page with the clause."""

    kind: RuleKind
    percent: Decimal | None = None
    basis: RuleBasis = RuleBasis.CERTIFICATES
    severity: RuleSeverity = RuleSeverity.WARNING
    clause: str = ""
    page: int | None = None

    @property
    def counts_majors(self) -> bool:
        return self.kind == RuleKind.CERTIFICATES and self.basis == RuleBasis.MAJORS

    @property
    def counts_trained(self) -> bool:
        return self.kind == RuleKind.COMPLETION and self.basis == RuleBasis.TRAINED

    @property
    def share(self) -> tuple[int, int] | None:
        """The bound as a fraction of whole numbers."""
        return None if self.percent is None else (self.percent / 100).as_integer_ratio()

    @property
    def limit(self) -> str:
        """40.00 as people write it: 40; "" while it is not known."""
        return "" if self.percent is None else plain(self.percent)


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
