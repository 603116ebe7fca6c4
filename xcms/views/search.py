"""One search box over everything public."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from xcms.caching.answers import is_personal, version_tag
from xcms.feeds import LONG_AGO, FeedEntry, atom_feed, publisher, tag_uri
from xcms.models import RegisterVersion
from xcms.paging import ListPage, list_page
from xcms.querystrings import canonical_query, tolerant_query, with_values
from xcms.search.counting import counter
from xcms.search.forms import SearchForm, month_before, year_before
from xcms.search.near import near
from xcms.search.promotions import promotions
from xcms.search.question import Question
from xcms.search.results import HitRows, Results, ShownHit, exact_hits, results
from xcms.search.sources import Hit, SearchSource, Suggestion, Visit, search_sources
from xcms.search.words import LONGEST_QUERY
from xcms.text import clean_text
from xcms.versions import current_versions, versions_being_read
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.outputs import json_refusal
from xcms.views.public import PublicView

#: With so few hits a guess at what was meant may help.
_FEW = 3
_LATEST = 8
_MOST_SUGGESTED = 8
_MOST_OF_A_KIND = 5
_KEYS = ("q", "kind", "since", "until", "page_size", "format", "page")


class UnkeptView(PublicView):
    """Addresses without number: an answer can be asked for anew by its tag, and fills no cache but the visitor's."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 304:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    def unkept(self, response: HttpResponse) -> HttpResponse:
        response.headers["X-Robots-Tag"] = "noindex"
        if is_personal(self.request):
            response.headers["Cache-Control"] = "private, no-store"
            return response
        response.headers["Cache-Control"] = "private, no-cache"
        versions = versions_being_read() or current_versions()
        response.headers["ETag"] = version_tag(self.request, versions, self.today)
        if response.headers["Content-Type"].startswith("text/html"):
            # Editors see the user bar.
            patch_vary_headers(response, ["Cookie"])
        return response


