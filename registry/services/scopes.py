"""Reading approvals as people ask about them: a school's scope, and sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from registry.enums import ApprovalStatus, CertificateLevel
from registry.models import Approval, ApprovalDecision, Certificate, Round, School
from registry.services.basis_links import public_basis_pages

LEVEL_ORDER = {"": 0} | {level.value: rank for rank, level in enumerate(CertificateLevel, start=1)}


@dataclass(frozen=True, slots=True)
class Basis:
    """What decisions rest on, numbered for the page: most lines of a scope share one.

    ``round`` only where the public may know of it.
    """

    number: int
    text: str
    clause: str
    round: Round | None


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One approved line on a day, with the decision that says so and the next one that will change it."""

    approval: Approval
    decision: ApprovalDecision
    coming: ApprovalDecision | None
    history: Sequence[ApprovalDecision]
    basis: Basis
    certificate_is_public: bool

    @property
    def status(self) -> str:
        return str(self.approval.status)

    @property
    def status_label(self) -> str:
        return str(ApprovalStatus(self.approval.status).label)

    @property
    def quota(self) -> int:
        return int(self.approval.quota)

    @property
    def level_label(self) -> str:
        return self.approval.get_level_display() if self.approval.level else _("Not specified")

    @property
    def major_label(self) -> str:
        return self.approval.major.name or _("Not specified")

    @property
    def is_revoked(self) -> bool:
        return self.approval.status == ApprovalStatus.REVOKED


@dataclass(frozen=True, slots=True)
class Scope:
    """What a school may run on a day (试点资格). ``other`` holds future, ended and revoked lines.

    ``basis_pages`` are the public pages of the texts that its decisions name, by the words of the basis.
    """

    day: date
    in_force: Sequence[ScopeLine]
    other: Sequence[ScopeLine]
    basis_pages: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.in_force or self.other)

    @property
    def lines(self) -> list[ScopeLine]:
        return [*self.in_force, *self.other]

    @property
    def bases(self) -> list[Basis]:
        """In the order in which the lines refer to them."""
        return list({line.basis.number: line.basis for line in self.lines}.values())

    @property
    def certificates(self) -> int:
        """Distinct certificates in force: the number that the cap counts."""
        return len({line.approval.certificate_id for line in self.in_force})

    @property
    def quota(self) -> int:
        return sum(line.quota for line in self.in_force)

    @property
    def synchronised_on(self) -> date | None:
        return max(
            (line.approval.synchronised_on for line in self.lines if line.approval.synchronised_on),
            default=None,
        )

    @property
    def is_demo(self) -> bool:
        return any(line.approval.is_demo for line in self.lines)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a set of lines: distinct schools and certificates, and persons."""

    schools: int
    certificates: int
    quota: int
    is_demo: bool = False


def school_scope(school: School, *, day: date) -> Scope:
    """The school's public lines as of the day. A constant number of queries."""
    approvals = (
        Approval.objects.public()
        .filter(school=school)
        .with_state(day)
        .select_related("certificate", "major")
        .prefetch_related(
            Prefetch(
                "decisions",
                ApprovalDecision.objects.public()
                .select_related("round__batch")
                .order_by("effective_from", "recorded_version", "pk"),
                to_attr="valid_decisions",
            )
        )
    )
    lines = _scope_lines(list(approvals), day)
    return Scope(
        day=day,
        in_force=[line for line in lines if line.status == ApprovalStatus.IN_FORCE],
        other=[line for line in lines if line.status != ApprovalStatus.IN_FORCE],
        basis_pages=public_basis_pages(
            decision.basis for line in lines for decision in line.history
        ),
    )


def _scope_lines(approvals: Sequence[Approval], day: date) -> list[ScopeLine]:
    public = public_certificate_keys(approval.certificate_id for approval in approvals)
    bases: dict[tuple[str, str, int | None], Basis] = {}
    lines = []
    for approval in sorted(approvals, key=_reading_order):
        # Somebody may void a line's only decision between the two queries.
        if not approval.valid_decisions:
            continue
        decision, coming = decisions_of_day(approval.valid_decisions, day)
        round_ = decision.public_round
        key = (decision.basis, decision.clause, round_.pk if round_ else None)
        basis = bases.setdefault(
            key, Basis(len(bases) + 1, decision.basis, decision.clause, round_)
        )
        lines.append(
            ScopeLine(
                approval=approval,
                decision=decision,
                coming=coming,
                history=approval.valid_decisions,
                basis=basis,
                certificate_is_public=approval.certificate_id in public,
            )
        )
    return lines


def decisions_of_day(
    history: Sequence[ApprovalDecision], day: date
) -> tuple[ApprovalDecision, ApprovalDecision | None]:
    """The decision that rules on the day (the first to come where none does yet) and the one after it.

    The history is of one line, by day of effect and version.
    """
    # Of two decisions for the same day the later recorded one holds, as in with_state().
    by_day = {decision.effective_from: decision for decision in history}
    past = [decision for first_day, decision in by_day.items() if first_day <= day]
    coming = [decision for first_day, decision in by_day.items() if first_day > day]
    if not past:
        past, coming = coming[:1], coming[1:]
    return past[-1], coming[0] if coming else None


def _reading_order(approval: Approval) -> tuple[bool, int, str, int, int, str, str]:
    return (
        approval.status != ApprovalStatus.IN_FORCE,
        approval.certificate.national_batch,
        approval.certificate.pinyin,
        approval.certificate_id,
        LEVEL_ORDER[approval.level],
        approval.major.code,
        approval.major.name,
    )


def public_certificate_keys(keys: Iterable[int]) -> set[int]:
    """Those of these certificates that have a page of their own; the others are named without a link."""
    return set(
        Certificate.objects.public()
        .filter(pk__in=set(keys))
        .order_by()
        .values_list("pk", flat=True)
    )


def totals(approvals: QuerySet[Approval]) -> Totals:
    """Sums over approvals with state. One query."""
    sums = approvals.order_by().aggregate(
        schools=Count("school", distinct=True),
        certificates=Count("certificate", distinct=True),
        persons=Sum("quota"),
        demo=Count("pk", filter=Q(is_demo=True)),
    )
    return Totals(sums["schools"], sums["certificates"], sums["persons"] or 0, bool(sums["demo"]))


def totals_by_school(approvals: QuerySet[Approval], schools: Iterable[School]) -> dict[int, Totals]:
    """The same for each of these schools. One query."""
    sums = (
        approvals.filter(school__in=[school.pk for school in schools])
        .order_by()
        .values("school")
        .annotate(
            certificates=Count("certificate", distinct=True),
            persons=Sum("quota"),
            demo=Count("pk", filter=Q(is_demo=True)),
        )
    )
    return {
        row["school"]: Totals(1, row["certificates"], row["persons"], bool(row["demo"]))
        for row in sums
    }
