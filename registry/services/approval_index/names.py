"""What approvals refer to: schools, certificates, majors, rounds. Some thousand rows, read anew on any change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.models import Certificate, Major, Round, School
from xcms.facets.bits import Mask
from xcms.text import name_key, search_terms

#: In the order in which their texts sort.
LEVELS = ("", "advanced", "beginner", "intermediate")

Keys = npt.NDArray[np.int64]
Ranks = npt.NDArray[Any]


def ranks(values: Sequence[Any]) -> Ranks:
    """For each value its place among the distinct ones, in the smallest type that holds it."""
    place = {value: number for number, value in enumerate(sorted(set(values)))}
    return narrow(np.array([place[value] for value in values], dtype=np.int64), len(place))


def narrow(codes: npt.NDArray[np.int64], size: int) -> npt.NDArray[Any]:
    """Codes below ``size`` in the smallest type that holds them."""
    return codes.astype(np.uint8 if size <= 2**8 else np.uint16 if size <= 2**16 else np.int64)


class Named:
    """Records of one kind in the order of their keys; a code is a place in that order."""

    def __init__(self, keys: Sequence[int], search_texts: Sequence[str]) -> None:
        self.keys: Keys = np.array(keys, dtype=np.int64)
        self._search_texts = search_texts

    def __len__(self) -> int:
        return len(self.keys)

    def codes(self, keys: Keys) -> npt.NDArray[Any]:
        return narrow(np.searchsorted(self.keys, keys), len(self))

    def mentioning(self, forms: Iterable[str]) -> Mask:
        """Those whose search text has one of these pieces."""
        wanted = list(forms)
        return np.fromiter(
            (any(form in text for form in wanted) for text in self._search_texts),
            dtype=np.bool_,
            count=len(self),
        )


class Majors(Named):
    def __init__(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        super().__init__([row[0] for row in rows], [row[3] for row in rows])
        self.official_codes = [row[1] for row in rows]
        self.names = [row[2] for row in rows]

    def called(self, texts: Iterable[str]) -> Mask:
        """Those with one of these codes, or with every word of one of these texts."""
        found = np.zeros(len(self), dtype=np.bool_)
        for text in texts:
            found |= np.array([code == text for code in self.official_codes], dtype=np.bool_)
            if terms := search_terms(text):
                named = np.array([bool(name) for name in self.names], dtype=np.bool_)
                for term in terms:
                    named &= self.mentioning([term])
                found |= named
        return found


@dataclass(frozen=True)
class Names:
    """Everything that approvals refer to, as of one register version."""

    schools: Named
    school_codes: Sequence[str]
    school_pinyins: Sequence[str]
    school_is_eligible: Sequence[bool]
    school_levels: Sequence[str]
    school_regions: Sequence[str]
    certificates: Named
    certificate_ids: Sequence[str]
    organization_ids: Sequence[str]
    pinyins: Sequence[str]
    majors: Majors
    round_keys: Keys
    #: Key of each round as addresses have it, and of its batch; "" where the public does not see it.
    rounds: Sequence[str]
    batches: Sequence[str]

    @cached_property
    def school_ranks(self) -> Ranks:
        return ranks(list(zip(self.school_regions, self.school_codes, strict=True)))

    @cached_property
    def certificate_ranks(self) -> Ranks:
        return ranks(self.pinyins)

    @cached_property
    def major_ranks(self) -> Ranks:
        return ranks(self.majors.official_codes)

    def mentioning(self, text: str) -> list[dict[str, Mask]]:
        """For each word of a search, which codes of each column have it in their names."""
        return [
            {
                "school": self.schools.mentioning(forms),
                "certificate": self.certificates.mentioning(forms),
                "major": self.majors.mentioning(forms),
            }
            for term in dict.fromkeys(search_terms(text))
            if (forms := {term, name_key(term)} - {""})
        ]


def load_names() -> Names:
    """Four queries."""
    schools = list(
        School.objects.order_by("pk").values_list(
            "pk", "code", "pinyin", "is_eligible", "level", "region_id", "search_text"
        )
    )
    certificates = list(
        Certificate.objects.order_by("pk").values_list(
            "pk", "public_id", "organization__public_id", "pinyin", "search_text"
        )
    )
    majors = list(Major.objects.order_by("pk").values_list("pk", "code", "name", "search_text"))
    rounds = list(Round.objects.select_related("batch").order_by("pk"))
    return Names(
        schools=Named([row[0] for row in schools], [row[6] for row in schools]),
        school_codes=[row[1] for row in schools],
        school_pinyins=[row[2] for row in schools],
        school_is_eligible=[row[3] for row in schools],
        school_levels=[row[4] for row in schools],
        school_regions=[row[5] for row in schools],
        certificates=Named([row[0] for row in certificates], [row[4] for row in certificates]),
        certificate_ids=[row[1] for row in certificates],
        organization_ids=[row[2] for row in certificates],
        pinyins=[row[3] for row in certificates],
        majors=Majors(majors),
        round_keys=np.array([round_.pk for round_ in rounds], dtype=np.int64),
        rounds=[round_.key if round_.batch.is_listed else "" for round_ in rounds],
        batches=[round_.batch.key if round_.batch.is_listed else "" for round_ in rounds],
    )
