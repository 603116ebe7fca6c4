"""The one path of every import: read, match, parse, diff, write. Command and admin share it."""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from xcms.importing.columns import (
    known_headers,
    match_columns,
    parse_rows,
    unknown_column_warnings,
)
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import Importer, ImportOptions, Plan
from xcms.importing.limits import Limits
from xcms.importing.report import ImportReport, Outcome, RowOutcome
from xcms.importing.rows import Problems, RowError, SheetTable
from xcms.importing.sheets import read_sheet
from xcms.versions import current_version, register_write

logger = logging.getLogger(__name__)

#: Others may write between our diff and our turn to write; so often we diff anew.
_ATTEMPTS = 3


class RegisterChangedError(Exception):
    """Somebody wrote between the diff and the write."""


def run_import(
    register: str,
    importer_class: type[Importer[Any]],
    data: bytes,
    *,
    filename: str,
    options: ImportOptions,
    limits: Limits | None = None,
) -> ImportReport:
    """Import a file, or (``options.dry_run``) say what importing it would do. All or nothing.

    Everything slow happens before the write transaction, which begins only when there are no errors and
    something is to be written: the same file a second time doesn't move the register version.
    Raises ImportFileError when the file or the options can't be used at all.
    """
    importer_class(options).check_options()
    table = read_sheet(
        data,
        filename=filename,
        known_headers=known_headers(importer_class.columns),
        limits=limits or Limits.from_settings(),
    )
    sha256 = hashlib.sha256(data).hexdigest()
    for _attempt in range(_ATTEMPTS):
        try:
            outcomes, problems, written = _diff_and_write(importer_class, options, table)
        except RegisterChangedError:
            continue
        return ImportReport(
            register=register,
            file=filename,
            sha256=sha256,
            outcomes=(*outcomes, *_invalid(problems.errors)),
            errors=tuple(sorted(problems.errors, key=_by_row)),
            warnings=tuple(sorted(problems.warnings, key=_by_row)),
            written=written,
        )
    raise ImportFileError(
        _("Others keep changing the register at this moment; nothing was written. Try again.")
    )


def _diff_and_write(
    importer_class: type[Importer[Any]], options: ImportOptions, table: SheetTable
) -> tuple[list[RowOutcome], Problems, bool]:
    seen_version = current_version()
    importer = importer_class(options)
    matched = match_columns(importer.columns, importer.one_of, table)
    problems = Problems(warnings=unknown_column_warnings(matched, table))
    rows = parse_rows(table, matched, importer.lookups(), problems)
    plan = importer.diff(problems.good(rows), problems)
    outcomes = [outcome for outcome in plan.outcomes if outcome.row not in problems.bad_rows]
    if problems.errors or plan.is_empty or options.dry_run:
        return outcomes, problems, False
    refusal = _write(importer, plan, seen_version)
    if refusal:
        problems.errors += refusal
        return outcomes, problems, False
    return outcomes, problems, True


def _write(importer: Importer[Any], plan: Plan, seen_version: int) -> list[RowError]:
    """Write in one transaction; gives the database's or a service's refusal, with nothing written."""
    try:
        with register_write() as version:
            # Inside a caller's own register write the version is the one seen already.
            if version - seen_version > 1:
                raise RegisterChangedError
            importer.write(plan, version)
    except ValidationError as error:
        return [RowError(None, "", "", message) for message in error.messages]
    except (IntegrityError, DataError):
        logger.exception("The database refused an import.")
        return [
            RowError(
                None,
                "",
                "",
                _("The rows contradict each other or the register, so that nothing was written."),
            )
        ]
    return []


def _invalid(errors: Sequence[RowError]) -> list[RowOutcome]:
    rows = dict.fromkeys(error.row for error in errors if error.row is not None)
    return [RowOutcome(row, Outcome.INVALID, "") for row in rows]


def _by_row(problem: RowError) -> int:
    return problem.row or 0
