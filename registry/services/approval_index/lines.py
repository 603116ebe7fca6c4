"""The lines themselves: loaded whole, or brought up from one register version to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from django.db.models import QuerySet

from registry.models import (
    Approval,
    ApprovalDecision,
    Batch,
    Certificate,
    Major,
    Organization,
    Region,
    Round,
    School,
)
from registry.services.approval_index.history import REVOKE, History, as_days
from registry.services.approval_index.names import LEVELS, Named, Names, load_names
from xcms.bulk import chunks, fetch_arrays
from xcms.models import Tombstone

Array = npt.NDArray[Any]

_NAMED = (Region, School, Certificate, Organization, Major, Batch, Round)
#: Beyond this share of changed lines it is quicker to load them all.
_MANY = 5


def _numbers(values: Sequence[Any]) -> Array:
    return np.array(values, dtype=np.int64)


def _ascii(values: Sequence[str]) -> Array:
    return np.array(values, dtype="S10")


def _small(values: Sequence[Any]) -> Array:
    return np.array(values, dtype=np.int32)


def _levels(values: Sequence[str]) -> Array:
    places = {level: place for place, level in enumerate(LEVELS)}
    return np.fromiter(map(places.__getitem__, values), dtype=np.uint8, count=len(values))


def _flags(values: Sequence[Any]) -> Array:
    return np.array(values, dtype=np.bool_)


def _revokes(values: Sequence[str]) -> Array:
    return np.fromiter(map(REVOKE.__eq__, values), dtype=np.bool_, count=len(values))


def _optional(values: Sequence[int | None]) -> Array:
    return np.array([-1 if value is None else value for value in values], dtype=np.int64)


@dataclass(frozen=True)
class Lines:
    """The public lines in the usual order of the list: region, school, certificate, level, major, key."""

    names: Names
    key: Array
    public_id: Array
    school: Array
    certificate: Array
    #: Codes of LEVELS.
    level: Array
    major: Array
    is_demo: Array
    history: History
    #: Other orders made so far, of those that no decision changes.
    orders: dict[str, Array] = field(default_factory=dict)

    _PER_LINE = ("key", "public_id", "school", "certificate", "level", "major", "is_demo")

    def __len__(self) -> int:
        return len(self.key)

    @property
    def by_key(self) -> Array:
        if "key" not in self.orders:
            self.orders["key"] = np.argsort(self.key, kind="stable")
        return self.orders["key"]

    @cached_property
    def _school_ranks(self) -> Array:
        """Never falls from line to line: the school weighs most in the usual order."""
        return self.names.school_ranks.take(self.school)

    def of_school(self, code: int) -> slice:
        """Where the lines of one school lie."""
        rank = self.names.school_ranks[code]
        first = np.searchsorted(self._school_ranks, rank, side="left")
        return slice(int(first), int(np.searchsorted(self._school_ranks, rank, side="right")))

    def sorted_by(self, *ranks: Array) -> Array:
        """The lines by these ranks, the first weighing most, then by key."""
        order = self.by_key
        for rank in reversed(ranks):
            order = order.take(np.argsort(rank.take(order), kind="stable"))
        return order

    def taken(self, places: Array) -> Self:
        columns: dict[str, Any] = {
            name: getattr(self, name).take(places) for name in self._PER_LINE
        }
        return type(self)(names=self.names, history=self.history.taken(places), **columns)

    def in_usual_order(self, places: Array) -> Self:
        """These of the lines. Quick where few of them are out of place."""
        names = self.names
        order = names.school_ranks.take(self.school.take(places)).astype(np.int64)
        for ranks, codes in (
            (names.certificate_ranks, self.certificate),
            (np.arange(len(LEVELS)), self.level),
            (names.major_ranks, self.major),
        ):
            order *= int(ranks.max(initial=0)) + 1
            order += ranks.take(codes.take(places))
        sorted_ = places.take(np.argsort(order, kind="stable"))
        return self.taken(_with_ties_by_key(sorted_, np.sort(order, kind="stable"), self.key))

    def followed_by(self, other: Self) -> Self:
        """Both, of the same names, the other's after these."""
        columns: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(other, name)))
            for name in self._PER_LINE
        }
        return type(self)(
            names=self.names, history=self.history.followed_by(other.history), **columns
        )

    def decided_anew(self, places: Array, other: Self) -> Self | None:
        """With the decisions of the other's lines; None where those are not just the lines at these places."""
        for name in self._PER_LINE:
            if not np.array_equal(getattr(self, name).take(places), getattr(other, name)):
                return None
        return replace(self, history=self.history.with_lines(places, other.history))

    def are_the_same_as(self, other: Self) -> bool:
        """Whether only decisions may differ, as ``decided_anew`` has it."""
        return self.orders is other.orders

    def called_by(self, names: Names) -> Self:
        """The same lines under other names of what they refer to."""
        if names is self.names:
            return self

        def recoded(codes: Array, old: Named, new: Named) -> Array:
            return new.codes(old.keys).take(codes)

        return type(self)(
            names=names,
            key=self.key,
            public_id=self.public_id,
            school=recoded(self.school, self.names.schools, names.schools),
            certificate=recoded(self.certificate, self.names.certificates, names.certificates),
            level=self.level,
            major=recoded(self.major, self.names.majors, names.majors),
            is_demo=self.is_demo,
            history=self.history,
        )


