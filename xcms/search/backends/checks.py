"""System checks of the search backend: it stood back, or its index is not its own yet."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from modelsearch.conf import get_app_config

from xcms.search.backends.fitting import TESTED_VERSIONS, misfit
from xcms.search.backends.state import needs_rebuild

_PATH = "xcms.search.backends.database"


def _configured() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, options in get_app_config().get_search_backend_config().items():
        if str(options.get("BACKEND", "")).startswith(_PATH):
            yield name, options


@register
def check_search_backend(**_kwargs: Any) -> list[CheckMessage]:
    """Where our backend is asked for, it is the one that is used."""
    found: list[CheckMessage] = []
    for name, options in _configured():
        if version := misfit():
            found.append(
                Warning(
                    _(
                        "The search backend “%(name)s” is not in use: the installed modelsearch %(version)s "
                        "differs from what it was made for. Chinese words inside a sentence are not found."
                    )
                    % {"name": name, "version": version},
                    hint=_("Install modelsearch %(versions)s, or a newer wagtail-xcms.")
                    % {"versions": ", ".join(TESTED_VERSIONS)},
                    id="xcms.W001",
                )
            )
        if options.get("SEARCH_CONFIG"):
            found.append(
                Warning(
                    _(
                        "The search backend “%(name)s” has a SEARCH_CONFIG and so leaves words to "
                        "PostgreSQL. Chinese words inside a sentence are not found."
                    )
                    % {"name": name},
                    hint=_("Remove SEARCH_CONFIG."),
                    id="xcms.W002",
                )
            )
        if connection.vendor not in ("sqlite", "postgresql"):
            found.append(
                Warning(
                    _(
                        "The search backend “%(name)s” knows SQLite and PostgreSQL; on this database "
                        "modelsearch's own is used."
                    )
                    % {"name": name},
                    hint=_("Use PostgreSQL if Chinese is to be found."),
                    id="xcms.W003",
                )
            )
    return found


@register(Tags.database)
def check_search_index(databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """The index was rebuilt after our backend was switched on. Runs with ``check --database default``."""
    if not databases or misfit() or not any(True for _found in _configured()):
        return []
    try:
        if not needs_rebuild():
            return []
    except DatabaseError:  # before the first migration
        return []
    return [
        Warning(
            _("The search index was made by another search backend."),
            hint=_("Run manage.py update_index. It may be stopped and started again at any time."),
            id="xcms.W004",
        )
    ]
