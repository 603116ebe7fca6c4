"""The ledger against the platform's figures (核对): compare, decide on what differs, compare again.

The platform's figure is the total of a line, as in a sheet of approvals. The ledger's is what the line's ruling
decision says on the day, whatever round it is of; lines that the sheet lacks count where a valid decision of the round
made them. What is revoked, or cut to nothing, the ledger does not have; what has ended by its own last day it has.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.enums import (
    ApprovalStatus,
    DecisionKind,
    DecisionSource,
    DiscrepancyKind,
    ReconciliationChoice,
)
from registry.models import Approval, Reconciliation, ReconciliationItem, Round
from registry.services.approvals import DecisionDraft, record_decisions
from registry.services.seen import Seen
from xcms.days import SHANGHAI
from xcms.versions import register_write

_BATCH = 500
#: So many lines are named in the log.
_MOST_NAMED = 20
_COUNTING = (ApprovalStatus.IN_FORCE, ApprovalStatus.FUTURE, ApprovalStatus.ENDED)

#: School, certificate, level, major.
Identity = tuple[int, int, str, int]


class Figure(NamedTuple):
    """Of the platform: persons, and the row of the sheet that says so."""

    persons: int
    row: int


class _Difference(NamedTuple):
    kind: DiscrepancyKind
    ledger: int | None
    platform: int | None
    row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTerms:
    """On what the decisions rest that follow the platform, and from when."""

    effective_from: date
    basis: str
    basis_page: int | None = None
    clause: str = ""


def begin(
    round_: Round,
    figures: Mapping[Identity, Figure],
    *,
    name: str,
    sha256: str,
    acting_user: Any,
    today: date,
) -> Reconciliation:
    """Compare the round's ledger with the platform's figures. A fixed number of queries per 500 lines."""
    with register_write() as version:
        reconciliation = Reconciliation.objects.create(
            round=round_,
            name=name,
            sha256=sha256,
            figures=[[*identity, *figure] for identity, figure in figures.items()],
            compared_at=timezone.now(),
            compared_by=_known(acting_user),
            compared_version=version,
        )
        _compare(reconciliation, today=today, acting_user=acting_user, version=version)
    return reconciliation


def compare_again(
    reconciliation: Reconciliation, *, acting_user: Any, today: date
) -> Reconciliation:
    """With the same figures of the platform and the ledger of now. What is decided stays as it is; of the rest
    goes what agrees by now, and comes what differs by now."""
    with register_write() as version:
        present: Reconciliation = Reconciliation.objects.select_related("round__batch").get(
            pk=reconciliation.pk
        )
        _compare(present, today=today, acting_user=acting_user, version=version)
    return present


def _compare(
    reconciliation: Reconciliation, *, today: date, acting_user: Any, version: int
) -> None:
    platform = {
        (school, certificate, level, major): Figure(persons, row)
        for school, certificate, level, major, persons, row in reconciliation.figures
    }
    ledger = ledger_figures(reconciliation.round, platform, today)
    differing = dict(_differences(platform, ledger))
    items = {item.identity: item for item in reconciliation.items.all()}
    settled = [
        item.pk
        for identity, item in items.items()
        if not item.is_decided and identity not in differing
    ]
    for start in range(0, len(settled), _BATCH):
        ReconciliationItem.objects.filter(pk__in=settled[start : start + _BATCH]).delete()
    changed = []
    for identity, difference in differing.items():
        item = items.get(identity)
        if item is None or item.is_decided or _as_compared(item) == difference:
            continue
        item.kind, item.ledger, item.platform, item.row = difference
        item.recorded_version = version
        changed.append(item)
    ReconciliationItem.objects.bulk_update(
        changed, ["kind", "ledger", "platform", "row", "recorded_version"], batch_size=_BATCH
    )
    ReconciliationItem.objects.bulk_create(
        [
            ReconciliationItem(
                reconciliation=reconciliation,
                school_id=school,
                certificate_id=certificate,
                level=level,
                major_id=major,
                recorded_version=version,
                **differing[school, certificate, level, major]._asdict(),
            )
            for school, certificate, level, major in differing
            if (school, certificate, level, major) not in items
        ],
        batch_size=_BATCH,
    )
    reconciliation.equal = sum(
        ledger.get(identity) == figure.persons for identity, figure in platform.items()
    )
    reconciliation.compared_at = timezone.now()
    reconciliation.compared_by = _known(acting_user)
    reconciliation.compared_version = version
    reconciliation.save(update_fields=["equal", "compared_at", "compared_by", "compared_version"])
    log(
        instance=reconciliation,
        action="xcms_registry.compare_ledger",
        user=acting_user,
        data={
            "equal": reconciliation.equal,
            **{
                kind.value: sum(one.kind is kind for one in differing.values())
                for kind in DiscrepancyKind
            },
        },
    )


def _as_compared(item: ReconciliationItem) -> _Difference:
    return _Difference(DiscrepancyKind(item.kind), item.ledger, item.platform, item.row)


def _differences(
    platform: Mapping[Identity, Figure], ledger: Mapping[Identity, int]
) -> Iterable[tuple[Identity, _Difference]]:
    for identity, figure in platform.items():
        mine = ledger.get(identity)
        if mine is None:
            yield (
                identity,
                _Difference(DiscrepancyKind.SURPLUS, None, figure.persons, figure.row),
            )
        elif mine != figure.persons:
            yield (
                identity,
                _Difference(DiscrepancyKind.DIFFERING, mine, figure.persons, figure.row),
            )
    for identity, mine in ledger.items():
        if identity not in platform:
            yield identity, _Difference(DiscrepancyKind.MISSING, mine, None, None)


def ledger_figures(round_: Round, named: Collection[Identity], today: date) -> dict[Identity, int]:
    """What the ledger has on the day of these lines, and of all others that the round made."""
    of_round = _states(Approval.objects.in_rounds([round_.pk]), today)
    schools = sorted({identity[0] for identity in named})
    of_schools: dict[Identity, int] = {}
    for start in range(0, len(schools), _BATCH):
        some = Q(school__in=schools[start : start + _BATCH])
        of_schools |= _states(Approval.objects.filter(some), today)
    wanted = set(named)
    return of_round | {key: quota for key, quota in of_schools.items() if key in wanted}


def _states(lines: Any, today: date) -> dict[Identity, int]:
    rows = (
        lines.with_state(today)
        .filter(status__in=_COUNTING, quota__gt=0)
        .order_by()
        .values_list("school_id", "certificate_id", "level", "major_id", "quota")
    )
    return {
        (school, certificate, level, major): quota
        for school, certificate, level, major, quota in rows
    }


def decide(
    reconciliation: Reconciliation,
    chosen: Sequence[Seen],
    choice: ReconciliationChoice,
    *,
    reason: str,
    terms: PlatformTerms | None = None,
    acting_user: Any,
    today: date,
) -> list[ReconciliationItem]:
    """Decide on these items with one reason. All or none.

    Where the platform is right, the decision on the approval is written in the same transaction: a grant, another
    scale, or a revocation. Everything is asked after the lock, so of two at once one decides and the other reads who
    did; and a line that has moved on since it was compared is not decided on what it was. Raises ValidationError with
    a sentence for each item that can't be decided.
    """
    if choice is ReconciliationChoice.OPEN:
        raise ValidationError({"choice": _("Choose what is right.")})
    if not reason.strip():
        raise ValidationError({"reason": _("A decision needs a reason: enter it.")})
    with register_write() as version:
        round_: Round = Round.objects.select_related("batch").get(pk=reconciliation.round_id)
        items = _still_open(reconciliation, chosen, round_, today)
        if choice is ReconciliationChoice.PLATFORM:
            if terms is None:
                raise TypeError("following the platform needs its terms")
            _follow_platform(items, round_, terms, reason, acting_user=acting_user, today=today)
        now = timezone.now()
        for item in items:
            item.choice, item.reason = choice, reason.strip()
            item.decided_at, item.decided_by = now, _known(acting_user)
            item.recorded_version = version
        ReconciliationItem.objects.bulk_update(
            items,
            ["choice", "reason", "decided_at", "decided_by", "recorded_version"],
            batch_size=_BATCH,
        )
        log(
            instance=reconciliation,
            action="xcms_registry.decide_difference",
            user=acting_user,
            data={
                "choice": choice.value,
                "reason": reason.strip(),
                "count": len(items),
                "lines": [
                    {"line": str(item), "ledger": item.ledger, "platform": item.platform}
                    for item in items[:_MOST_NAMED]
                ],
            },
        )
    return items


def _still_open(
    reconciliation: Reconciliation, chosen: Sequence[Seen], round_: Round, today: date
) -> list[ReconciliationItem]:
    """The items; raises ValidationError for each that is not what somebody had before the eyes."""
    items = reconciliation.items.with_associations().in_bulk([seen.pk for seen in chosen])
    figures = ledger_figures(round_, [item.identity for item in items.values()], today)
    errors = []
    for seen in dict.fromkeys(chosen):
        item = items.get(seen.pk)
        if item is None:
            errors.append(_("This difference does not exist any more; look at the list again."))
        elif item.is_decided:
            errors.append(_decided_by(item))
        elif item.recorded_version != seen.recorded_version:
            errors.append(
                _("%(line)s: has changed since you looked at it; look at the list again.")
                % {"line": _named(item)}
            )
        elif figures.get(item.identity) != item.ledger:
            errors.append(_moved_on(item, figures.get(item.identity)))
    if errors:
        raise ValidationError(errors)
    return [items[pk] for pk in dict.fromkeys(seen.pk for seen in chosen)]


def _decided_by(item: ReconciliationItem) -> str:
    when = item.decided_at.astimezone(SHANGHAI) if item.decided_at else None
    return _("%(line)s: decided already: %(who)s, %(when)s, “%(choice)s”.") % {
        "line": _named(item),
        "who": item.decided_by or "—",
        "when": f"{when:%Y-%m-%d %H:%M}" if when else "—",
        "choice": item.get_choice_display(),
    }


def _moved_on(item: ReconciliationItem, now: int | None) -> str:
    absent = _("nothing")
    return _(
        "%(line)s: the ledger has moved on since the comparison, from %(before)s to %(now)s. Compare again, then "
        "decide."
    ) % {
        "line": _named(item),
        "before": absent if item.ledger is None else item.ledger,
        "now": absent if now is None else now,
    }


def _named(item: ReconciliationItem) -> str:
    if item.row is None:
        return str(item)
    return _("Row %(row)s, %(line)s") % {"row": item.row, "line": item}


def _follow_platform(
    items: Sequence[ReconciliationItem],
    round_: Round,
    terms: PlatformTerms,
    reason: str,
    *,
    acting_user: Any,
    today: date,
) -> None:
    if terms.effective_from > today:
        raise ValidationError(
            {
                "effective_from": _(
                    "The platform's figures hold already: choose a day that is not in the future."
                )
            }
        )
    record_decisions(
        [_draft(item, round_, terms, reason) for item in items],
        acting_user=acting_user,
        today=today,
    )
    figures = ledger_figures(round_, [item.identity for item in items], today)
    errors = [
        _(
            "%(line)s: a later decision would still rule, so the ledger would not follow the platform. "
            "Choose a later day of effect."
        )
        % {"line": _named(item)}
        for item in items
        if figures.get(item.identity) != item.platform
    ]
    if errors:
        raise ValidationError(errors)


def _draft(
    item: ReconciliationItem, round_: Round, terms: PlatformTerms, reason: str
) -> DecisionDraft:
    return DecisionDraft(
        school=item.school,
        certificate=item.certificate,
        level=item.level,
        major=item.major,
        kind=DecisionKind.REVOKE if item.platform is None else None,
        quota=item.platform or 0,
        effective_from=terms.effective_from,
        round=round_,
        basis=terms.basis.strip(),
        basis_page=terms.basis_page,
        clause=terms.clause.strip(),
        reason=reason.strip(),
        source=DecisionSource.PLATFORM,
    )


def _known(user: Any) -> Any:
    return user if getattr(user, "is_authenticated", False) else None
