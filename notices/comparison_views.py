"""A comparison as a page, as JSON and as a sheet."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from notices.comparisons import (
    FORMATS,
    Asked,
    Choices,
    Comparison,
    ComparisonRefusedError,
    asked,
    comparison,
)
from notices.downloads import download
from notices.trails import page_trail
from registry.services.basis_addresses import BasisAddresses
from registry.services.basis_links import public_basis_pages
from registry.services.edition_diffs import COMPARED, ListedRow
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines
from xcms.views.breadcrumbs import Crumb
from xcms.views.outputs import json_refusal

TEMPLATE = "xcms_notices/list_comparison.html"
#: Chinese whatever the interface's language, as the list's own file.
_CSV_HEADERS = (
    "变动",
    "原序号",
    "现序号",
    "证书名称",
    "变动项目",
    "原为",
    "现为",
    "撤销日期",
    "撤销依据",
    "撤销依据链接",
)
_NO_REVOCATION = (None, "", "")
_CSV_COLUMNS = [
    ExportColumn(header, header, lambda cells, place=place: cells[place])  # type: ignore[misc]
    for place, header in enumerate(_CSV_HEADERS)
]


def compare_lists(page: Any, request: HttpRequest) -> HttpResponse:
    """Bad values: the page says so and shows no rows; the other formats answer 400."""
    choices = Choices(page)
    want = asked(request.GET, choices)
    found, message = None, ""
    try:
        if want.format not in FORMATS:
            raise ComparisonRefusedError(
                _("Unknown format. Choose one of: %(formats)s.") % {"formats": "、".join(FORMATS)}
            )
        found = comparison(choices, want.older, want.newer)
    except ComparisonRefusedError as refusal:
        message = str(refusal)
        if want.format != "html":
            return json_refusal([message])
    if found is not None and want.format == "json":
        return _json(found)
    if found is not None and want.format == "csv":
        return _csv(page, found)
    response = TemplateResponse(
        request, TEMPLATE, _context(page, request, choices, want, found, message)
    )
    if not _is_worth_finding(want, found):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _context(
    page: Any,
    request: HttpRequest,
    choices: Choices,
    want: Asked,
    found: Comparison | None,
    message: str,
) -> dict[str, Any]:
    url = page.get_url(request) or ""
    address = f"?from={found.older.value}&to={found.newer.value}" if found else ""
    return {
        "page": page,
        "breadcrumbs": page_trail(page, request, Crumb(_("Comparison"))),
        "page_url": url,
        "sides": choices.sides,
        "older": want.older,
        "newer": want.newer,
        "comparison": found,
        "message": message,
        "has_demo": bool(found and found.has_demo),
        "files": [("CSV", f"{address}&format=csv"), ("JSON", f"{address}&format=json")]
        if found
        else [],
        "basis_pages": public_basis_pages(row.revocation_basis for row in found.diff.removed)
        if found
        else {},
    }


def _is_worth_finding(want: Asked, found: Comparison | None) -> bool:
    """Search engines find the steps from one edition to the next; other pairs are for whoever asks."""
    if found is None or found.newer.edition is None or found.older.edition is None:
        return False
    older, newer = found.older.edition, found.newer.edition
    return want.is_plain and older.round_id == newer.round_id and newer.number - older.number == 1


def _addresses(found: Comparison) -> BasisAddresses:
    return BasisAddresses.whole(row.revocation_basis for row in found.diff.removed)


def _json(found: Comparison) -> JsonResponse:
    addresses = _addresses(found)
    return JsonResponse(
        {
            "from": {"value": found.older.value, "label": found.older.label},
            "to": {"value": found.newer.value, "label": found.newer.label},
            "has_demo": found.has_demo,
            "counts": {
                "added": len(found.diff.added),
                "changed": len(found.diff.changed),
                "removed": len(found.diff.removed),
            },
            "added": [_as_json(row) for row in found.diff.added],
            "changed": [
                {
                    "position": [change.before.position, change.after.position],
                    "name": change.after.name,
                    "cells": {column: [old, new] for column, old, new in change.columns},
                }
                for change in found.diff.changed
            ],
            "removed": [
                {
                    **_as_json(row),
                    "revoked_on": row.revoked_on.isoformat() if row.revoked_on else None,
                    "revocation_basis": row.revocation_basis,
                    "revocation_basis_url": addresses.of(row.revocation_basis),
                }
                for row in found.diff.removed
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _as_json(row: ListedRow) -> dict[str, Any]:
    return {"position": row.position, "cells": dict(zip(COMPARED, row.cells, strict=True))}


def _csv(page: Any, found: Comparison) -> HttpResponse:
    content = b"".join(csv_lines(_CSV_COLUMNS, _csv_rows(found)))
    name = f"{page.title} {found.older.label} {found.newer.label}.csv"
    return download(content, name, CONTENT_TYPES["csv"])


def _csv_rows(found: Comparison) -> list[Sequence[Any]]:
    """A line for each row that came or went, and for each cell that changed."""
    addresses = _addresses(found)
    rows: list[Sequence[Any]] = [
        ("新增", None, row.position, row.name, "", "", _in_one(row), *_NO_REVOCATION)
        for row in found.diff.added
    ]
    rows += [
        (
            "变更",
            change.before.position,
            change.after.position,
            change.after.name,
            *cell,
            *_NO_REVOCATION,
        )
        for change in found.diff.changed
        for cell in change.columns
    ]
    rows += [
        (
            # Another round doesn't take a filing back.
            "未列入" if found.is_between_rounds else "撤销",
            row.position,
            None,
            row.name,
            "",
            _in_one(row),
            "",
            row.revoked_on,
            row.revocation_basis,
            addresses.of(row.revocation_basis),
        )
        for row in found.diff.removed
    ]
    return rows


def _in_one(row: ListedRow) -> str:
    pairs = zip(COMPARED, row.cells, strict=True)
    return "；".join(f"{column}：{text}" for column, text in pairs if text)
