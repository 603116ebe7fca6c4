"""The one public list view. A register's own list says what it shows; this says how."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.export_jobs.offers import offer
from xcms.exports.columns import ExportColumn, UnknownColumnsError, chosen_columns
from xcms.exports.plans import has_more_than
from xcms.exports.selections import COLUMNS, Selection, SelectionRefusedError, unknown_columns
from xcms.facets.finders import Finder, SqlFinder
from xcms.facets.markup import find_label, options_html, orders_html, panels_html, rest_html
from xcms.facets.panels import Opening, facet_panel, facet_panels
from xcms.feeds import LONG_AGO, FeedEntry, atom_feed, publisher, tag_uri
from xcms.filters import RegisterFilterSet, labelled
from xcms.markup import safe
from xcms.models import RegisterVersion
from xcms.paging import ListPage, list_page, page_size, page_size_choices
from xcms.querystrings import tolerant_query, with_values
from xcms.registers import get_register
from xcms.views import listing
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import Cell, HeaderCell, ListColumn, RowMaker, cells
from xcms.views.download_forms import DownloadForm
from xcms.views.outputs import csv_file, json_list, json_refusal, xlsx_file
from xcms.views.public import PublicView

#: What a list's template extends, unless only the part that changes is asked for.
LIST_BASE = "xcms/base.html"


class RegisterListView(PublicView):
    """A register as a list: HTML, JSON, CSV, XLSX and Atom of exactly the same rows.

    A subclass sets ``register`` (the name under which xcms.registers knows it), ``title``,
    ``filterset_class``, ``columns`` and ``get_queryset()``, which starts from ``.public()`` and names
    its prefetches. Its template is ``<app label>/<model>_list.html``, else
    ``xcms/register_list.html``.

    Invalid filters: HTML 200 with the messages and no rows, every other format a JSON 400.
    HTML costs two queries, the prefetches, one per facet, and one per facet to name its values.
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

    def get_exact(self, text: str) -> Any:
        """The one public record that is called just this, if its list knows such names: a search jumps to it."""
        return None

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
        wanted = self.format
        if wanted not in answers:
            message = _("Unknown format. Choose one of: %(formats)s.")
            self.filterset.form.add_error(None, message % {"formats": "、".join(answers)})
        if wanted in answers and wanted != "html" and not self.filterset.is_valid():
            return json_refusal(self.filterset.messages())
        try:
            return answers.get(wanted, self.html)()
        except SelectionRefusedError as refusal:
            return json_refusal(refusal.messages)

    @property
    def format(self) -> str:
        return self.query.get("format", "html")

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

    def get_finder(self) -> Finder:
        """Finds and counts the rows of a page and its facets; a subclass may know a quicker way than SQL."""
        return SqlFinder(self.filterset)

    @cached_property
    def finder(self) -> Finder:
        return self.get_finder()

    def page(self) -> ListPage:
        found = list_page(self.finder, self.query)
        self.complete(found.objects)
        return found

    def complete(self, records: Sequence[Any]) -> None:
        """Give records what the columns need beyond the queryset, for all of them at once."""

    def get_template_names(self) -> list[str]:
        meta = self.filterset.queryset.model._meta
        own = self.template_name or f"{meta.app_label}/{meta.model_name}_list.html"
        return [own, "xcms/register_list.html"]

    # One method per format.

    def html(self) -> HttpResponseBase:
        request, filterset = self.request, self.filterset
        if url := self._exact_url():
            return listing.sent_on(request, url)
        facet = self.query.get(listing.FACET, "")
        opening = listing.opening(self.query)
        self.unfolded = frozenset(self.query.getlist(listing.UNFOLDED))
        # From here on every link keeps the state of the list and nothing else.
        self.query = filterset.data
        self.query.pop("format", None)
        if facet in filterset.facet_names and not listing.wants_part(request):
            response = self._facet_page(facet, opening)
        else:
            response = self._list_page(facet, opening)
            facet = ""
        return listing.finish(request, response, filterset, plain=not facet)

    def _exact_url(self) -> str:
        """Where a search for one record's code or full name leads; "" for any other."""
        text = self.query.get("q", "")
        if not self.filterset.is_valid() or not listing.only_searches(self.query):
            return ""
        record = self.get_exact(text)
        return self.get_object_url(record) if record is not None else ""

    def _list_page(self, open_facet: str, opening: Opening) -> HttpResponseBase:
        found = self.page()
        columns = tuple(self.get_columns())
        filterset = self.filterset
        maker = RowMaker(columns)
        rows = [maker.row(record, is_demo=self.is_demo(record)) for record in found.objects]
        size = page_size(self.query)
        panels = facet_panels(filterset, self.finder, open_facet, opening, self.unfolded)
        context = self.get_context_data(
            listing_base="xcms/_part.html" if listing.wants_part(self.request) else LIST_BASE,
            path=self.request.path,
            canonical_url=listing.address(self.request, self.query),
            title=self.title,
            description=self.description,
            meta_description=self.description,
            breadcrumbs=self.get_breadcrumbs(),
            filterset=filterset,
            form=filterset.form,
            messages_on_filters=filterset.messages(),
            chips=filterset.chips(self.request),
            facets=panels_html(panels, self.query, self.request.path),
            hidden_inputs=listing.hidden_inputs(filterset.hidden_values()),
            sort_options=listing.select_options(
                filterset.sort_choices(),
                filterset.data.get("sort", filterset.sorts[0].key if filterset.sorts else ""),
            ),
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
            rows=rows,
            rows_html=safe(row.html for row in rows),
            has_demo=any(row.is_demo for row in rows),
            page_size_options=listing.select_options(
                [(choice, choice) for choice in page_size_choices(size)], size
            ),
            page_inputs=listing.hidden_inputs(found.other_values),
            downloads=self.downloads(),
            download_form=self.download_form(),
            register_name=self.register,
            today=self.today,
        )
        return render(self.request, self.get_template_names(), context)

    def _facet_page(self, name: str, opening: Opening) -> HttpResponseBase:
        """All values of a facet on a page of their own, for visitors without JavaScript."""
        panel = facet_panel(self.filterset, self.finder, name, opening)
        own = listing.address(self.request, self.query)
        others = listing.other_values(self.query, name, "page")
        context = {
            "title": self.title,
            "panel": panel,
            "label": self.filterset.filters[name].label,
            "path": self.request.path,
            "list_url": own,
            "opening": opening,
            "options": panel and options_html(name, panel.options),
            "rest": panel and rest_html(panel),
            "orders": panel and orders_html(panel, opening, self.query),
            "find_label": panel and find_label(panel),
            "kept": listing.hidden_inputs(others),
            "kept_and_chosen": listing.hidden_inputs(listing.other_values(self.query, "page")),
            "canonical_url": own,
            "breadcrumbs": [
                *self.get_breadcrumbs()[:-1],
                Crumb(self.title, own),
                Crumb(self.filterset.filters[name].label),
            ],
        }
        return render(self.request, "xcms/facet_page.html", context)

    def downloads(self) -> list[tuple[str, str]]:
        names = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("atom", _("Atom feed")))
        return [(label, with_values(self.query, format=key)) for key, label in names]

    def download_form(self) -> DownloadForm:
        return DownloadForm.of(get_register(self.register).export_columns, self.query)

    def json(self) -> HttpResponseBase:
        columns = self.export_columns()
        found = list_page(self.export_rows(), self.query)
        get_register(self.register).complete(found.objects)
        return json_list(
            columns,
            found.objects,
            count=found.count,
            version=self.version,
            next_url=self.request.path + found.next_url if found.next_url else "",
        )

    def csv(self) -> HttpResponseBase:
        return csv_file(self.selection())

    def xlsx(self) -> HttpResponseBase:
        selection = self.selection()
        if has_more_than(selection.rows, setting("XLSX_INLINE_ROWS")):
            return offer(self.request, selection, self.query)
        return xlsx_file(selection)

    def atom(self) -> HttpResponseBase:
        """The first page of the results as a feed."""
        request = self.request
        version = RegisterVersion.objects.first()
        changed = version.changed_at if version else LONG_AGO
        columns = tuple(self.get_columns())
        # Each choice of filters is a feed of its own.
        choice = with_values(self.query, format=None).removesuffix("?")
        list_url = request.build_absolute_uri(request.path + choice)
        entries = []
        for record in self.page().objects:
            own_url = self.get_object_url(record)
            facts = [self._fact(cell, own_url) for cell in cells(columns, record)]
            mark = f"【{_('Demo data')}】" if self.is_demo(record) else ""
            entries.append(
                FeedEntry(
                    entry_id=tag_uri(request, f"{self.register}/{self.get_object_key(record)}"),
                    title=f"{mark}{record}",
                    link=request.build_absolute_uri(own_url) if own_url else list_url,
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
            feed_id=tag_uri(request, f"{self.feed_name()}{choice}"),
            updated=changed,
        )

    def _fact(self, cell: Cell, own_url: str) -> str:
        """A cell in a feed's summary, which is HTML; linked where the entry itself leads elsewhere."""
        value = conditional_escape(cell.value)
        if cell.url and cell.url != own_url:
            address = self.request.build_absolute_uri(cell.url)
            value = format_html('<a href="{}">{}</a>', address, value)
        return labelled(conditional_escape(cell.column.header), value)

    def export_rows(self) -> QuerySet[Any]:
        """The rows with what the export columns need; they need not be what the page's columns need."""
        # The page's own prefetches go first: Django refuses two of the same relation.
        return get_register(self.register).prepare(self.rows().prefetch_related(None))

    def export_columns(self) -> Sequence[ExportColumn]:
        """Those that are asked for; raises SelectionRefusedError."""
        columns = get_register(self.register).export_columns
        try:
            return chosen_columns(columns, self.query.getlist(COLUMNS))
        except UnknownColumnsError as error:
            raise SelectionRefusedError([unknown_columns(error, columns)]) from None

    def selection(self) -> Selection:
        return Selection(
            register=get_register(self.register),
            rows=self.rows(),
            columns=self.export_columns(),
            filterset=self.filterset,
            today=self.today,
            version=self.version,
        )
