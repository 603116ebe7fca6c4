"""The sheets of a parked file, for the person to choose from; read once."""

from dataclasses import asdict
from typing import Any

from xcms.importing.columns import known_headers
from xcms.importing.limits import Limits
from xcms.importing.sheets import SheetSummary, survey_book
from xcms.imports.files import stored_bytes
from xcms.imports.judging import importer_class
from xcms.models import ImportRun


def survey(run: ImportRun) -> tuple[SheetSummary, ...]:
    """Raises ImportFileError."""
    if run.survey is None:
        found = survey_book(
            stored_bytes(run),
            filename=run.file_name,
            known_headers=known_headers(importer_class(run.register).columns),
            limits=Limits.from_settings(),
        )
        run.survey = [asdict(summary) for summary in found]
        run.save(update_fields=["survey"])
    return tuple(
        SheetSummary(**{name: _frozen(value) for name, value in summary.items()})
        for summary in run.survey
    )


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
