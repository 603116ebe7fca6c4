"""What approvals refer to: schools, certificates, majors, rounds. Some thousand rows, read anew on any change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from registry.models import Certificate, Major, Region, Round, School
from registry.models.named import NamedRecord
from xcms.facets.bits import Mask
from xcms.search.names import needles
from xcms.search.words import parse

#: In the order in which their texts sort.
LEVELS = ("", "advanced", "beginner", "intermediate")

Record = TypeVar("Record", bound=NamedRecord)

Keys = npt.NDArray[np.int64]
Ranks = npt.NDArray[Any]


def ranks(values: Sequence[Any]) -> Ranks:
    """For each value its place among the distinct ones, in the smallest type that holds it."""
    place = {value: number for number, value in enumerate(sorted(set(values)))}
    return narrow(np.array([place[value] for value in values], dtype=np.int64), len(place))


def narrow(codes: npt.NDArray[np.int64], size: int) -> npt.NDArray[Any]:
    """Codes below ``size`` in the smallest type that holds them."""
    return codes.astype(np.uint8 if size <= 2**8 else np.uint16 if size <= 2**16 else np.int64)


class Named(Generic[Record]):
    """Records of one kind in the order of their keys; a code is a place in that order."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.keys: Keys = np.array([record.pk for record in records], dtype=np.int64)

    def __len__(self) -> int:
        return len(self.keys)

    def codes(self, keys: Keys) -> npt.NDArray[Any]:
        return narrow(np.searchsorted(self.keys, keys), len(self))

    def mentioning(self, forms: Iterable[str]) -> Mask:
        """Those whose search text has one of these pieces."""
        found = np.zeros(len(self), dtype=np.bool_)
        for form in forms:
            found |= np.array([form in text for text in self._search_texts], dtype=np.bool_)
        return found

    @cached_property
    def _search_texts(self) -> list[str]:
        return [record.search_text for record in self.records]


class Majors(Named[Major]):
    def called(self, texts: Iterable[str]) -> Mask:
        """Those called just so; with this code, where none is; else with every word in their name."""
        found = np.zeros(len(self), dtype=np.bool_)
        for text in texts:
            if text in self._by_name:
                found[self._by_name[text]] = True
            elif text in self._by_code:
                found[self._by_code[text]] = True
            elif terms := parse(text):
                named = np.array([bool(major.name) for major in self.records], dtype=np.bool_)
                for term in terms:
                    named &= self.mentioning(needles(term))
                found |= named
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        return _places_by(major.name for major in self.records)

    @cached_property
    def _by_code(self) -> dict[str, list[int]]:
        return _places_by(major.code for major in self.records)


def _places_by(texts: Iterable[str]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if text:
            places[text].append(place)
    return dict(places)


@dataclass(frozen=True)
class Names:
    """Everything that approvals refer to, as of one register version."""

    #: With their regions.
    schools: Named[School]
    #: With their organisations.
    certificates: Named[Certificate]
    majors: Majors
    round_keys: Keys
    #: Key of each round as addresses have it, and of its batch; "" where the public does not see it.
    rounds: Sequence[str]
    batches: Sequence[str]
    listed_rounds: Sequence[Round]
    #: Names by code.
    regions: Mapping[str, str]

    @cached_property
    def school_ranks(self) -> Ranks:
        return ranks([(school.region_id, school.code) for school in self.schools.records])

    @cached_property
    def certificate_ranks(self) -> Ranks:
        return ranks([certificate.pinyin for certificate in self.certificates.records])

    @cached_property
    def major_ranks(self) -> Ranks:
        return ranks([major.code for major in self.majors.records])

    def labels(self, facet: str) -> Mapping[str, str] | None:
        """Every value of a facet whose values are records, in the facet's own order, in words; else None."""
        match facet:
            case "batch":
                return {round_.batch.key: str(round_.batch) for round_ in self.listed_rounds}
            case "round":
                return {round_.key: str(round_) for round_ in self.listed_rounds}
        return self._names.get(facet)

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        certificates = sorted(self.certificates.records, key=lambda c: (c.pinyin, c.public_id))
        owners = {owned.organization for owned in certificates}
        majors = sorted(self.majors.records, key=lambda major: (major.pinyin, major.name))
        return {
            "region": dict(sorted(self.regions.items())),
            "certificate": {owned.public_id: owned.name for owned in certificates},
            "organization": {
                owner.public_id: owner.name
                for owner in sorted(owners, key=lambda owner: (owner.pinyin, owner.public_id))
            },
            "major": {major.name: major.name for major in majors if major.name},
        }

    def mentioning(self, text: str) -> list[dict[str, Mask]]:
        """For each word of a search, which codes of each column have it in their names."""
        return [
            {
                "school": self.schools.mentioning(forms),
                "certificate": self.certificates.mentioning(forms),
                "major": self.majors.mentioning(forms),
            }
            for term in parse(text)
            if (forms := needles(term))
        ]


def load_names() -> Names:
    """Five queries."""
    rounds = list(Round.objects.select_related("batch").order_by("pk"))
    return Names(
        schools=Named(list(School.objects.select_related("region").order_by("pk"))),
        certificates=Named(list(Certificate.objects.select_related("organization").order_by("pk"))),
        majors=Majors(list(Major.objects.order_by("pk"))),
        round_keys=np.array([round_.pk for round_ in rounds], dtype=np.int64),
        rounds=[round_.key if round_.batch.is_listed else "" for round_ in rounds],
        batches=[round_.batch.key if round_.batch.is_listed else "" for round_ in rounds],
        listed_rounds=sorted(
            (round_ for round_ in rounds if round_.batch.is_listed),
            key=lambda round_: (-round_.batch.year, -round_.batch.number, round_.number),
        ),
        regions=dict(Region.objects.values_list("code", "name")),
    )
