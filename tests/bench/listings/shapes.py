"""Which lines a register of so many approvals has: the same for every run, and no school like another."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

#: The positions of a line's level; 3 stands for "not specified".
UNSPECIFIED_LEVEL = 3
_LEVEL_SHARES = (0.38, 0.40, 0.14, 0.08)
_UNSPECIFIED_MAJOR = 0.06


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of everything; majors and schools are of three levels in turn."""

    rows: int
    schools: int
    certificates: int
    organizations: int
    majors: int


def shape(rows: int) -> Shape:
    """A province up to some hundred thousand lines, the nation beyond."""
    if rows > 300_000:
        return Shape(rows, schools=5_000, certificates=450, organizations=200, majors=801)
    return Shape(rows, schools=800, certificates=125, organizations=60, majors=300)


@dataclass(frozen=True, slots=True)
class Identities:
    """Lines by the positions of their parts; ``major`` -1 is the unspecified one. No line twice."""

    school: Numbers
    certificate: Numbers
    level: Numbers
    major: Numbers

    def part(self, start: int, end: int) -> "Identities":
        return Identities(
            self.school[start:end],
            self.certificate[start:end],
            self.level[start:end],
            self.major[start:end],
        )

    def __len__(self) -> int:
        return len(self.school)


def identities(of: Shape, count: int) -> Identities:
    """Large and small schools, popular and rare certificates, majors of the school's own level."""
    dice = np.random.default_rng(of.rows)
    schools = _shares(dice.lognormal(0, 0.8, of.schools))
    certificates = _shares(1 / np.arange(3, of.certificates + 3))
    drawn = np.zeros(0, np.int64)
    while len(drawn) < count:
        some = count + count // 4 + 100
        school = dice.choice(of.schools, some, p=schools)
        major = dice.integers(0, of.majors // 3, some) * 3 + school % 3
        major[dice.random(some) < _UNSPECIFIED_MAJOR] = -1
        certificate = dice.choice(of.certificates, some, p=certificates)
        level = dice.choice(4, some, p=_LEVEL_SHARES)
        codes = ((school * of.certificates + certificate) * 4 + level) * (of.majors + 1) + major + 1
        drawn = np.unique(np.concatenate([drawn, codes]))
    chosen = dice.permutation(drawn)[:count]
    rest, major = np.divmod(chosen, of.majors + 1)
    rest, level = np.divmod(rest, 4)
    school, certificate = np.divmod(rest, of.certificates)
    return Identities(school, certificate, level, major - 1)


def _shares(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    shares: npt.NDArray[np.float64] = weights / weights.sum()
    return shares
