"""Two lists side by side: 新增/变更/撤销 between editions, between rounds, and against the register of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Certificate, ListEdition
from registry.services.edition_diffs import (
    COMPARED,
    EditionDiff,
    ListedRow,
    compare_rows,
    edition_rows,
    live_rows,
)
from xcms.changed_words import Piece, WordMarker
from xcms.querystrings import tolerant_query

NOW = "now"
FORMATS = ("html", "json", "csv")
_MOST_CHOICES = 60
_DEMO = COMPARED.index("数据性质")


class ComparisonRefusedError(Exception):
    """The address asks for what can't be compared; the message is for the visitor."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two lists: the value that stands for it in the address, and what it is called."""

    value: str
    label: str
    edition: ListEdition | None

    @property
    def is_now(self) -> bool:
        return self.edition is None


@dataclass(frozen=True, slots=True)
class ChangedCell:
    column: str
    old_pieces: Sequence[Piece]
    new_pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line that was added or taken away, with its filled cells."""

    row: ListedRow
    url: str

    @property
    def cells(self) -> list[tuple[str, str]]:
        pairs = zip(COMPARED, self.row.cells, strict=True)
        return [
            (c, text) for place, (c, text) in enumerate(pairs) if text and place not in (0, _DEMO)
        ]

    @property
    def is_demo(self) -> bool:
        return bool(self.row.cells[_DEMO])


@dataclass(frozen=True, slots=True)
class ShownChange:
    before: ListedRow
    after: ListedRow
    url: str
    cells: Sequence[ChangedCell]

    @property
    def is_demo(self) -> bool:
        return bool(self.before.cells[_DEMO] or self.after.cells[_DEMO])


@dataclass(frozen=True, slots=True)
class Comparison:
    older: Side
    newer: Side
    diff: EditionDiff
    has_demo: bool
    #: Public ids by certificate, for those that have a page.
    certificates: Mapping[int, str]

    @property
    def is_between_rounds(self) -> bool:
        older, newer = self.older.edition, self.newer.edition
        return bool(older and newer and older.round_id != newer.round_id)

    @property
    def added(self) -> list[ShownRow]:
        return [ShownRow(row, self._url(row)) for row in self.diff.added]

    @property
    def removed(self) -> list[ShownRow]:
        return [ShownRow(row, self._url(row)) for row in self.diff.removed]

    @property
    def changed(self) -> list[ShownChange]:
        mark = WordMarker()
        return [
            ShownChange(
                change.before,
                change.after,
                self._url(change.after),
                [ChangedCell(column, *mark(old, new)) for column, old, new in change.columns],
            )
            for change in self.diff.changed
        ]

    def _url(self, row: ListedRow) -> str:
        public_id = self.certificates.get(row.certificate)
        return reverse("xcms_registry:certificate_detail", args=[public_id]) if public_id else ""


class Choices:
    """What a list page can be compared with: its editions, the register of today, other public lists."""

    now_label = gettext_lazy("The register of today")

    def __init__(self, page: Any) -> None:
        self._page = page

    @cached_property
    def own(self) -> list[ListEdition]:
        """The latest first. Whoever reads the page may read all of them."""
        return list(
            ListEdition.objects.filter(page_id=self._page.pk)
            .select_related("round__batch")
            .defer("csv")
            .order_by("-number")
        )

    @cached_property
    def others(self) -> list[ListEdition]:
        """The current public lists of the other rounds."""
        return list(
            ListEdition.objects.current()
            .public()
            .exclude(page_id=self._page.pk)
            .filter(round__batch__is_listed=True)
            .select_related("round__batch")
            .defer("csv")
            .order_by("-round__batch__year", "-round__batch__number", "-round__number")[
                :_MOST_CHOICES
            ]
        )

    @cached_property
    def sides(self) -> list[Side]:
        own = [
            Side(str(one.number), _("Edition %(number)s") % {"number": one.number}, one)
            for one in self.own
        ]
        others = [
            Side(one.round.key, _("List of %(round)s (current)") % {"round": one.round}, one)
            for one in self.others
        ]
        return [*own, Side(NOW, str(self.now_label), None), *others]

    def side(self, value: str) -> Side | None:
        """By the value in an address; the round of this page stands for its current edition."""
        if self.own and value == self.own[0].round.key:
            value = str(self.own[0].number)
        return next((side for side in self.sides if side.value == value), None)

    def usual(self) -> tuple[str, str]:
        """The last change; a list without one is compared with the register of today."""
        numbers = [str(one.number) for one in self.own[:2]]
        return (
            (numbers[1], numbers[0]) if len(numbers) > 1 else (numbers[0] if numbers else "", NOW)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address says, with the usual choice where it says nothing."""

    older: str
    newer: str
    format: str
    is_plain: bool


def asked(query: QueryDict, choices: Choices) -> Asked:
    given = tolerant_query(query)
    older, newer = choices.usual()
    return Asked(
        given.get("from", older),
        given.get("to", newer),
        given.get("format", "html"),
        set(given) <= {"from", "to", "format"}
        and all(len(given.getlist(key)) == 1 for key in given),
    )


def comparison(choices: Choices, older_value: str, newer_value: str) -> Comparison:
    """The two lists and how they differ. Two queries for rows, at most four more. Raises ComparisonRefusedError."""
    older, newer = choices.side(older_value), choices.side(newer_value)
    if older is None or newer is None:
        raise ComparisonRefusedError(
            _("One of these lists can’t be found: choose two of those offered.")
        )
    if older.is_now or older.edition is None:
        raise ComparisonRefusedError(
            _(
                "The register of today can only be what a list is compared with: choose it as the second."
            )
        )
    before, after = _rows(choices, older.edition, newer.edition)
    diff = compare_rows(before, after)
    shown = [*before.values(), *after.values()]
    keys = {row.certificate for row in [*diff.added, *diff.removed]}
    keys |= {change.after.certificate for change in diff.changed}
    return Comparison(
        older=older,
        newer=newer,
        diff=diff,
        has_demo=any(row.cells[_DEMO] for row in shown),
        certificates=dict(
            Certificate.objects.public().filter(pk__in=keys).values_list("pk", "public_id")
        )
        if keys
        else {},
    )


def _rows(
    choices: Choices, older: ListEdition, newer: ListEdition | None
) -> tuple[dict[int, ListedRow], dict[int, ListedRow]]:
    if newer is None:
        current = next(
            one for one in [*choices.own, *choices.others] if one.round_id == older.round_id
        )
        return edition_rows(older), live_rows(current)
    other_round = older.round_id != newer.round_id
    return (
        edition_rows(older, by_certificate=other_round),
        edition_rows(newer, by_certificate=other_round),
    )