def load_lines() -> Lines:
    """All of them. Seven queries; some four seconds for a million."""
    return _lines(load_names(), Approval.objects.public(), ApprovalDecision.objects.valid())


def lines_after(lines: Lines, since: int) -> Lines:
    """The lines as they are now, from what they were at register version ``since``.

    Costs a few queries, and a copy of the arrays (0.1 s for a million lines) where anything changed.
    """
    changed = set(
        Approval.objects.filter(recorded_version__gt=since).order_by().values_list("pk", flat=True)
    )
    if len(changed) * _MANY > len(lines):
        return load_lines()
    removed = Tombstone.objects.filter(
        model_label=Approval._meta.label, removed_version__gt=since
    ).values_list("record_key", flat=True)
    gone = changed.union(map(int, removed))
    names = load_names() if _renamed(since) else lines.names
    if not gone and names is lines.names:
        return lines
    is_gone = np.isin(lines.key, list(gone))
    fresh = _lines_with_keys(names, sorted(changed))
    if names is lines.names:
        same = lines.decided_anew(np.flatnonzero(is_gone), fresh)
        if same is not None:
            return same
    joined = lines.called_by(names).followed_by(fresh)
    return joined.in_usual_order(
        np.concatenate((np.flatnonzero(~is_gone), np.arange(len(lines), len(joined))))
    )


def _lines_with_keys(names: Names, keys: Sequence[int]) -> Lines:
    """In the usual order."""
    found = [
        _lines(
            names,
            Approval.objects.public().filter(pk__in=some),
            ApprovalDecision.objects.valid().filter(approval__in=some),
        )
        for some in list(chunks(keys)) or [()]
    ]
    joined = reduce(Lines.followed_by, found)
    return joined if len(found) == 1 else joined.in_usual_order(np.arange(len(joined)))


def _with_ties_by_key(places: Array, ranks: Array, keys: Array) -> Array:
    """Lines whose ranks are equal (two majors of one code, say) by their keys."""
    tied = ranks[1:] == ranks[:-1]
    if not (tied & (keys.take(places)[1:] < keys.take(places)[:-1])).any():
        return places
    return places.take(np.lexsort((keys.take(places), ranks)))


def _renamed(since: int) -> bool:
    """Whether anything that lines refer to has changed, come or gone."""
    labels = [model._meta.label for model in _NAMED]
    return (
        any(model.objects.filter(recorded_version__gt=since).exists() for model in _NAMED)
        or Tombstone.objects.filter(model_label__in=labels, removed_version__gt=since).exists()
    )


def _lines(
    names: Names, approvals: QuerySet[Approval], decisions: QuerySet[ApprovalDecision]
) -> Lines:
    key, public_id, school, certificate, level, major, is_demo = fetch_arrays(
        approvals.order_by(),
        {
            "pk": _numbers,
            "public_id": _ascii,
            "school_id": _numbers,
            "certificate_id": _numbers,
            "level": _levels,
            "major_id": _numbers,
            "is_demo": _flags,
        },
    )
    by_key = np.argsort(key, kind="stable")
    approval, effective_from, effective_to, quota, revokes, round_, recorded, decision = (
        fetch_arrays(
            decisions.order_by(),
            {
                "approval_id": _numbers,
                "effective_from": as_days,
                "effective_to": as_days,
                "quota": _small,
                "kind": _revokes,
                "round_id": _optional,
                "recorded_version": _numbers,
                "pk": _numbers,
            },
        )
    )
    history = History.of(
        np.searchsorted(key.take(by_key), approval),
        len(key),
        effective_from=effective_from,
        effective_to=effective_to,
        quota=quota,
        revokes=revokes,
        round=_places(names.round_keys, round_),
        recorded=recorded,
        key=decision,
    )
    return Lines(
        names=names,
        key=key.take(by_key),
        public_id=public_id.take(by_key),
        school=names.schools.codes(school.take(by_key)),
        certificate=names.certificates.codes(certificate.take(by_key)),
        level=level.take(by_key),
        major=names.majors.codes(major.take(by_key)),
        is_demo=is_demo.take(by_key),
        history=history,
    ).in_usual_order(np.arange(len(key)))


def _places(keys: Array, wanted: Array) -> Array:
    return np.where(wanted < 0, -1, np.searchsorted(keys, wanted)).astype(np.int32)
