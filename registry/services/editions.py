"""Publishing a round's list: from agreed filings to a frozen edition (design rules 1 and 2)."""

import csv
import hashlib
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.models import EditionRow, Filing, ListEdition, Round
from registry.services.visibility import note_list_changes
from xcms.exports.cells import safe_cell
from xcms.versions import register_write

#: The columns of an official list. Chinese whatever the interface's language: the text is what gets signed.
COLUMNS = (
    "序号",
    "证书名称",
    "培训评价组织",
    "国家批次",
    "证书等级",
    "试点院校层次",
    "专业范围",
    "考证收费标准",
    "成本测算依据",
    "考核站点",
    "说明",
    "数据性质",
)
_NATIONAL_BATCH = "第一二三四"
_SEARCHED = tuple(map(COLUMNS.index, ("证书名称", "培训评价组织", "专业范围")))


class PublicationRefusedError(Exception):
    """The list can't be published as asked; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    filing: Filing
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionDraft:
    """What publishing the round now would freeze. ``digest`` is the SHA-256 of the CSV file to be offered."""

    rows: tuple[DraftRow, ...]
    csv: str
    digest: str
    columns: tuple[str, ...] = COLUMNS

    @property
    def is_demo(self) -> bool:
        return any(row.filing.is_demo for row in self.rows)


def draft_edition(round_: Round) -> EditionDraft:
    """The rows that publishing would freeze: the round's agreed filings by national batch and name. One query."""
    filings = (
        Filing.objects.agreed()
        .filter(round=round_)
        .select_related("certificate__organization")
        .order_by("certificate__national_batch", "certificate__pinyin", "certificate_id")
    )
    with translation.override("zh-hans"):
        rows = tuple(
            DraftRow(filing, (str(position), *_cells(filing)))
            for position, filing in enumerate(filings, start=1)
        )
    text = _as_csv(row.cells for row in rows)
    return EditionDraft(rows, text, hashlib.sha256(text.encode("utf-8-sig")).hexdigest())


def _cells(filing: Filing) -> Iterable[str]:
    certificate = filing.certificate
    yield certificate.name
    yield certificate.organization.name
    yield national_batch_label(certificate)
    yield filing.get_levels_display()
    yield filing.get_school_levels_display()
    yield filing.majors_range
    yield filing.fee
    yield filing.cost_basis
    yield filing.exam_sites
    yield filing.note
    yield "演示数据" if filing.is_demo else ""


def national_batch_label(certificate: Any) -> str:
    """As lists write it, 第一批."""
    return f"第{_NATIONAL_BATCH[certificate.national_batch]}批"


def _as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return target.getvalue()


def current_edition(round_: Round) -> ListEdition | None:
    return ListEdition.objects.filter(round=round_).order_by("-number").first()


def publish_edition(
    round_: Round,
    *,
    page: Any,
    expected_digest: str,
    change_note: str,
    acting_user: Any,
) -> ListEdition:
    """Freeze the round's list as the next edition and bind it to the page that shows it.

    ``expected_digest`` is the digest of the draft that was signed off: rows that changed since are refused.
    The same rows again give back the current edition, unless another page carried it. All or nothing, in
    the caller's transaction where there is one; the register version is bumped in every case, since what
    is public changes with the page. Two editors at once queue on the version row: one edition arises.

    Raises PublicationRefusedError: stale digest, no agreed filings, a changed list without a change note,
    or a round whose list another page carries.
    """
    with register_write() as version:
        draft = draft_edition(round_)
        if not draft.rows:
            raise PublicationRefusedError(
                _("%(round)s has no filed certificates yet: there is nothing to publish.")
                % {"round": round_}
            )
        if draft.digest != expected_digest:
            raise PublicationRefusedError(
                _(
                    "The rows of %(round)s have changed since this draft was saved. "
                    "Look at the list again, save the draft, and publish then."
                )
                % {"round": round_}
            )
        current = current_edition(round_)
        if current is not None:
            if current.page_id != page.pk:
                raise PublicationRefusedError(
                    _("The list of %(round)s is already published on another page.")
                    % {"round": round_}
                )
            if current.digest == draft.digest:
                note_list_changes([round_.pk])
                return current
            if not change_note.strip():
                raise PublicationRefusedError(
                    _(
                        "The list differs from edition %(number)s: say in the change note what changed and why."
                    )
                    % {"number": current.number}
                )
        note_list_changes([round_.pk])
        return _freeze(round_, draft, current, version, page, change_note.strip(), acting_user)


def _freeze(
    round_: Round,
    draft: EditionDraft,
    current: ListEdition | None,
    version: int,
    page: Any,
    change_note: str,
    acting_user: Any,
) -> ListEdition:
    edition = ListEdition.objects.create(
        round=round_,
        number=current.number + 1 if current else 1,
        page_id=page.pk,
        csv=draft.csv,
        digest=draft.digest,
        change_note=change_note if current else "",
        published_at=timezone.now(),
        published_by=acting_user,
        recorded_version=version,
    )
    EditionRow.objects.bulk_create(
        EditionRow(edition=edition, filing=row.filing, position=position, cells=list(row.cells))
        for position, row in enumerate(draft.rows, start=1)
    )
    return edition


def searchable_rows(pages: Collection[Any]) -> dict[Any, list[str]]:
    """For each page (primary keys) the lines of its current edition as far as they tell one from another. One query.

    A batch or a level stands in every list: whoever asks for 第三批 means the list of that name.
    """
    newest = ListEdition.objects.filter(page=OuterRef("edition__page")).order_by("-number")
    rows = (
        EditionRow.objects.filter(
            edition__page__in=pages, edition=Subquery(newest.values("pk")[:1])
        )
        .order_by("edition", "position")
        .values_list("edition__page_id", "cells")
    )
    found: dict[Any, list[str]] = {key: [] for key in pages}
    for key, cells in rows:
        found[key].append("\n".join(cells[column] for column in _SEARCHED if cells[column]))
    return found
