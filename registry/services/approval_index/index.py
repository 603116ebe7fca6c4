"""The index of one register version."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from registry.services.approval_index.days import DayRows
from registry.services.approval_index.facets import facets_of_decisions, facets_of_lines
from registry.services.approval_index.lines import Lines
from registry.services.approval_index.names import Names
from registry.services.approval_index.schools import SchoolRows
from registry.services.scopes import public_certificate_keys
from xcms.facets import bits as bitsets
from xcms.facets.coded import Facet

#: Days kept at hand: today, and a few that people ask about.
_DAYS = 4


class ApprovalIndex:
    """Every public approval at one register version. Never changed once made."""

    def __init__(
        self, version: int, lines: Lines, *, lasting: Mapping[str, Facet] | None = None
    ) -> None:
        self.version = version
        self.lines = lines
        self._lasting = lasting or {**facets_of_lines(lines), **facets_of_decisions(lines)}
        self._demo = bitsets.pack(lines.is_demo)
        self._days: OrderedDict[date, DayRows] = OrderedDict()

    def renewed(self, version: int, lines: Lines) -> "ApprovalIndex":
        """The index of a later version, with as much of this one as still holds."""
        if lines is self.lines:
            later = ApprovalIndex(version, lines, lasting=self._lasting)
            later._days = self._days
            return later
        lasting = None
        if lines.are_the_same_as(self.lines):
            lasting = {**self._lasting, **facets_of_decisions(lines)}
        return ApprovalIndex(version, lines, lasting=lasting)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """Certificates that are part of an approval or have a page, and their organisations, may be named."""
        names = self.lines.names
        decided = np.bincount(self.lines.certificate, minlength=len(names.certificates)) > 0
        named = [
            certificate
            for certificate, is_decided in zip(names.certificates.records, decided, strict=True)
            if is_decided or certificate.pk in self.certificates_with_page
        ]
        return Vocabulary(
            names,
            {
                "certificate": {certificate.public_id for certificate in named},
                "organization": {certificate.organization.public_id for certificate in named},
            },
        )

    @cached_property
    def schools(self) -> SchoolRows:
        return SchoolRows(self.lines.names)

    @cached_property
    def certificates_with_page(self) -> frozenset[int]:
        """Those whose filing a list shows. One query, of the snapshot that the index is made for."""
        keys = [int(key) for key in self.lines.names.certificates.keys]
        return frozenset(public_certificate_keys(keys))

    def on(self, day: date) -> DayRows:
        """The rows with their state on the day. Two threads may both make them; either will do."""
        rows = self._days.get(day)
        if rows is None:
            rows = DayRows(self.lines, self._lasting, self._demo, day)
            self._days[day] = rows
            while len(self._days) > _DAYS:
                self._days.popitem(last=False)
        return rows


class Vocabulary:
    """What a public page may name. It outlives its index in filter sets, and holds none of its arrays."""

    def __init__(self, names: Names, public: Mapping[str, set[str]]) -> None:
        self._names = names
        self._public = public

    def labels(self, facet: str) -> Mapping[str, str] | None:
        """Every value of a facet in the facet's own order, in words; None where values are no records."""
        labels = self._names.labels(facet)
        public = self._public.get(facet)
        if labels is None or public is None:
            return labels
        return {value: label for value, label in labels.items() if value in public}
