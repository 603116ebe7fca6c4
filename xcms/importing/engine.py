"""The one path of every import: read, match, parse, diff, write. Command and admin share it."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from xcms.importing.coded import Sheet
from xcms.importing.columns import (
    known_headers,
    match_columns,
    parse_sheet,
    unknown_column_warnings,
)
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import Importer, ImportOptions, Plan, Written
from xcms.importing.limits import Limits
from xcms.importing.report import ImportReport, Outcome, Outcomes, RowOutcome
from xcms.importing.rows import Problems, RowError
from xcms.importing.sheets import read_sheet
from xcms.versions import current_version, register_write

logger = logging.getLogger(__name__)

#: Others may write between our diff and our turn to write; so often we diff anew.
_ATTEMPTS = 3

Tick = Callable[[], None]


class RegisterChangedError(Exception):
    """Somebody wrote between the diff and the write."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What importing a sheet would do, against the register as of ``version``."""

    report: ImportReport
    version: int
    importer: Importer[Any]
    plan: Plan

    @property
    def has_work(self) -> bool:
        return not (self.report.errors or self.plan.is_empty)


def run_import(
    register: str,
    importer_class: type[Importer[Any]],
    data: bytes,
    *,
    filename: str,
    options: ImportOptions,
    limits: Limits | None = None,
    also: Callable[[int, Written], None] | None = None,
) -> ImportReport:
    """Import a file, or (``options.dry_run``) say what importing it would do. All or nothing.

    Everything slow happens before the write transaction, which begins only when there are no errors and
    something is to be written: the same file a second time doesn't move the register version. ``also`` as
    for ``write``. Raises ImportFileError when the file or the options can't be used at all.
    """
    importer_class(options).check_options()
    sheet = read_sheet(
        data,
        filename=filename,
        known_headers=known_headers(importer_class.columns),
        limits=limits or Limits.from_settings(),
    )
    sha256 = hashlib.sha256(data).hexdigest()
    for _attempt in range(_ATTEMPTS):
        judgement = judge(
            register, importer_class, sheet, filename=filename, sha256=sha256, options=options
        )
        if options.dry_run:
            return judgement.report
        try:
            return write(judgement, also=also)
        except RegisterChangedError:
            continue
    raise ImportFileError(
        _("Others keep changing the register at this moment; nothing was written. Try again.")
    )


def judge(
    register: str,
    importer_class: type[Importer[Any]],
    sheet: Sheet,
    *,
    filename: str,
    sha256: str,
    options: ImportOptions,
    mapping: Mapping[int, str] | None = None,
    tick: Tick = lambda: None,
    reach: Callable[[int, int], None] | None = None,
) -> Judgement:
    """Match, parse, validate and compare with the register. Writes nothing.

    ``mapping`` is that of ``match_columns``. ``tick`` is called between the steps and ``reach`` with the rows
    compared, of how many; what they raise ends the work.

    Raises ImportFileError when the options or the columns can't be used.
    """
    version = current_version()
    importer = importer_class(options)
    importer.check_options()
    if reach is not None:
        importer.reach = reach
    matched = match_columns(importer.columns, importer.one_of, sheet, mapping)
    problems = Problems(warnings=unknown_column_warnings(matched, sheet))
    tick()
    parsed = parse_sheet(sheet, matched, importer.lookups(), problems)
    tick()
    plan = importer.diff(parsed, problems)
    tick()
    report = ImportReport(
        register=register,
        file=filename,
        sha256=sha256,
        outcomes=_with_invalid(plan.outcomes, problems),
        errors=tuple(sorted(problems.errors, key=_by_row)),
        warnings=tuple(sorted(problems.warnings, key=_by_row)),
    )
    return Judgement(report, version, importer, plan)


def write(
    judgement: Judgement, *, also: Callable[[int, Written], None] | None = None
) -> ImportReport:
    """Write what was judged, in one transaction; nothing where there are errors or nothing is to do.

    ``also(version, written)`` runs inside that transaction. A refusal by the database or a service comes
    back as errors, with nothing written. Raises RegisterChangedError when the register is no longer the one
    that was judged.
    """
    if not judgement.has_work:
        return judgement.report
    try:
        with register_write() as version:
            # Inside a caller's own register write the version is the one seen already.
            if version - judgement.version > 1:
                raise RegisterChangedError
            written = judgement.importer.write(judgement.plan, version)
            if also is not None:
                also(version, written)
    except ValidationError as error:
        return _refused(judgement.report, error.messages)
    except (IntegrityError, DataError):
        logger.exception("The database refused an import.")
        return _refused(
            judgement.report,
            [_("The rows contradict each other or the register, so that nothing was written.")],
        )
    return replace(judgement.report, written=True)


def _refused(report: ImportReport, messages: Sequence[str]) -> ImportReport:
    return replace(report, errors=tuple(RowError(None, "", "", message) for message in messages))


def _with_invalid(outcomes: Outcomes, problems: Problems) -> Outcomes:
    if not problems.bad_rows:
        return outcomes
    rows = sorted(problems.bad_rows)
    invalid = [RowOutcome(row, Outcome.INVALID, "") for row in rows]
    return outcomes.without(rows).followed_by(invalid)


def _by_row(problem: RowError) -> int:
    return problem.row or 0
