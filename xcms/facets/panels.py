"""A facet as a page offers it: the values worth showing, in words, each with its count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from xcms.facets.finders import Finder
from xcms.filters import RegisterFilterSet
from xcms.search.names import is_named, search_text
from xcms.search.words import parse

#: A facet with no more values than this is shown whole.
_SHORT = 15
#: Of a longer one the most frequent, and whatever is chosen.
_MOST_FREQUENT = 8
#: So many facets are counted with the page.
AT_ONCE = 4
#: The most that one opened facet shows; a search finds the others.
MOST_OPTIONS = 300

BY_COUNT, BY_NAME = "count", "name"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """How a visitor wants to see all values of a facet: those with some words, by count or by name."""

    words: str = ""
    order: str = BY_COUNT


@dataclass(frozen=True, slots=True)
class Panel:
    """``total`` counts the values there are, ``found`` those that an opened panel's words find.

    A panel that ``is_waiting`` is folded and counts nothing before somebody opens it.
    """

    name: str
    label: str
    options: Sequence[Option]
    total: int
    found: int
    chosen: int
    errors: Sequence[str]
    opening: Opening | None = None
    is_waiting: bool = False
    is_unfolded: bool = False

    @property
    def is_whole(self) -> bool:
        return len(self.options) == self.total

    @property
    def is_long(self) -> bool:
        """There is something to look for."""
        return self.total > _SHORT


def facet_panel(
    filterset: RegisterFilterSet, finder: Finder, name: str, opening: Opening | None = None
) -> Panel | None:
    """None where there is nothing to choose from, nor a wrong choice to point at."""
    counts = finder.facet(name)
    chosen = filterset.data.getlist(name)
    errors = [str(error) for error in filterset.form.errors.get(name, ())]
    values = list(dict.fromkeys((*counts, *chosen)))
    if not values and not errors:
        return None
    shown = values
    is_long = len(values) > _SHORT
    if opening is None and is_long:
        others = counts.keys() - set(chosen)
        free = max(0, _MOST_FREQUENT - len(chosen))
        shown = [*chosen, *nsmallest(free, others, key=lambda value: (-counts[value], value))]
    labels = finder.labels(name, frozenset(shown))
    # What is chosen shows even where it can't be found: it may be taken away again.
    strange = {value: value for value in chosen if value not in labels}
    options = [
        Option(value, label, counts.get(value, 0), value in chosen)
        for value, label in (*labels.items(), *strange.items())
    ]
    found = len(options)
    if opening is not None and is_long:
        options = _opened(options, opening)
        found = len(options)
        options = _at_most(options)
    elif len(shown) < len(values):
        options.sort(key=lambda option: -option.count)
    return Panel(
        name=name,
        label=str(filterset.filters[name].label),
        options=options,
        total=len(values),
        found=found,
        chosen=len(chosen),
        errors=errors,
        opening=opening,
    )


def _opened(options: list[Option], opening: Opening) -> list[Option]:
    found = [option for option in options if option.is_chosen or _says(option, opening.words)]
    if opening.order == BY_COUNT:
        found.sort(key=lambda option: -option.count)
    return found


def _says(option: Option, words: str) -> bool:
    """Every word in the label, however it is typed, or in the value."""
    return is_named(search_text([option.value], [option.label]), parse(words))


def _at_most(options: Sequence[Option]) -> list[Option]:
    """The first ones, and every chosen one."""
    return [
        option for place, option in enumerate(options) if place < MOST_OPTIONS or option.is_chosen
    ]


def facet_panels(
    filterset: RegisterFilterSet,
    finder: Finder,
    open_name: str,
    opening: Opening,
    unfolded: Collection[str] = (),
) -> list[Panel]:
    """The first few facets, those in which something is chosen and those that are unfolded; the others wait."""
    panels: list[Panel | None] = []
    for place, name in enumerate(filterset.facet_names):
        if name == open_name or name in unfolded:
            panel = facet_panel(filterset, finder, name, opening if name == open_name else None)
            panel = panel or _without_options(filterset, name)
            panels.append(replace(panel, is_unfolded=place >= AT_ONCE))
        elif place < AT_ONCE or filterset.data.getlist(name):
            panels.append(facet_panel(filterset, finder, name))
        else:
            panels.append(_without_options(filterset, name, is_waiting=True))
    return [panel for panel in panels if panel]


def _without_options(filterset: RegisterFilterSet, name: str, *, is_waiting: bool = False) -> Panel:
    label = str(filterset.filters[name].label)
    return Panel(name, label, (), total=0, found=0, chosen=0, errors=(), is_waiting=is_waiting)
