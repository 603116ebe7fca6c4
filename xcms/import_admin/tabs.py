"""The rows of a run by what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xcms.importing.report import Outcome
from xcms.imports import blocks
from xcms.models import ImportRun

PER_PAGE = 50

Fetch = Callable[[ImportRun, int, int], list[Any]]


@dataclass(frozen=True, slots=True)
class Tab:
    """``fetch(run, start, count)`` gives RowErrors where ``is_problem``, else RowOutcomes."""

    key: str
    label: str | Promise
    count: int
    fetch: Fetch
    is_problem: bool = False


_LABELS = {
    Outcome.NEW: _("New rows"),
    Outcome.UPDATED: _("Changed rows"),
    Outcome.WITHDRAWN: _("Withdrawn rows"),
    Outcome.UNCHANGED: _("Unchanged rows"),
}


def _outcomes(outcome: Outcome, run: ImportRun, start: int, count: int) -> list[Any]:
    return blocks.outcomes(run, outcome, start, count)


def tabs_of(run: ImportRun) -> list[Tab]:
    """In the order in which a person should look at them; invalid rows are there as their errors."""
    return [
        Tab("errors", _("Errors"), run.error_count, blocks.errors, is_problem=True),
        Tab("warnings", _("Notes"), run.warning_count, blocks.warnings, is_problem=True),
        *(
            Tab(outcome.value, label, run.counts.get(outcome.value, 0), partial(_outcomes, outcome))
            for outcome, label in _LABELS.items()
        ),
    ]
