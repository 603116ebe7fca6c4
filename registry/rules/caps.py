"""Caps on a school: how many certificates, how many persons (design rule 3).

Bounds are inclusive: 40 % of 20 majors are 8, and 8 pass. Whole numbers throughout: both
sides are multiplied out, nothing is divided into a float.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from registry.enums import RuleBasis, RuleKind

#: Shares are written with two decimals of a percent.
_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class CapUse:
    """What a school runs: distinct certificates, persons and, where every line names one, distinct majors."""

    certificates: int
    quota: int
    majors: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A school's figures of a year; None is unknown, not zero."""

    majors: int | None = None
    enrolment: int | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """``percent`` None: not known yet (待定)."""

    kind: RuleKind
    percent: Decimal | None
    basis: RuleBasis = RuleBasis.CERTIFICATES

    @property
    def counts_majors(self) -> bool:
        return self.kind == RuleKind.CERTIFICATES and self.basis == RuleBasis.MAJORS


@dataclass(frozen=True, slots=True)
class Assessment:
    """A school against a cap. ``room`` is how many more fit; below zero, how many are too many."""

    cap: Cap
    percent: Decimal
    count: int
    base: int
    room: int

    @property
    def passes(self) -> bool:
        return self.room >= 0

    @property
    def sentence(self) -> str:
        """“证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）”"""
        return f"{_fraction(self)}{_share(self)}（{_verdict(self)}）"


def assess(cap: Cap, use: CapUse, figures: Figures) -> Assessment | None:
    """The school against the cap; None where the cap, the count or the year's figure is unknown (待定)."""
    count, base = _count_and_base(cap, use, figures)
    if cap.percent is None or count is None or base is None:
        return None
    # A whole number is at most a share of the base exactly when it is at most that share rounded down.
    part, whole = cap.percent.as_integer_ratio()
    most = part * base // (whole * 100)
    return Assessment(cap, cap.percent, count, base, most - count)


def _count_and_base(cap: Cap, use: CapUse, figures: Figures) -> tuple[int | None, int | None]:
    if cap.kind == RuleKind.ENROLMENT:
        return use.quota, figures.enrolment
    return use.majors if cap.counts_majors else use.certificates, figures.majors


def _fraction(item: Assessment) -> str:
    numbers = {"count": item.count, "base": item.base}
    if item.cap.kind == RuleKind.ENROLMENT:
        return _("persons %(count)d / enrolment %(base)d") % numbers
    if item.cap.counts_majors:
        return _("majors taking part %(count)d / majors %(base)d") % numbers
    return _("certificates %(count)d / majors %(base)d") % numbers


def _share(item: Assessment) -> str:
    """“= 45%”, or “≈ 40.01%”: two decimals, rounded away from the limit that it might be mistaken for."""
    if not item.base:
        return ""
    parts, rest = divmod(item.count * _PARTS, item.base)
    if rest and not item.passes:
        parts += 1
    return f" {'≈' if rest else '='} {_plain(Decimal(parts).scaleb(-2))}%"


def _verdict(item: Assessment) -> str:
    values = {"limit": _plain(item.percent), "room": abs(item.room)}
    if item.cap.kind == RuleKind.ENROLMENT:
        if item.passes:
            return _("at most %(limit)s%%, room for %(room)d persons more") % values
        return _("at most %(limit)s%%, %(room)d persons too many") % values
    if item.passes:
        return _("at most %(limit)s%%, room for %(room)d more") % values
    return _("at most %(limit)s%%, %(room)d too many") % values


def _plain(percent: Decimal) -> str:
    """40.00 as people write it: 40."""
    return f"{percent.normalize():f}"
