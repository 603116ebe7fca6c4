"""The one public list view. A register's own list says what it shows; this says how."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xcms.exports.columns import ExportColumn
from xcms.feeds import publisher
from xcms.filters import RegisterFilterSet, labelled
from xcms.models import RegisterVersion
from xcms.paging import ListPage, list_page, page_size, page_size_choices
from xcms.querystrings import tolerant_query, with_values
from xcms.registers import get_register
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import Cell, HeaderCell, ListColumn, cells
from xcms.views.outputs import (
    FeedEntry,
    atom_feed,
    csv_file,
    file_name,
    json_list,
    json_refusal,
    xlsx_file,
)
from xcms.views.public import PublicView


class RegisterListView(PublicView):
    """A register as a list: HTML, JSON, CSV, XLSX and Atom of exactly the same rows.

    A subclass sets ``register`` (the name under which xcms.registers knows it), ``title``,
    ``filterset_class``, ``columns`` and ``get_queryset()``, which starts from ``.public()`` and names
    its prefetches. Its template is ``<app label>/<model>_list.html``, else
    ``xcms/register_list.html``.

    Invalid filters: HTML 200 with the messages and no rows, every other format a JSON 400.
    HTML costs two queries, the prefetches, and one per filter whose choices come from the database.
    """

    register: ClassVar[str]
    title: ClassVar[Any]
    description: ClassVar[Any] = ""
    filterset_class: ClassVar[type[RegisterFilterSet]]
    columns: ClassVar[Sequence[ListColumn]] = ()
    template_name: ClassVar[str] = ""

    def get_queryset(self) -> QuerySet[Any]:
        raise NotImplementedError(f"{type(self).__name__} has not said what it lists.")

    def get_columns(self) -> Sequence[ListColumn]:
        return self.columns

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title))

    def get_object_url(self, record: Any) -> str:
        """Where the record has a page of its own; "" for the list itself."""
        return next((column.url(record) or "" for column in self.get_columns() if column.url), "")

    def get_object_key(self, record: Any) -> str:
        """What identifies the record for good, in feeds."""
        return str(getattr(record, "public_id", None) or getattr(record, "code", None) or record.pk)

    def get_object_updated(self, record: Any, register_changed: datetime) -> datetime:
        """When a feed reader should look again; by default the register's last change."""
        return register_changed

    def is_demo(self, record: Any) -> bool:
        return bool(getattr(record, "is_demo", False))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """More for the template; a subclass extends it."""
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.query = self.get_query()
        self.filterset = self.get_filterset()
        answers: dict[str, Callable[[], HttpResponseBase]] = {
            "html": self.html,
            "json": self.json,
            "csv": self.csv,
            "xlsx": self.xlsx,
            "atom": self.atom,
        }
        wanted = self.query.get("format", "html")
        if wanted not in answers:
            message = _("Unknown format. Choose one of: %(formats)s.")
            self.filterset.form.add_error(None, message % {"formats": "、".join(answers)})
        if wanted in answers and wanted != "html" and not self.filterset.is_valid():
            return json_refusal(self.filterset.messages())
        return answers.get(wanted, self.html)()

    def get_query(self) -> QueryDict:
        """What every link of the list starts from."""
        return tolerant_query(self.request.GET)

    def get_filterset(self) -> RegisterFilterSet:
        return self.filterset_class(
            self.query, queryset=self.get_queryset(), request=self.request, today=self.today
        )

    def feed_name(self) -> str:
        """With the query it identifies a feed for good."""
        return self.register

    def rows(self) -> QuerySet[Any]:
        if not self.filterset.is_valid():
            return self.get_queryset().none()
        rows: QuerySet[Any] = self.filterset.qs
        return rows

    def page(self) -> ListPage:
        return list_page(self.rows(), self.query)

    def get_template_names(self) -> list[str]:
        meta = self.get_queryset().model._meta
        own = self.template_name or f"{meta.app_label}/{meta.model_name}_list.html"
        return [own, "xcms/register_list.html"]

    # One method per format.

    def html(self) -> HttpResponseBase:
        found = self.page()
        columns = tuple(self.get_columns())
        filterset = self.filterset
        context = self.get_context_data(
            title=self.title,
            description=self.description,
            meta_description=self.description,
            breadcrumbs=self.get_breadcrumbs(),
            filterset=filterset,
            form=filterset.form,
            messages_on_filters=filterset.messages(),
            chips=filterset.chips(self.request),
            headers=[
                HeaderCell(
                    column,
                    filterset.sort_url(column.sort) if column.sort else "",
                    filterset.aria_sort(column.sort) if column.sort else "",
                )
                for column in columns
            ],
            found=found,
            count=found.count,
            rows=[self.row(columns, record) for record in found.objects],
            has_demo=any(self.is_demo(record) for record in found.objects),
            page_size=page_size(self.query),
            page_sizes=page_size_choices(page_size(self.query)),
            downloads=self.downloads(),
            today=self.today,
        )
        return render(self.request, self.get_template_names(), context)

    def row(self, columns: tuple[ListColumn, ...], record: Any) -> dict[str, Any]:
        row_cells: list[Cell] = cells(columns, record)
        return {
            "object": record,
            "header": row_cells[0] if row_cells else None,
            "cells": row_cells[1:],
            "is_demo": self.is_demo(record),
        }

    def downloads(self) -> list[tuple[str, str]]:
        names = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("atom", _("Atom feed")))
        return [(label, with_values(self.query, format=key)) for key, label in names]

    def json(self) -> HttpResponseBase:
        found = list_page(self.export_rows(), self.query)
        return json_list(
            self.export_columns(),
            found.objects,
            count=found.count,
            version=self.version,
            next_url=self.request.path + found.next_url if found.next_url else "",
        )

    def csv(self) -> HttpResponseBase:
        return csv_file(
            self.export_columns(), self.export_rows(), file_name(self.register, self.today, "csv")
        )

    def xlsx(self) -> HttpResponseBase:
        return xlsx_file(
            self.export_columns(), self.export_rows(), file_name(self.register, self.today, "xlsx")
        )

    def atom(self) -> HttpResponseBase:
        """The first page of the results as a feed."""
        request = self.request
        version = RegisterVersion.objects.first()
        changed = version.changed_at if version else timezone.now()
        site = request.get_host().partition(":")[0]
        columns = tuple(self.get_columns())
        # Each choice of filters is a feed of its own.
        choice = with_values(self.query, format=None).removesuffix("?")
        list_url = request.build_absolute_uri(request.path + choice)
        entries = []
        for record in self.page().objects:
            # A feed's summary is HTML.
            facts = [
                labelled(conditional_escape(cell.column.header), conditional_escape(cell.value))
                for cell in cells(columns, record)
            ]
            mark = f"【{_('Demo data')}】" if self.is_demo(record) else ""
            url = self.get_object_url(record)
            entries.append(
                FeedEntry(
                    entry_id=f"tag:{site},2020:{self.register}/{self.get_object_key(record)}",
                    title=f"{mark}{record}",
                    link=request.build_absolute_uri(url) if url else list_url,
                    summary="；".join(facts),
                    updated=self.get_object_updated(record, changed),
                )
            )
        return atom_feed(
            entries,
            title=str(self.title),
            subtitle=str(self.description),
            author=publisher(request),
            link=list_url,
            feed_url=request.build_absolute_uri(),
            feed_id=f"tag:{site},2020:{self.feed_name()}{choice}",
            language=get_language() or "zh-hans",
        )

    def export_rows(self) -> QuerySet[Any]:
        """The rows with what the export columns need; they need not be what the page's columns need."""
        # The page's own prefetches go first: Django refuses two of the same relation.
        return get_register(self.register).prepare(self.rows().prefetch_related(None))

    def export_columns(self) -> Sequence[ExportColumn]:
        return get_register(self.register).export_columns
