"""What became of each row, kept in compressed blocks: any page of any outcome reads one or two of them."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F

from xcms.importing.importers import Written
from xcms.importing.report import Change, ImportReport, Outcome, RowOutcome
from xcms.importing.rows import AliasOffer, RowError
from xcms.models import ImportBlock, ImportRun

_ERRORS, _WARNINGS, _WRITTEN = "errors", "warnings", "written"
#: As a person wants to see them: first what needs a look.
SHOWN = (Outcome.INVALID, Outcome.NEW, Outcome.UPDATED, Outcome.WITHDRAWN, Outcome.UNCHANGED)
_ROWS_A_BLOCK = 500
_BLOCKS_A_TRANSACTION = 10
_PIECE = 1024 * 1024

Step = Callable[[int], None]


def outcomes(
    run: ImportRun, outcome: Outcome | None, start: int = 0, count: int = 50
) -> list[RowOutcome]:
    """Some rows of one outcome, in the order of the sheet; None for all, one outcome after the other."""
    if outcome is not None:
        return [_outcome(outcome, row) for row in _slice(run, outcome, start, count)]
    shown: list[RowOutcome] = []
    for one in SHOWN:
        size = run.counts.get(one, 0)
        if start < size and len(shown) < count:
            shown += outcomes(run, one, start, count - len(shown))
        start = max(0, start - size)
    return shown


def errors(run: ImportRun, start: int = 0, count: int | None = None) -> list[RowError]:
    return _problems(run, _ERRORS, start, run.error_count if count is None else count)


def warnings(run: ImportRun, start: int = 0, count: int | None = None) -> list[RowError]:
    return _problems(run, _WARNINGS, start, run.warning_count if count is None else count)


def stage(run: ImportRun, report: ImportReport, step: Step = lambda rows: None) -> None:
    """Keep a report's rows in place of those kept before, in transactions so short that log-ins go on.

    ``step(rows)`` is called after each.
    """
    forget(run)
    for outcome in Outcome:
        rows = ([r.row, r.label, _changes(r)] for r in report.outcomes.of_kind(outcome))
        _keep(run, outcome, rows, step)
    _keep(run, _ERRORS, map(_problem_as_row, report.errors), step)
    _keep(run, _WARNINGS, map(_problem_as_row, report.warnings), step)


def forget(run: ImportRun) -> None:
    # Not delete(): with anybody listening for deletions Django would first load every block.
    blocks = ImportBlock.objects.filter(run=run)
    blocks._raw_delete(blocks.db)


def keep_written(run: ImportRun, written: Written) -> None:
    """The undo record. Belongs into the transaction that wrote."""
    record = {"created": written.created, "former": written.former, "extra": written.extra}
    data = zlib.compress(json.dumps(record, cls=DjangoJSONEncoder).encode(), 1)
    ImportBlock.objects.bulk_create(
        ImportBlock(run=run, kind=_WRITTEN, first=number, count=0, data=data[i : i + _PIECE])
        for number, i in enumerate(range(0, len(data), _PIECE))
    )


def written(run: ImportRun) -> Written:
    pieces = run.blocks.filter(kind=_WRITTEN).order_by("first").values_list("data", flat=True)
    return Written(**json.loads(zlib.decompress(b"".join(map(bytes, pieces)))))


def _keep(run: ImportRun, kind: str, rows: Iterable[list[Any]], step: Step) -> None:
    blocks = _blocks(run, kind, rows)
    while some := list(islice(blocks, _BLOCKS_A_TRANSACTION)):
        with transaction.atomic():
            ImportBlock.objects.bulk_create(some)
        step(sum(block.count for block in some))


def _blocks(run: ImportRun, kind: str, rows: Iterable[list[Any]]) -> Iterator[ImportBlock]:
    rows, first = iter(rows), 0
    while some := list(islice(rows, _ROWS_A_BLOCK)):
        text = json.dumps(some, ensure_ascii=False, separators=(",", ":"))
        yield ImportBlock(
            run=run, kind=kind, first=first, count=len(some), data=zlib.compress(text.encode(), 1)
        )
        first += len(some)


def _slice(run: ImportRun, kind: str, start: int, count: int) -> list[list[Any]]:
    if count <= 0:
        return []
    blocks = run.blocks.filter(
        kind=kind, first__lt=start + count, first__gt=start - F("count")
    ).order_by("first")
    rows: list[list[Any]] = []
    first = 0
    for block in blocks:
        first = first if rows else block.first
        rows += json.loads(zlib.decompress(bytes(block.data)))
    return rows[start - first : start - first + count]


def _outcome(outcome: Outcome, row: list[Any]) -> RowOutcome:
    number, label, changes = row
    return RowOutcome(number, outcome, label, tuple(Change(*change) for change in changes))


def _changes(outcome: RowOutcome) -> list[tuple[str, str, str]]:
    return [(change.field, change.old, change.new) for change in outcome.changes]


def _problems(run: ImportRun, kind: str, start: int, count: int) -> list[RowError]:
    return [
        RowError(row, column, value, message, AliasOffer(*alias) if alias else None)
        for row, column, value, message, alias in _slice(run, kind, start, count)
    ]


def _problem_as_row(problem: RowError) -> list[Any]:
    alias = problem.alias
    offer = [alias.text, alias.target, alias.target_name] if alias else None
    return [problem.row, problem.column, problem.value, problem.message, offer]
