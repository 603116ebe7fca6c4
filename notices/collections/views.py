"""A register's list behind a saved filter: the same rows, narrower if the visitor likes, never wider."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from notices.collections.saved import (
    SavedList,
    in_words,
    known,
    list_url,
    read_saved,
    refuse_unknown,
)
from notices.trails import page_trail
from registry.views.approvals import ApprovalListView
from registry.views.certificates import CertificateListView
from registry.views.organizations import OrganizationListView
from registry.views.schools import SchoolListView
from xcms.days import shanghai_today
from xcms.filters import RegisterFilterSet, SortOption
from xcms.querystrings import tolerant_query, with_values
from xcms.versions import read_from_memory_if_possible
from xcms.views.columns import HeaderCell, ListColumn, cells
from xcms.views.lists import RegisterListView

#: What a visitor may say; the rest of the query is the page's.
_VISITORS = ("q", "page", "page_size", "format", "columns")


class SavedListView(RegisterListView):
    """Before a register's own view in the order of bases. ``cms_page`` is what shows the list, if a page does."""

    saved: SavedList = SavedList("")
    cms_page: Any = None

    def get_query(self) -> QueryDict:
        given = tolerant_query(self.request.GET)
        query = QueryDict(mutable=True)
        for name in _VISITORS:
            if name in given:
                query.setlist(name, given.getlist(name))
        if self.saved.page_size and "page_size" not in query:
            query["page_size"] = str(self.saved.page_size)
        return query

    def get_filterset(self) -> RegisterFilterSet:
        saved = self.saved_query = read_saved(self.saved.saved_filter)
        asked = saved.copy()
        # Every word must be found: the visitor's, added to the saved ones, only narrow.
        if words := " ".join(str(query["q"]) for query in (saved, self.query) if "q" in query):
            asked["q"] = words
        if self.sort:
            asked["sort"] = self.saved.sort
        filterset = self.filterset_class(
            asked, queryset=self.get_queryset(), request=self.request, today=self.today
        )
        refuse_unknown(filterset, saved)
        return filterset

    @property
    def sort(self) -> SortOption | None:
        wanted = self.saved.sort.removeprefix("-")
        return next((one for one in self.filterset_class.sorts if one.key == wanted), None)

    def get_columns(self) -> Sequence[ListColumn]:
        """The first stays whatever is chosen: it is the row's header, with the way to the record."""
        columns = super().get_columns()
        chosen = set(self.saved.columns) & {column.key for column in columns}
        return [
            column
            for place, column in enumerate(columns)
            if not chosen or not place or column.key in chosen
        ]

    def feed_name(self) -> str:
        return f"pages/{self.cms_page.pk}" if self.cms_page else super().feed_name()

    def html(self) -> HttpResponse:
        page, request = self.cms_page, self.request
        context = {
            **page.get_context(request),
            **self.shown(),
            "title": page.title,
            "breadcrumbs": page_trail(page, request),
            "meta_description": page.search_description or page.summary,
            "visitors_words": self.query.get("q", ""),
            "all_url": with_values(self.query, q=None),
            "downloads": self.downloads(),
        }
        return render(request, page.get_template(request), context)

    def shown(self) -> dict[str, Any]:
        """What page and block show of the list."""
        messages = self.filterset.messages()
        found = self.page()
        columns = tuple(self.get_columns())
        return {
            "list_title": self.title,
            "headers": [
                HeaderCell(column, "", self.filterset.aria_sort(column.sort) if column.sort else "")
                for column in columns
            ],
            "rows": [self._row(columns, record) for record in found.objects],
            "found": found,
            "count": found.count,
            "messages_on_filters": messages,
            "filter_in_words": [] if messages else in_words(self.filterset, self.saved_query),
            "register_url": self.register_url(),
            "has_demo": any(self.is_demo(record) for record in found.objects),
        }

    def _row(self, columns: tuple[ListColumn, ...], record: Any) -> dict[str, Any]:
        header, *others = cells(columns, record)
        return {"header": header, "cells": others, "is_demo": self.is_demo(record)}

    def register_url(self) -> str:
        """The register's own list with all the filters in force, for those who want to change them."""
        return f"{list_url(self.saved.register)}?{self.filterset.data.urlencode()}"


class ApprovalCollectionView(SavedListView, ApprovalListView):
    pass


class CertificateCollectionView(SavedListView, CertificateListView):
    pass


class SchoolCollectionView(SavedListView, SchoolListView):
    pass


class OrganizationCollectionView(SavedListView, OrganizationListView):
    pass


VIEWS: dict[str, type[SavedListView]] = {
    "approvals": ApprovalCollectionView,
    "certificates": CertificateCollectionView,
    "schools": SchoolCollectionView,
    "organizations": OrganizationCollectionView,
}


def serve_collection(page: Any, saved: SavedList, request: HttpRequest) -> HttpResponseBase:
    return VIEWS[known(saved.register)].as_view(saved=saved, cms_page=page)(request)


def first_rows(saved: SavedList, request: HttpRequest | None) -> dict[str, Any]:
    """The first page of the list, whatever the address of the page around it says."""
    view = VIEWS[known(saved.register)](saved=saved)
    view.setup(request or HttpRequest())
    view.query = QueryDict(f"page_size={saved.page_size}")

    def shown(version: int, may_use_memory: bool) -> dict[str, Any]:
        view.version, view.may_use_memory, view.today = version, may_use_memory, shanghai_today()
        view.filterset = view.get_filterset()
        return view.shown()

    return read_from_memory_if_possible(shown)
