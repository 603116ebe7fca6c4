"""The change feed in JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xcms.changes.cursors import Cursor, UnreadableCursorError, read_cursor
from xcms.changes.sources import Change, ChangeSource, Moment, change_sources
from xcms.conf import setting
from xcms.feeds import publisher, xml_text
from xcms.querystrings import tolerant_query
from xcms.views.outputs import json_refusal
from xcms.views.public import PublicView

_VERSION = "https://jsonfeed.org/version/1.1"
_CONTENT_TYPE = "application/feed+json; charset=utf-8"


class ChangeFeedView(PublicView):
    """Newest first. ``since``: only what is later than a cursor or a time; ``before`` turns pages.

    Everything is told as it is public now, of one version. A strange query is a 400 with a sentence.
    """

    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = tolerant_query(request.GET)
        try:
            since, before = (
                read_cursor(str(query[name])) if name in query else None
                for name in ("since", "before")
            )
        except UnreadableCursorError as error:
            return json_refusal([str(error)])
        told = self._moments(since, before)
        page = told[: setting("CHANGES_PAGE_SIZE")]
        newest = str(_cursor(told[0][0])) if told else (str(since) if since else None)
        next_url = None
        if len(told) > len(page):
            turned = query.copy()
            turned["before"] = str(_cursor(page[-1][0]))
            next_url = f"{request.build_absolute_uri(request.path)}?{turned.urlencode()}"
        return JsonResponse(
            {
                **self._head(next_url),
                "_xcms": {
                    "about": _("“since” takes the cursor of the entry read last, or a time."),
                    "newest": newest,
                },
                "items": self._items(page),
            },
            content_type=_CONTENT_TYPE,
            json_dumps_params={"ensure_ascii": False},
        )

    def _head(self, next_url: str | None) -> dict[str, Any]:
        request, name = self.request, publisher(self.request)
        head: dict[str, Any] = {
            "version": _VERSION,
            "title": _("%(site)s: what has changed") % {"site": name}
            if name
            else _("What has changed"),
            "home_page_url": request.build_absolute_uri("/"),
            "feed_url": request.build_absolute_uri(),
            "description": _(
                "Texts published, corrected, withdrawn and restored, and updates of the register."
            ),
            "language": get_language() or "zh-hans",
        }
        if name:
            head["authors"] = [{"name": name}]
        if next_url:
            head["next_url"] = next_url
        return head

    def _moments(
        self, since: Cursor | None, before: Cursor | None
    ) -> list[tuple[Moment, ChangeSource]]:
        found = [(moment, source) for source in change_sources() for moment in source.moments()]
        wanted = [
            (moment, source)
            for moment, source in found
            if (since is None or _cursor(moment) > since)
            and (before is None or _cursor(moment) < before)
        ]
        return sorted(wanted, key=lambda one: _cursor(one[0]), reverse=True)

    def _items(self, page: Sequence[tuple[Moment, ChangeSource]]) -> list[dict[str, Any]]:
        by_source: dict[ChangeSource, list[Moment]] = {}
        for moment, source in page:
            by_source.setdefault(source, []).append(moment)
        described = {
            source: source.described(moments, self.request) for source, moments in by_source.items()
        }
        return [
            self._item(moment, described[source][moment.key])
            for moment, source in page
            if moment.key in described[source]
        ]

    def _item(self, moment: Moment, change: Change) -> dict[str, Any]:
        mark = _("Demo data")
        site = self.request.get_host().partition(":")[0]
        return {
            "id": f"tag:{site},2020:changes/{moment.key}",
            "url": self.request.build_absolute_uri(change.url),
            "title": xml_text(f"【{mark}】{change.title}" if change.is_demo else change.title),
            # An entry without a text is not valid.
            "content_text": xml_text(change.text or change.title),
            "date_published": moment.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "tags": [change.kind, *([mark] if change.is_demo else [])],
            "_xcms": {
                "kind": change.kind,
                "cursor": str(_cursor(moment)),
                "is_demo": change.is_demo,
                **(change.more or {}),
            },
        }


def _cursor(moment: Moment) -> Cursor:
    return Cursor(moment.at.astimezone(UTC), moment.key)


def feed_url() -> str:
    """The feed's path."""
    return reverse("xcms_changes:feed")
