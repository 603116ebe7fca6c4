"""What visitors see of a round's list: frozen rows, marks of revocation, former editions, the signed file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from notices.models.attachments import ListFile
from notices.records_of_text import approvals_of_round
from notices.trails import page_trail
from registry.models import Certificate, ListEdition
from registry.services.basis_links import public_basis_pages
from registry.services.editions import COLUMNS, DraftRow, draft_edition
from xcms.views.breadcrumbs import Crumb

#: Shown beside the certificate's name, as a badge: not a column of its own.
_DEMO_COLUMN = COLUMNS.index("数据性质")
_NAME_COLUMN = COLUMNS.index("证书名称")


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A frozen line. ``url`` only where the certificate is public; a revocation is what is true today."""

    position: str
    name: str
    url: str
    cells: Sequence[Cell]
    is_demo: bool
    revoked_on: date | None = None
    revocation_basis: str = ""


def published_context(page: Any, request: HttpRequest, number: int | None = None) -> dict[str, Any]:
    """An edition of the page's list (the current one without a number) and the others. Five queries at most.

    404 for an edition that there is not. A live page always has one: it went live with it.
    """
    editions = list(
        ListEdition.objects.filter(page_id=page.pk)
        .select_related("round__batch")
        .defer("csv")
        .order_by("-number")
    )
    current = editions[0] if editions else None
    shown = (
        current if number is None else next((one for one in editions if one.number == number), None)
    )
    if number is not None and shown is None:
        raise Http404(_("There is no such edition of this list."))
    rows = _without_empty_columns(_frozen_rows(shown)) if shown else []
    url = page.get_url(request) or ""
    below = [Crumb(_("Edition %(number)s") % {"number": number})] if number is not None else []
    return {
        "breadcrumbs": page_trail(page, request, *below),
        "round": shown.round if shown else page.round,
        "edition": shown,
        "is_current": shown == current,
        "columns": _shown_columns(rows),
        "rows": rows,
        "editions": [
            (one, f"{url}editions/{one.number}/" if one != current else url) for one in editions
        ],
        "page_url": url,
        "attached_file": _attached(page) if shown == current else None,
        "has_demo": any(row.is_demo for row in rows),
        "approvals_of_round": approvals_of_round(shown.round)
        if shown and shown == current
        else None,
        "basis_pages": public_basis_pages(row.revocation_basis for row in rows),
    }


def preview_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """The rows that publishing would freeze, for the editor's preview; never public."""
    draft = draft_edition(page.round) if page.round_id else None
    rows = _without_empty_columns([_draft_row(row) for row in draft.rows]) if draft else []
    return {
        "breadcrumbs": page_trail(page, request),
        "is_list_preview": True,
        "round": page.round,
        "columns": _shown_columns(rows),
        "rows": rows,
        "attached_file": _attached(page),
        "has_demo": any(row.is_demo for row in rows),
    }


def _attached(page: Any) -> ListFile | None:
    return ListFile.of_page(page).filter(pk=page.attached_file_id).first()


def edition_or_404(page: Any, number: int | None) -> ListEdition:
    """The edition of that number, the current one without."""
    editions = ListEdition.objects.filter(page_id=page.pk)
    edition = (
        editions.filter(number=number) if number is not None else editions.order_by("-number")
    ).first()
    if edition is None:
        raise Http404(_("There is no such edition of this list."))
    return edition


def file_name(page: Any, edition: ListEdition) -> str:
    return _("%(title)s, edition %(number)s") % {"title": page.title, "number": edition.number}


def _frozen_rows(edition: ListEdition) -> list[ShownRow]:
    frozen = edition.rows.with_filings().order_by("position")
    public = dict(
        Certificate.objects.public()
        .filter(filings__edition_rows__edition=edition)
        .values_list("pk", "public_id")
    )
    return [
        _shown(
            row.cells,
            public.get(row.filing.certificate_id, ""),
            row.revoked_on,
            row.revocation_basis,
        )
        for row in frozen
    ]


def _draft_row(row: DraftRow) -> ShownRow:
    return _shown(row.cells, "", None, "")


def _shown(cells: Sequence[str], public_id: str, revoked_on: date | None, basis: str) -> ShownRow:
    return ShownRow(
        position=cells[0],
        name=cells[_NAME_COLUMN],
        url=reverse("xcms_registry:certificate_detail", args=[public_id]) if public_id else "",
        cells=[
            Cell(label, text)
            for index, (label, text) in enumerate(zip(COLUMNS, cells, strict=False))
            if index not in (0, _NAME_COLUMN, _DEMO_COLUMN)
        ],
        is_demo=bool(cells[_DEMO_COLUMN]),
        revoked_on=revoked_on,
        revocation_basis=basis,
    )


def _shown_columns(rows: Sequence[ShownRow]) -> list[str]:
    return [cell.label for cell in rows[0].cells] if rows else []


def _without_empty_columns(rows: list[ShownRow]) -> list[ShownRow]:
    """A column in which no row has a word only takes room; the signed file has it all the same."""
    filled = {cell.label for row in rows for cell in row.cells if cell.text}
    return [
        replace(row, cells=[cell for cell in row.cells if cell.label in filled]) for row in rows
    ]
