"""Reading a query: every parameter is known or refused, since a misspelt filter would silently give everything."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from xcms.api.answers import RefusalError
from xcms.api.cursors import Cursor, read_cursor
from xcms.api.endpoints import Endpoint
from xcms.conf import setting
from xcms.paging import whole_number
from xcms.querystrings import tolerant_query

PAGING = ("cursor", "page_size")
CHANGED_SINCE = "changed_since"
_MOST_DIGITS = 18
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked for. ``filters`` is what the FilterSet reads; ``since`` None is the list as it is."""

    filters: QueryDict
    since: int | None
    cursor: Cursor | None
    size: int


def read_query(endpoint: Endpoint, request: HttpRequest, *, version: int) -> ListQuery:
    """Raises RefusalError: an unknown parameter, a broken cursor, filters beside ``changed_since``."""
    query = tolerant_query(request.GET)
    filter_names = list(endpoint.filterset.base_filters) if endpoint.filterset else []
    refuse_unknown(query, [*filter_names, *PAGING, CHANGED_SINCE])
    since = _since(query, version=version)
    if since is not None and (beside := [name for name in filter_names if name in query]):
        raise RefusalError(
            [
                _(
                    "“changed_since” tells the changes of the whole register; "
                    "it can't be combined with: %(names)s."
                )
                % {"names": "、".join(beside)}
            ]
        )
    cursor = read_cursor(text, endpoint.name, query) if (text := query.get("cursor")) else None
    return ListQuery(query, since, cursor, page_size(query))


def refuse_unknown(query: QueryDict, known: list[str]) -> None:
    unknown = [name for name in query if name not in known]
    if unknown:
        sentence = _("Unknown parameter “%(name)s”. This address knows: %(known)s.")
        raise RefusalError(
            [
                sentence % {"name": name[:_SHOWN], "known": "、".join(known) or _("none")}
                for name in unknown[:5]
            ]
        )


def page_size(query: QueryDict) -> int:
    """Odd sizes clamp, as on the pages."""
    return whole_number(
        query.get("page_size", ""),
        default=setting("API_PAGE_SIZE"),
        low=1,
        high=setting("API_MAX_PAGE_SIZE"),
    )


def _since(query: QueryDict, *, version: int) -> int | None:
    text = query.get(CHANGED_SINCE)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise RefusalError(
            [_("“changed_since” takes a register version: a whole number, as answers give it.")]
        )
    since = int(text)
    if since > version:
        # A register restored from a backup: a copy of what came later can't be brought up to date.
        raise RefusalError(
            [
                _(
                    "The register is at version %(version)d, before the one given. "
                    "Begin anew with changed_since=0."
                )
                % {"version": version}
            ]
        )
    return since


def walk_day(query: ListQuery, today: date) -> date:
    """The day that a walk speaks of: its first page's, also when it goes on past midnight."""
    return query.cursor.day if query.cursor else today
