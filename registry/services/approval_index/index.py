"""The index of one register version."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from registry.services.approval_index.days import DayRows
from registry.services.approval_index.facets import lasting_facets
from registry.services.approval_index.lines import Lines
from registry.services.approval_index.schools import SchoolRows
from registry.services.scopes import public_certificate_keys
from xcms.facets import bits as bitsets

#: Days kept at hand: today, and a few that people ask about.
_DAYS = 4


class ApprovalIndex:
    """Every public approval at one register version. Never changed once made."""

    def __init__(self, version: int, lines: Lines) -> None:
        self.version = version
        self.lines = lines
        self._lasting = lasting_facets(lines)
        self._demo = bitsets.pack(lines.is_demo)
        self._days: OrderedDict[date, DayRows] = OrderedDict()

    def renewed(self, version: int, lines: Lines) -> "ApprovalIndex":
        """The index of a later version; with the same rows where no line has changed."""
        later = ApprovalIndex(version, lines)
        if lines is self.lines:
            later._days = self._days
        return later

    def labels(self, facet: str) -> Mapping[str, str] | None:
        """Every value of a facet that a public page may name, in the facet's own order, in words.

        None for facets whose values are no records.
        """
        labels = self.lines.names.labels(facet)
        public = self._named.get(facet)
        if labels is None or public is None:
            return labels
        return {value: label for value, label in labels.items() if value in public}

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        """Certificates that are part of an approval or have a page, and their organisations."""
        names = self.lines.names
        decided = set(np.unique(self.lines.certificate).tolist())
        named = [
            certificate
            for code, certificate in enumerate(names.certificates.records)
            if code in decided or certificate.pk in self.certificates_with_page
        ]
        return {
            "certificate": {certificate.public_id for certificate in named},
            "organization": {certificate.organization.public_id for certificate in named},
        }

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
