"""How two lists differ: 新增, 变更, 撤销. One meaning for the editor's panel and the public pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from registry.models import Certificate, ListEdition
from registry.services.editions import COLUMNS, EditionDraft, national_batch_label

#: Without the serial number, which moves with every row before.
COMPARED = COLUMNS[1:]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A line of a list: its serial number, and its texts in the order of ``COMPARED``.

    ``key`` tells which lines of two lists are the same one. A revocation is what is true of it today.
    """

    key: int
    position: int
    cells: tuple[str, ...]
    certificate: int = 0
    revoked_on: date | None = None
    revocation_basis: str = ""

    @property
    def name(self) -> str:
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    before: ListedRow
    after: ListedRow

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """(column, before, after) of the cells that differ."""
        pairs = zip(COMPARED, self.before.cells, self.after.cells, strict=True)
        return [(column, old, new) for column, old, new in pairs if old != new]


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """新增/变更/撤销 from one list to another; a row that only moved is not a change."""

    added: tuple[ListedRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    removed: tuple[ListedRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


Rows = Mapping[int, ListedRow]


def compare_rows(before: Rows, after: Rows) -> EditionDiff:
    """What leads from one list to the other, each part in the order of its own list."""
    return EditionDiff(
        added=tuple(row for key, row in after.items() if key not in before),
        changed=tuple(
            ChangedRow(before[key], row)
            for key, row in after.items()
            if key in before and before[key].cells != row.cells
        ),
        removed=tuple(row for key, row in before.items() if key not in after),
    )


def compare(older: ListEdition | None, newer: ListEdition | EditionDraft) -> EditionDiff:
    """What ``newer`` changes in the list of the same round: rows are the same where the filing is.

    Two queries at most.
    """
    after = _draft_rows(newer) if isinstance(newer, EditionDraft) else edition_rows(newer)
    return compare_rows(edition_rows(older) if older else {}, after)


def edition_rows(edition: ListEdition, *, by_certificate: bool = False) -> dict[int, ListedRow]:
    """An edition's frozen rows by filing, or by certificate for another round's list. One query."""
    rows = edition.rows.order_by("position").values_list(
        "filing_id",
        "filing__certificate_id",
        "position",
        "cells",
        "filing__revoked_on",
        "filing__revocation_basis",
    )
    found = {}
    for filing, certificate, position, cells, revoked_on, basis in rows:
        key = certificate if by_certificate else filing
        found[key] = ListedRow(key, position, _padded(cells[1:]), certificate, revoked_on, basis)
    return found


def _draft_rows(draft: EditionDraft) -> dict[int, ListedRow]:
    return {
        row.filing.pk: ListedRow(
            row.filing.pk, int(row.cells[0]), row.cells[1:], row.filing.certificate_id
        )
        for row in draft.rows
    }


def _padded(cells: list[str]) -> tuple[str, ...]:
    """Editions older than a column have no text in it."""
    return (*cells, *[""] * (len(COMPARED) - len(cells)))[: len(COMPARED)]


def live_rows(edition: ListEdition) -> dict[int, ListedRow]:
    """What the public register says today of a current edition's rows, by filing. Three queries.

    Revoked lines are gone. Names, organisation and batch are the certificate's of today where it has a public
    page; of the filed levels those are left that it is still offered at. The rest is as published: an edit in
    the ledger is not public before it is published.
    """
    rows = {key: row for key, row in edition_rows(edition).items() if row.revoked_on is None}
    certificates = (
        Certificate.objects.public()
        .filter(pk__in={row.certificate for row in rows.values()})
        .select_related("organization")
        .in_bulk()
    )
    # Frozen texts are Chinese whatever the interface's language.
    with translation.override("zh-hans"):
        return {
            key: _as_today(row, certificates[row.certificate])
            if row.certificate in certificates
            else row
            for key, row in rows.items()
        }


def _as_today(row: ListedRow, certificate: Certificate) -> ListedRow:
    cells = dict(zip(COMPARED, row.cells, strict=True))
    cells["证书名称"] = certificate.name
    cells["培训评价组织"] = certificate.organization.name
    cells["国家批次"] = national_batch_label(certificate)
    offered = set(certificate.get_levels_display().split("、"))
    filed = cells["证书等级"].split("、")
    if offered & set(filed):
        cells["证书等级"] = "、".join(level for level in filed if level in offered)
    return ListedRow(row.key, row.position, tuple(cells.values()), row.certificate)
