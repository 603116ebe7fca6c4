"""What an edition says of a filing: the frozen text, not the ledger's present one (design rule 2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import translation

from registry.enums import CertificateLevel, SchoolLevel
from registry.models import Batch, Certificate, EditionRow, Filing, ListEdition, Round
from registry.rules.cases import FilingScope
from registry.services.editions import COLUMNS


@dataclass(frozen=True, slots=True)
class PublishedFiling:
    """A filing as its round's current edition publishes it.

    Texts come from the frozen row: an edit in the ledger shows only once the list is published again. The
    revocation is the filing's own, since it shows beside the frozen line at once.
    """

    filing: Filing
    edition: ListEdition
    levels: str
    school_levels: str
    majors_range: str
    fee: str
    cost_basis: str
    exam_sites: str
    note: str
    says_demo: bool

    @property
    def round(self) -> Round:
        return self.filing.round

    @property
    def page(self) -> Any:
        return self.edition.page

    @property
    def revoked_on(self) -> date | None:
        return self.filing.revoked_on

    @property
    def revocation_basis(self) -> str:
        return self.filing.revocation_basis

    @property
    def is_demo(self) -> bool:
        return self.says_demo or self.filing.is_demo


def published_filings(
    certificates: Iterable[Certificate],
) -> dict[int, list[PublishedFiling]]:
    """The public filings of these certificates by certificate key, earliest round first.

    One query (and one for the page view restrictions), whatever the number of certificates.
    """
    rows = (
        EditionRow.objects.public()
        .filter(filing__certificate__in=[certificate.pk for certificate in certificates])
        .select_related("filing__round__batch", "edition__page")
        .defer("edition__csv")
        .order_by(
            "filing__round__batch__year", "filing__round__batch__number", "filing__round__number"
        )
    )
    found: dict[int, list[PublishedFiling]] = defaultdict(list)
    for row in rows:
        found[row.filing.certificate_id].append(_published(row))
    return found


def rows_that_say(
    *, levels: Iterable[str], school_levels: Iterable[str], majors: Iterable[str]
) -> Q:
    """Edition rows whose frozen text has one of the values of each kind; a kind without values asks nothing.

    The ledger may say something else by now, which nobody has signed yet.
    """
    # Frozen in Chinese, whatever the interface's language.
    with translation.override("zh-hans"):
        asked = (
            ("证书等级", [str(CertificateLevel(level).label) for level in levels]),
            ("试点院校层次", [str(SchoolLevel(level).label) for level in school_levels]),
            ("专业范围", list(majors)),
        )
    found = Q()
    for column, texts in asked:
        any_of = Q()
        for text in texts:
            any_of |= Q(**{f"cells__{COLUMNS.index(column)}__icontains": text})
        found &= any_of
    return found


def published_scopes(batch: Batch) -> dict[int, list[FilingScope]] | None:
    """What each certificate is filed for in this batch, by its key and as the public reads it; None before any
    list is published. A revoked filing counts no more. Two queries."""
    rows = list(
        EditionRow.objects.public()
        .filter(edition__round__batch=batch)
        .values_list("filing__certificate", "filing__revoked_on", "cells")
    )
    if not rows:
        return None
    with translation.override("zh-hans"):
        levels = {str(level.label): level.value for level in CertificateLevel}
        school_levels = {str(level.label): level.value for level in SchoolLevel}
    found: dict[int, list[FilingScope]] = defaultdict(list)
    for certificate, revoked_on, cells in rows:
        if revoked_on is None:
            said = dict(zip(COLUMNS, cells, strict=False))
            found[certificate].append(
                FilingScope(
                    _values(said.get("证书等级", ""), levels),
                    _values(said.get("试点院校层次", ""), school_levels),
                )
            )
    return found


def _values(text: str, labels: Mapping[str, str]) -> frozenset[str]:
    return frozenset(value for label, value in labels.items() if label in text)


def _published(row: EditionRow) -> PublishedFiling:
    cells = dict(zip(COLUMNS, row.cells, strict=False))
    return PublishedFiling(
        filing=row.filing,
        edition=row.edition,
        levels=cells.get("证书等级", ""),
        school_levels=cells.get("试点院校层次", ""),
        majors_range=cells.get("专业范围", ""),
        fee=cells.get("考证收费标准", ""),
        cost_basis=cells.get("成本测算依据", ""),
        exam_sites=cells.get("考核站点", ""),
        note=cells.get("说明", ""),
        says_demo=bool(cells.get("数据性质")),
    )
