"""Statistics as a page or a block shows them: a table with bars, for regions a grid of tiles beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.enums import Measure, StatisticsBy
from registry.filters import ApprovalFilterSet
from registry.models import Region
from registry.regions import TILES
from registry.services.approval_index.index import ApprovalIndex
from registry.services.statistics import Figure, Figures, SqlFigures
from registry.views.index_finders import ApprovalFinder
from xcms.charts.scales import length
from xcms.charts.tiles import TileChart, TileValue, tile_chart
from xcms.querystrings import with_values

#: Certificates are many: without being asked for all, the first few show.
FIRST = 10


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``url`` is the approvals list narrowed to these lines; "" where it can't be."""

    figure: Figure
    label: str
    url: str
    number: int
    bar: int


@dataclass(frozen=True, slots=True)
class FigureTable:
    """``more`` says how many rows ``all_url`` has beyond these. ``tiles`` only for regions."""

    by: StatisticsBy
    measure: Measure
    rows: Sequence[FigureRow]
    more: int
    all_url: str
    downloads: Sequence[tuple[str, str]]
    tiles: TileChart | None

    @property
    def title(self) -> str:
        return str(self.by.label)

    @property
    def is_empty(self) -> bool:
        return not any(row.figure.lines for row in self.rows)

    @property
    def counts_lines_twice(self) -> bool:
        return self.by in (StatisticsBy.BATCH, StatisticsBy.ROUND)


def figures_of(asked: ApprovalFilterSet, index: ApprovalIndex | None) -> Figures:
    """Of valid filters; without the index in SQL."""
    if index is None:
        return SqlFigures(asked.qs, asked.form.cleaned_data)
    return ApprovalFinder(asked, index).figures()


def figure_table(
    asked: ApprovalFilterSet,
    figures: Figures,
    by: StatisticsBy,
    measure: Measure,
    *,
    is_whole: bool = True,
) -> FigureTable:
    """Of valid filters, and the figures of what they find.

    Certificates come by size, without ``is_whole`` the first few; the others in their order.
    """
    shown = found = figures.by(by)
    if by == StatisticsBy.CERTIFICATE:
        found.sort(key=lambda figure: -figure.of(measure))
        shown = found if is_whole else found[:FIRST]
    most = max((figure.of(measure) for figure in shown), default=0)
    rows = [
        FigureRow(
            figure=figure,
            label=figure.label or _("Not specified"),
            url=list_url(asked, by, figure) if figure.value and figure.lines else "",
            number=figure.of(measure),
            bar=length(figure.of(measure), most),
        )
        for figure in shown
    ]
    page = reverse("xcms_registry:statistics")
    kept = filters_alone(asked)
    return FigureTable(
        by=by,
        measure=measure,
        rows=rows,
        more=len(found) - len(shown),
        all_url=page + with_values(kept, by=by, measure=measure),
        downloads=[
            (label, page + with_values(kept, by=by, format=key))
            for key, label in (("csv", "CSV"), ("json", "JSON"))
        ],
        tiles=_tiles(rows) if by == StatisticsBy.REGION else None,
    )


def filters_alone(asked: ApprovalFilterSet) -> QueryDict:
    """The filters alone."""
    kept = QueryDict(mutable=True)
    for name in asked.filters:
        if name in asked.data:
            kept.setlist(name, asked.data.getlist(name))
    return kept


def list_url(asked: ApprovalFilterSet, by: StatisticsBy, figure: Figure) -> str:
    narrowed = with_values(filters_alone(asked), **{by: figure.value})
    return reverse("xcms_registry:approval_list") + narrowed


def _tiles(rows: Sequence[FigureRow]) -> TileChart:
    short = dict(Region.objects.values_list("code", "short_name"))
    return tile_chart(
        [
            TileValue(
                row.figure.value, short.get(row.figure.value) or row.label, row.number, row.url
            )
            for row in rows
        ],
        TILES,
    )
