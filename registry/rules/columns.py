"""What is judged, as columns: a school is a million lines or one, and both are read alike.

Schools are positions, certificates and majors keys. -1 is "not known", never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.enums import CertificateLevel, SchoolLevel, TeamFlag

Numbers = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

UNKNOWN = -1
#: Of a school: neither secondary vocational nor a college, such as a technician school (技工学校).
OUT_OF_SCOPE = -2
#: The key that stands for "no major named".
NO_MAJOR = 0

LEVELS = ("", *CertificateLevel.values)
SCHOOL_LEVELS = tuple(SchoolLevel.values)
TEAM_FLAGS = tuple(TeamFlag.values)

LARGEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Lines:
    """Persons by school, certificate, level (a position in ``LEVELS``) and major."""

    school: Numbers
    certificate: Numbers
    level: Numbers
    major: Numbers
    persons: Numbers

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int, int]]) -> "Lines":
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        return cls(*(table[:, column] for column in range(5)))

    def __len__(self) -> int:
        return len(self.school)

    def and_also(self, other: "Lines") -> "Lines":
        return Lines(
            *(
                np.concatenate([getattr(self, name), getattr(other, name)])
                for name in self.__slots__
            )
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of wholes. ``is_headcount``: counted persons, not a share in ten-thousandths that somebody reported."""

    part: Numbers
    whole: Numbers
    is_headcount: Mask

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, bool]]) -> "Shares":
        table = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
        counted = np.array([row[2] for row in rows], dtype=np.bool_)
        return cls(table[:, 0], table[:, 1], counted)

    @classmethod
    def unknown(cls, count: int) -> "Shares":
        return cls(np.full(count, UNKNOWN), np.full(count, UNKNOWN), np.zeros(count, np.bool_))

    def at(self, position: Numbers) -> "Shares":
        """-1 for a position of -1."""
        if not len(self.part):
            return Shares.unknown(len(position))
        found = position >= 0
        return Shares(
            np.where(found, self.part[position], UNKNOWN),
            np.where(found, self.whole[position], UNKNOWN),
            found & self.is_headcount[position],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Schools:
    """What is known of each. ``level`` is a position in ``SCHOOL_LEVELS``.

    ``completion`` and ``training`` are persons certified, and trained, of those planned in earlier batches.
    """

    level: Numbers
    is_eligible: Mask
    majors: Numbers
    enrolment: Numbers
    completion: Shares
    training: Shares

    def __len__(self) -> int:
        return len(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """The teaching team of each major of a school. ``flag`` is a position in ``TEAM_FLAGS``."""

    school: Numbers
    major: Numbers
    dual_qualified: Shares
    industry_experts: Shares
    flag: Numbers

    @classmethod
    def none(cls) -> "Teams":
        nothing = np.zeros(0, np.int64)
        return cls(
            school=nothing,
            major=nothing,
            dual_qualified=Shares.unknown(0),
            industry_experts=Shares.unknown(0),
            flag=nothing,
        )

    def of_majors(self, lines: Lines) -> "Teams":
        """One row for each major of a school that the lines name, also where nothing is known of its team."""
        school, major = pairs(lines.school, lines.major)
        span = 1 + max(int(major.max(initial=0)), int(self.major.max(initial=0)))
        known, order = np.unique(self.school * span + self.major, return_index=True)
        wanted = school * span + major
        place = np.searchsorted(known, wanted)
        position = np.full(len(wanted), UNKNOWN)
        inside = place < len(known)
        inside[inside] = known[place[inside]] == wanted[inside]
        position[inside] = order[place[inside]]
        flag = np.full(len(wanted), UNKNOWN)
        flag[inside] = self.flag[position[inside]]
        return Teams(
            school=school,
            major=major,
            dual_qualified=self.dual_qualified.at(position),
            industry_experts=self.industry_experts.at(position),
            flag=flag,
        )


def pairs(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair once, in order."""
    span = int(second.max(initial=0)) + 1
    if int(first.max(initial=0)) < LARGEST // span - 1:
        found = np.unique(first * span + second)
        return found // span, found % span
    # Numbered anew, so that the product fits.
    values, codes = np.unique(second, return_inverse=True)
    found = np.unique(first * len(values) + codes)
    return found // len(values), values[found % len(values)]


def sums(place: Numbers, values: Numbers, count: int) -> Numbers:
    """The exact sum of the values at each of ``count`` places."""
    most = int(values.max(initial=0)) * len(values)
    if most < 2**53:
        # Every partial sum is a whole number that a double holds exactly.
        return np.bincount(place, weights=values, minlength=count).astype(np.int64)
    found = np.zeros(count, np.int64 if most < LARGEST else object)
    np.add.at(found, place, values.astype(found.dtype))
    return found