class SearchView(UnkeptView):
    """``?q=``, for one ``kind`` if given, with pages; dated kinds ``since`` and ``until`` a day.

    Without a question: the newest notices. A question that nothing has is asked again more loosely.
    """

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.query = canonical_query(tolerant_query(request.GET), _KEYS)
        self.sources = search_sources()
        self.form = SearchForm(self.query, sources=self.sources)
        wanted = self.query.get("format", "html")
        if not self.form.is_valid():
            if wanted in ("json", "atom"):
                return json_refusal(self.form.messages())
            return self.unkept(self._page(messages=self.form.messages()))
        asked = self.form.cleaned_data
        self.text = clean_text(asked["q"])
        self.visit = Visit(request, self.today, asked["since"], asked["until"])
        # Kinds without a day can't be asked for by it.
        self.sources = [one for one in self.sources if one.is_dated or not self.visit.has_days]
        answers: dict[str, Callable[[], HttpResponse]] = {
            "html": self.html,
            "json": self.json,
            "atom": self.atom,
        }
        response = answers[wanted]()
        return self.unkept(response) if self.text else response

    # What is found

    def _one_kind(self) -> SearchSource | None:
        key = self.form.cleaned_data["kind"]
        return next((source for source in self.sources if source.key == key), None)

    def _found(self) -> tuple[Results, ListPage | None]:
        kind = self.form.cleaned_data["kind"]
        source = self._one_kind()
        if not kind or source is None:
            sources = [] if kind else self.sources
            return results(self.text, sources, self.visit), None
        rows = HitRows(self.text, source, self.visit, self.query)
        page = list_page(rows, self.query)
        return rows.results, page

    def kind_url(self, source: SearchSource) -> str:
        query = self.query.copy()
        query.pop("format", None)
        return f"{self.request.path}{with_values(query, kind=source.key, page_size=None)}"

    # One method per format

    def html(self) -> HttpResponse:
        if not self.text:
            return self._page(
                latest=[
                    ShownHit(hit, Question.of(""), source.label)
                    for source in self.sources
                    for hit in source.latest(self.visit, limit=_LATEST)
                ]
            )
        found, page = self._found()
        is_first = page is None
        if is_first and found.asked and self.request.method == "GET":
            has_hits = bool(found.groups) and not found.is_loose
            counter.note(self.text, has_hits=has_hits, day=self.today)
        exact = self._exact(found) if is_first else []
        on_top = {hit.key for _source, hit in exact}
        return self._page(
            results=found,
            groups=[
                (group, self._group_url(group), [h for h in group.hits if h.hit.key not in on_top])
                for group in found.groups
            ],
            exact=[ShownHit(hit, found.asked, source.label) for source, hit in exact],
            promoted=promotions(self.text, self.visit) if is_first else [],
            near=self._near(found),
            found=page,
            has_demo=any(shown.hit.is_demo for shown in found.hits),
        )

    def _exact(self, found: Results) -> list[tuple[SearchSource, Hit]]:
        """A record that is called just so is among what its kind has found."""
        if found.is_loose:
            return []
        return exact_hits(self.text, [group.source for group in found.groups], self.visit)

    def _group_url(self, group: Any) -> str:
        return group.found.list_url or self.kind_url(group.source)

    def _near(self, found: Results) -> dict[str, str] | None:
        is_little = found.count < _FEW and not self.form.cleaned_data["kind"]
        if not found.asked or (found.groups and not is_little and not found.is_loose):
            return None
        text = near(found.asked, self.visit, by_looks=not found.count)
        return {"text": text, "url": with_values(self.query, q=text)} if text else None

    def _page(self, **context: Any) -> HttpResponse:
        title = _("Search")
        steps = [Crumb(title)]
        if self.query.get("q"):
            steps = [Crumb(title, self.request.path), Crumb(self.query["q"][:LONGEST_QUERY])]
        return render(
            self.request,
            "xcms/search.html",
            {
                "messages_on_form": [],
                "title": title,
                "text": self.query.get("q", "")[:LONGEST_QUERY],
                "form": self.form,
                "path": self.request.path,
                "suggestions_url": reverse("xcms:suggestions"),
                "breadcrumbs": breadcrumbs(*steps),
                "kinds": self._kinds(),
                "kind": self.query.get("kind", ""),
                "periods": self._periods(),
                "lists": [
                    (source.label, source.list_url())
                    for source in self.sources
                    if source.list_url()
                ],
                "searched": [
                    source.label
                    for source in self.sources
                    if self.query.get("kind", "") in ("", source.key)
                ],
                "everything_url": with_values(self.query, kind=None),
                "any_time_url": with_values(self.query, since=None, until=None),
                "query": self.query,
                "feed_url": with_values(self.query, format="atom"),
                **_with_messages(context),
            },
        )

    def _kinds(self) -> list[tuple[str, Any, str]]:
        """Key, label and address of each kind, all of them first."""
        query = self.query.copy()
        query.pop("format", None)
        return [
            ("", _("Everything"), with_values(query, kind=None)),
            *(
                (source.key, source.label, with_values(query, kind=source.key))
                for source in self.sources
            ),
        ]

    def _periods(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is the one in force."""
        days = (
            (_("Any time"), None),
            (_("Past month"), month_before(self.today)),
            (_("Past year"), year_before(self.today)),
        )
        now = (self.query.get("since"), self.query.get("until"))
        return [
            (
                label,
                with_values(
                    self.query,
                    since=day.isoformat() if day else None,
                    until=None,
                    kind=self._dated(day),
                ),
                now == (day.isoformat() if day else None, None),
            )
            for label, day in days
        ]

    def _dated(self, day: Any) -> str | None:
        """The kind, unless a day can't be asked of it."""
        kind = self.query.get("kind")
        undated = {one.key for one in search_sources() if not one.is_dated}
        return None if day and kind in undated else kind

    def json(self) -> HttpResponse:
        found, page = self._found()
        hits: list[Any] = list(page.objects) if page else found.hits
        next_url = page.next_url if page else ""
        return JsonResponse(
            {
                "count": found.count,
                "version": self.version,
                "is_loose": found.is_loose,
                "did_you_mean": (self._near(found) or {}).get("text") if page is None else None,
                "groups": [
                    {
                        "key": group.source.key,
                        "label": str(group.source.label),
                        "count": group.found.count,
                        "is_more": group.found.is_more,
                        "url": self._group_url(group),
                    }
                    for group in found.groups
                ],
                "results": [shown.as_json() for shown in hits],
                "next": f"{self.request.path}{next_url}" if next_url else None,
            },
            json_dumps_params={"ensure_ascii": False},
        )

    def atom(self) -> HttpResponse:
        found, page = self._found()
        request = self.request
        version = RegisterVersion.objects.first()
        changed = version.changed_at if version else LONG_AGO
        choice = with_values(self.query, format=None).removesuffix("?")
        link = request.build_absolute_uri(request.path + choice)
        hits: list[Any] = list(page.objects) if page else found.hits
        return atom_feed(
            [
                FeedEntry(
                    entry_id=tag_uri(request, shown.hit.key),
                    title=_marked_title(shown),
                    link=request.build_absolute_uri(shown.hit.url) if shown.hit.url else link,
                    summary=shown.excerpt,
                    updated=shown.hit.updated or changed,
                )
                for shown in hits
            ],
            title=_("Search for “%(text)s”") % {"text": self.text},
            subtitle="",
            author=publisher(request),
            link=link,
            feed_url=request.build_absolute_uri(),
            feed_id=tag_uri(request, f"search{choice}"),
            updated=changed,
        )


def _with_messages(context: dict[str, Any]) -> dict[str, Any]:
    messages = context.pop("messages", [])
    return {**context, "messages_on_form": messages}


def _marked_title(shown: ShownHit) -> str:
    return f"【{_('Demo data')}】{shown.hit.title}" if shown.hit.is_demo else shown.hit.title


class SuggestionsView(UnkeptView):
    """Names and titles that go on from what is typed, as the options of a listbox."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        text = clean_text(tolerant_query(request.GET).get("q", "")[:LONGEST_QUERY])
        context = {"suggestions": self._suggestions(text) if text else []}
        return self.unkept(render(request, "xcms/_search_suggestions.html", context))

    def _suggestions(self, text: str) -> list[Suggestion]:
        """A few of each kind, the kinds that name things first."""
        visit = Visit(self.request, self.today)
        found: dict[tuple[str, str], Suggestion] = {}
        sources = sorted(search_sources(), key=lambda source: source.is_dated)
        for source in sources:
            for one in source.suggest(text, visit, limit=_MOST_OF_A_KIND):
                if one.url:
                    found.setdefault((one.text, one.url), one)
        return list(found.values())[:_MOST_SUGGESTED]
