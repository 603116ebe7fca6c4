"""``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "xcms.search.backends.database"}}``."""

from typing import Any

from modelsearch.backends.database import SearchBackend as stock_backend

from xcms.search.backends.fitting import misfit


def SearchBackend(params: dict[str, Any]) -> Any:
    """Ours where modelsearch would use the full-text search of SQLite or PostgreSQL, else what it would use.

    Also where ``SEARCH_CONFIG`` asks for one of PostgreSQL's languages, and for a modelsearch that ours was not
    made for: search then is as it was without us, and a system check says so.
    """
    stock = stock_backend(params)
    name = type(stock).__name__
    if params.get("SEARCH_CONFIG") or misfit():
        return stock
    if name == "SQLiteSearchBackend":
        from xcms.search.backends.sqlite import SqliteWordBackend

        return SqliteWordBackend(params)
    if name == "PostgresSearchBackend":
        from xcms.search.backends.postgres import PostgresWordBackend

        return PostgresWordBackend(params)
    return stock
