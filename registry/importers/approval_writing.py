"""From a plan to decisions, as columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any

import numpy as np

from registry.enums import DecisionKind, DecisionSource
from registry.importers.approval_plan import ApprovalPlan, taken
from registry.importers.basis import basis_of, basis_page_of
from registry.importers.line_rows import LEVELS, Numbers
from registry.models import Approval, ApprovalDecision
from registry.services.basis_links import cite
from registry.services.decision_sets import NewDecisions, NewLines, record_decision_set
from xcms.importing.importers import ImportOptions, Written
from xcms.importing.parsed import ValueColumn

_PIECE = 50_000
_SOURCES = (DecisionSource.PLATFORM.value, DecisionSource.DEMO.value)


def write_plan(plan: ApprovalPlan, options: ImportOptions, version: int) -> Written:
    """Inside the import's register write. Says for undo what arose and when lines were synchronised before."""
    lines: list[int] = []
    decisions: list[int] = []
    former: list[tuple[Any, dict[str, Any]]] = []
    for piece in _pieces(plan):
        known = _registered_lines(piece)
        made = piece.decided[piece.comparison.known[piece.decided] < 0]
        recorded = record_decision_set(
            _new_lines(piece, made),
            _decisions(piece, options),
            synchronised=piece.comparison.registered.key[known].tolist(),
            today=options.today,
            acting_user=options.acting_user,
            version=version,
        )
        lines += recorded.lines
        decisions += recorded.decisions
        former += _former(piece, known)
    cite(
        _wordings(plan, options),
        page=basis_page_of(options),
        acting_user=options.acting_user,
    )
    return Written(
        created={Approval._meta.label: lines, ApprovalDecision._meta.label: decisions},
        former={Approval._meta.label: former},
        extra={"synchronised_on": options.today.isoformat()},
    )


def _wordings(plan: ApprovalPlan, options: ImportOptions) -> set[str]:
    """What the plan's decisions rest on: few texts, however many rows."""
    bases = plan.comparison.lines.basis
    chosen = np.unique(bases.codes[np.concatenate([plan.decided, plan.corrected])])
    found = {str(bases.values[code]) for code in chosen.tolist()}
    return found | {basis_of(options)} if plan.withdrawn else found


def _pieces(plan: ApprovalPlan) -> Iterator[ApprovalPlan]:
    """The same plan in parts: a million rows as Python objects would fill the memory."""
    parts = [
        [values[start : start + _PIECE] for start in range(0, len(values), _PIECE)]
        for values in (plan.decided, plan.corrected, plan.synchronised)
    ]
    none = np.zeros(0, np.int64)
    for decided, corrected, synchronised in zip_longest(*parts, fillvalue=none):
        yield replace(
            plan,
            decided=decided,
            corrected=corrected,
            synchronised=synchronised,
            withdrawn=[],
        )
    if plan.withdrawn:
        yield replace(plan, decided=none, corrected=none, synchronised=none)


def _registered_lines(plan: ApprovalPlan) -> Numbers:
    """Those that the sheet names, by position among the registered lines."""
    touched = np.concatenate([plan.decided, plan.corrected, plan.synchronised])
    known = plan.comparison.known[touched]
    return known[known >= 0]


def _former(plan: ApprovalPlan, known: Numbers) -> list[tuple[Any, dict[str, Any]]]:
    registered = plan.comparison.registered
    withdrawn = np.array([line.line for line in plan.withdrawn], np.int64)
    before = np.concatenate([known, withdrawn])
    return [
        (key, {"synchronised_on": _iso(day)})
        for key, day in zip(
            registered.key[before].tolist(),
            registered.synchronised_on[before].tolist(),
            strict=True,
        )
    ]


def _new_lines(plan: ApprovalPlan, made: Numbers) -> NewLines:
    lines = plan.comparison.lines
    return NewLines(
        school_id=_each(lines.school, made, _key),
        certificate_id=_each(lines.certificate, made, _key),
        level=[LEVELS[level] for level in lines.level[made].tolist()],
        major_id=_each(lines.major, made, _key),
        is_demo=lines.is_demo[made].tolist(),
    )


def _decisions(plan: ApprovalPlan, options: ImportOptions) -> NewDecisions:
    comparison, reason = plan.comparison, options.extra.get("reason", "")
    lines, registered = comparison.lines, comparison.registered
    chosen = np.concatenate([plan.decided, plan.corrected])
    is_correction = np.arange(len(chosen)) >= len(plan.decided)
    ruling = comparison.ruling[chosen]

    # A new scale does not prolong the qualification beyond the end it was granted for.
    until = np.where(
        (lines.effective_to[chosen] == 0) & comparison.in_force[chosen],
        comparison.until[chosen],
        lines.effective_to[chosen],
    )
    # A correction holds from when the wrong decision held.
    start = np.where(
        is_correction, taken(registered.effective_from, ruling), lines.effective_from[chosen]
    )
    round_ = np.where(is_correction, taken(registered.round, ruling), lines.round.map(_key)[chosen])
    kinds = np.where(is_correction, DecisionKind.CORRECT.value, comparison.kinds[chosen])
    sources = np.array(_SOURCES)[lines.is_demo[chosen].astype(np.int8)]
    withdrawn = plan.withdrawn
    basis = basis_of(options)
    return NewDecisions(
        line=[
            *_line_references(plan, chosen),
            *(int(registered.key[line.line]) for line in withdrawn),
        ],
        kind=[*kinds.tolist(), *[DecisionKind.REVOKE.value] * len(withdrawn)],
        quota=[*lines.quota[chosen].tolist(), *[0] * len(withdrawn)],
        effective_from=_days([*start.tolist(), *(line.day for line in withdrawn)]),
        effective_to=[*_days(until.tolist()), *[None] * len(withdrawn)],
        round_id=[*(key or None for key in round_.tolist()), *(line.round for line in withdrawn)],
        basis=[*_each(lines.basis, chosen, str), *[basis] * len(withdrawn)],
        clause=[*[""] * len(chosen), *[basis] * len(withdrawn)],
        reason=[reason] * (len(chosen) + len(withdrawn)),
        source=[*sources.tolist(), *(_SOURCES[line.is_demo] for line in withdrawn)],
        corrects_id=[
            *(
                key or None
                for key in np.where(is_correction, taken(registered.decision, ruling), 0).tolist()
            ),
            *[None] * len(withdrawn),
        ],
    )


def _line_references(plan: ApprovalPlan, chosen: Numbers) -> list[int]:
    """The key of each registered line; -1 - i for the i-th of the lines to make."""
    known = plan.comparison.known[chosen]
    references = taken(plan.comparison.registered.key, known)
    is_new = known < 0
    references[is_new] = -1 - np.arange(np.count_nonzero(is_new))
    found: list[int] = references.tolist()
    return found


def _each(column: ValueColumn, chosen: Numbers, value: Callable[[Any], Any]) -> list[Any]:
    values = [value(item) for item in column.values]
    return [values[code] for code in column.codes[chosen].tolist()]


def _key(record: Any) -> int:
    return getattr(record, "pk", None) or 0


def _days(ordinals: Sequence[int]) -> list[Any]:
    days = {ordinal: date.fromordinal(ordinal) if ordinal else None for ordinal in set(ordinals)}
    return [days[ordinal] for ordinal in ordinals]


def _iso(ordinal: int) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None
