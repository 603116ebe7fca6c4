"""The pack's settings: one ``XCMS = {…}`` dict, read at call time, unknown names refused by a system check."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # The name that stands as the source in feeds and exports; empty = the site's own name.
    "PUBLISHER": "",
    # Rows on one page of a public listing, and the most a visitor may ask for.
    "PAGE_SIZE": 25,
    "MAX_PAGE_SIZE": 100,
    # Largest file the importers take, in bytes, and the most rows they read from it.
    "IMPORT_MAX_BYTES": 20 * 1024 * 1024,
    "IMPORT_MAX_ROWS": 1_100_000,
    # What the process that reads a file may take: memory in bytes, and seconds.
    "IMPORT_MEMORY_BYTES": 2 * 1024 * 1024 * 1024,
    "IMPORT_SECONDS": 120,
    # Larger files are previewed and imported by a background task of this backend (of TASKS).
    "IMPORT_INLINE_BYTES": 300 * 1024,
    "IMPORT_TASK_BACKEND": "default",
    # How long an upload waits to be confirmed, and how long an imported file is kept (None: for ever).
    "IMPORT_KEEP_HOURS": 24,
    "IMPORT_KEEP_FILES_DAYS": None,
    # Under what terms the public data may be used: a sentence; empty = a neutral one.
    "DATA_LICENCE": "",
    # A workbook of more rows is written by a background task of this backend (of TASKS).
    "XLSX_INLINE_ROWS": 20_000,
    "EXPORT_TASK_BACKEND": "default",
    # How long such a workbook is kept, how many may wait, and how many one address may ask for in an hour.
    "EXPORT_KEEP_HOURS": 24,
    "EXPORT_MOST_WAITING": 10,
    "EXPORT_MOST_PER_HOUR": 20,
    # Who asks: a callable's dotted path that gets the request (behind a proxy); empty = the connection's address.
    "EXPORT_CLIENT": "",
}


def setting(name: str) -> Any:
    """The host's value of ``XCMS[name]``, else the default. KeyError for a name the pack does not know."""
    default = DEFAULTS[name]
    return getattr(settings, "XCMS", {}).get(name, default)
