"""The peer that most sites would write: django-filter, a paginator, and a GROUP BY for each facet.

It reads the denormalised ``PeerLine`` on good indexes, fetches its rows with ``select_related`` and shows them
in the site's own skin. It has no summary and four facets, where the public list has both and more.
``?show_sql=1`` answers with the statements of the page instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext

from registry.enums import ApprovalStatus, CertificateLevel, SchoolLevel
from registry.models import Certificate, Organization, Region
from tests.bench.listings.peer_table import PeerLine
from tests.bench.listings.questions import PAGE_SIZE, needle

Choices = list[tuple[str, Any]]


def _regions() -> Choices:
    return list(Region.objects.values_list("code", "short_name"))


def _organizations() -> Choices:
    return list(Organization.objects.values_list("public_id", "name"))


def _certificates() -> Choices:
    return list(Certificate.objects.values_list("public_id", "name"))


def _several(field: str, choices: Any) -> django_filters.MultipleChoiceFilter:
    # No value can give a row twice, so that DISTINCT would only cost.
    return django_filters.MultipleChoiceFilter(field_name=field, choices=choices, distinct=False)


class PeerLineFilterSet(django_filters.FilterSet):
    region = _several("region_code", _regions)
    school_level = _several("school_level", SchoolLevel.choices)
    organization = _several("organization_key", _organizations)
    certificate = _several("certificate_key", _certificates)
    certificate_level = _several("level", CertificateLevel.choices)
    q = django_filters.CharFilter(method="search")
    sort = django_filters.OrderingFilter(fields=[("place", "place"), ("quota", "quota")])

    class Meta:
        model = PeerLine
        fields: tuple[str, ...] = ()

    def search(self, lines: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        piece = needle(text)
        return lines.filter(
            Q(school__search_text__contains=piece)
            | Q(certificate__search_text__contains=piece)
            | Q(major__search_text__contains=piece)
        )


@dataclass(frozen=True, slots=True)
class PeerFacet:
    key: str
    label: str
    options: list[tuple[str, str, int, bool]]


_FACETS: tuple[tuple[str, str, str, Callable[[], Choices]], ...] = (
    ("region", "市州", "region_code", _regions),
    ("school_level", "学校层次", "school_level", lambda: list(SchoolLevel.choices)),
    ("organization", "培训评价组织", "organization_key", _organizations),
    ("certificate_level", "证书等级", "level", lambda: list(CertificateLevel.choices)),
)


def plain_list(request: HttpRequest) -> HttpResponse:
    if "show_sql" in request.GET:
        with CaptureQueriesContext(connection) as captured:
            _page(request)
        statements = [query["sql"] for query in captured if "bench_line" in query["sql"]]
        return HttpResponse("\n\n".join(statements), content_type="text/plain; charset=utf-8")
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    found = _found(request.GET).select_related("school__region", "certificate", "major")
    paginator = Paginator(found, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "title": "试点资格",
        "page_of_lines": page,
        "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "facets": [
            _facet(request.GET, key, label, column, choices)
            for key, label, column, choices in _FACETS
        ],
        "query": _without(request.GET, "page").urlencode(),
        "q": request.GET.get("q", ""),
    }
    return render(request, "bench/plain_list.html", context)


def _found(query: QueryDict) -> QuerySet[Any]:
    in_force = PeerLine.objects.filter(status=ApprovalStatus.IN_FORCE)
    found: QuerySet[Any] = PeerLineFilterSet(query, in_force).qs
    return found


def _facet(
    query: QueryDict, key: str, label: str, column: str, choices: Callable[[], Choices]
) -> PeerFacet:
    """Counts by value over the lines that all the other filters leave."""
    others = _found(_without(query, key)).order_by()
    counts = dict(others.values_list(column).annotate(count=Count("pk")))
    chosen = query.getlist(key)
    options = [
        (value, name, counts[value], value in chosen)
        for value, name in choices()
        if value in counts
    ]
    return PeerFacet(key, label, sorted(options, key=lambda option: -option[2]))


def _without(query: QueryDict, key: str) -> QueryDict:
    others = query.copy()
    others.pop(key, None)
    return others
