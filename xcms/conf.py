"""The pack's settings: one ``XCMS = {…}`` dict, read at call time, unknown names refused by a system check."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # The name that stands as the source in feeds and exports; empty = the site's own name.
    "PUBLISHER": "",
    # Rows on one page of a public listing, and the most a visitor may ask for.
    "PAGE_SIZE": 25,
    "MAX_PAGE_SIZE": 100,
    # Who a visitor is where visits are counted: a callable (or its dotted path) that gets the request and returns
    # a text, such as an address told by a trusted proxy. None: the address of the connection, REMOTE_ADDR.
    "CLIENT": None,
    # Records on one page of the API, and the most a client may ask for.
    "API_PAGE_SIZE": 100,
    "API_MAX_PAGE_SIZE": 1000,
    # Requests to the API that a client may make, as "300/m" (s, m, h, d); None: any number. Needs a cache
    # that all processes share to be exact.
    "API_RATE": "300/m",
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
    # Memory in bytes that each process spends on finished pages (xcms.caching.wsgi); 0 = none are kept.
    "PAGE_CACHE_BYTES": 32 * 1024 * 1024,
    # Cookies by which the host's own pages differ, beside the session's, the messages' and the language's.
    "PAGE_CACHE_COOKIES": (),
    # With WAGTAILFRONTENDCACHE: how long at most a CDN keeps a list's first page without asking. It is purged
    # after every change; where a purge fails, it is out of date for so long. 0 = always ask.
    "EDGE_CACHE_SECONDS": 60,
    # With the extra "pdf": what making a PDF may take (seconds, memory in bytes), and how many are made at once.
    "PDF_SECONDS": 60,
    "PDF_MEMORY_BYTES": 1024 * 1024 * 1024,
    "PDF_AT_ONCE": 2,
    # Under what terms the public data may be used: a sentence; empty = a neutral one.
    "DATA_LICENCE": "",
    # A workbook of more rows is written by a background task of this backend (of TASKS).
    "XLSX_INLINE_ROWS": 20_000,
    "EXPORT_TASK_BACKEND": "default",
    # How long such a workbook is kept, how many may wait, and how many one address may ask for in an hour.
    "EXPORT_KEEP_HOURS": 24,
    "EXPORT_MOST_WAITING": 10,
    "EXPORT_MOST_PER_HOUR": 20,
    # How many days before a deadline the banner of deadlines shows it, and after it says that it is over;
    # 0 = no banner.
    "DEADLINE_BANNER_DAYS": 14,
    # E-mail alerts: where their pages live below xcms.urls, "" = there are none. From whom the mails come; empty:
    # DEFAULT_FROM_EMAIL.
    "ALERTS_PATH": "alerts/",
    "ALERTS_FROM": "",
    # How long a confirmation may take; how long an address that nobody can reach is kept, and the list of mails.
    "ALERTS_CONFIRM_HOURS": 48,
    "ALERTS_SUSPENDED_DAYS": 90,
    "ALERTS_KEEP_DAYS": 90,
    # Subscriptions of one address; confirmations that one address may be sent a day; that a client may ask for and
    # that the site sends in an hour.
    "ALERTS_MOST": 20,
    "ALERTS_MOST_PER_ADDRESS": 3,
    "ALERTS_MOST_PER_CLIENT": 20,
    "ALERTS_MOST_PER_HOUR": 300,
    # A filter that finds more rows than this can't be subscribed to: each is compared with the day before.
    "ALERTS_MAX_ROWS": 5000,
    # Mails in a row that may fail before an address is suspended.
    "ALERTS_TRIES": 5,
    # Where the change feed (JSON Feed) lives below xcms.urls, "" = there is none; entries on one page of it.
    "CHANGES_PATH": "changes.json",
    "CHANGES_PAGE_SIZE": 50,
    # Where the search page lives below xcms.urls; another path for a site that has a search of its own, "" = none.
    "SEARCH_PATH": "search/",
    # The sitemap's address below xcms.urls; "" for a site that has one of its own.
    "SITEMAP_PATH": "sitemap.xml",
    # How often, in seconds, a process writes down what was searched for, as sums of a day; 0 = nothing is counted.
    "SEARCH_COUNT_SECONDS": 60,
    # How long these sums are kept (xcms_purge_searches).
    "SEARCH_KEEP_DAYS": 366,
    # The text of attachments is read by a background task of this backend (of TASKS).
    "SEARCH_TASK_BACKEND": "default",
    # Largest file that is read, in bytes, and the most characters of text that are kept of one.
    "SEARCH_FILE_MAX_BYTES": 50 * 1024 * 1024,
    "SEARCH_FILE_CHARACTERS": 500_000,
    # What the process that reads it may take: memory in bytes, and seconds.
    "SEARCH_FILE_MEMORY_BYTES": 1024 * 1024 * 1024,
    "SEARCH_FILE_SECONDS": 30,
    # Largest Word file that becomes the text of a notice, in bytes; memory in bytes and seconds for reading it.
    "WORD_FILE_MAX_BYTES": 30 * 1024 * 1024,
    "WORD_FILE_MEMORY_BYTES": 1024 * 1024 * 1024,
    "WORD_FILE_SECONDS": 30,
    # On the admin's home page: drafts that nobody has touched for so many days.
    "STALE_DRAFT_DAYS": 14,
    # Report of what to mend: names of fields that an official page should have, as a sequence for all types or
    # as {"app_label.Model": sequence}; None: what the page types say themselves.
    "REQUIRED_FIELDS": None,
    # A section without a new text for so many days is quiet.
    "QUIET_SECTION_DAYS": 183,
    # xcms_check_links: seconds for one address, seconds between two addresses of one site, days that an answer holds.
    "LINK_SECONDS": 15,
    "LINK_PAUSE_SECONDS": 1.0,
    "LINK_DAYS": 7,
    # Where documents have their lasting addresses below xcms.urls; "" = they keep Wagtail's alone.
    "FILES_PATH": "files/",
    # Whether authors, companies, places and the like are taken out of uploaded documents and pictures.
    "FILES_CLEAN": True,
    # What becomes of a file whose metadata can't be removed: "keep" it and tell the editor, or "refuse" it.
    "FILES_UNCLEANED": "keep",
    # Larger files count as such; and what the process that does it may take: memory in bytes, and seconds.
    "FILES_CLEAN_MAX_BYTES": 50 * 1024 * 1024,
    "FILES_CLEAN_MEMORY_BYTES": 1024 * 1024 * 1024,
    "FILES_CLEAN_SECONDS": 30,
}


def setting(name: str) -> Any:
    """The host's value of ``XCMS[name]``, else the default. KeyError for a name the pack does not know."""
    default = DEFAULTS[name]
    return getattr(settings, "XCMS", {}).get(name, default)
