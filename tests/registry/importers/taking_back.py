"""Import, and keep the record of it as the database would, to undo it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tests.registry.importers.running import TODAY
from tests.sheets import csv_bytes
from xcms.importing.engine import run_import
from xcms.importing.importers import Importer, ImportOptions, Written
from xcms.importing.report import ImportReport
from xcms.registers import get_register
from xcms.versions import register_write

Rows = Sequence[Mapping[str, str]]


@dataclass
class Done:
    """An import that can be undone; without work its ``written`` is empty."""

    report: ImportReport
    importer: Importer[Any]
    version: int
    written: Written

    def refusals(self) -> list[str]:
        return self.importer.undo_refusals(self.written, written_version=self.version)

    def undo(self) -> int:
        with register_write() as version:
            assert self.refusals() == []
            self.importer.undo(
                self.written, written_version=self.version, version=version, acting_user=None
            )
        return version


def bring_in(
    register: str, rows: Rows, *, replace: bool = False, today: date = TODAY, **extra: str
) -> Done:
    importer_class = get_register(register).importer_class()
    assert importer_class is not None
    options = ImportOptions(today=today, replace=replace, extra=extra)
    kept: list[tuple[int, str]] = []

    def keep(version: int, written: Written) -> None:
        record = {name: getattr(written, name) for name in ("created", "former", "extra")}
        kept.append((version, json.dumps(record, cls=DjangoJSONEncoder)))

    header = list(dict.fromkeys(name for row in rows for name in row))
    data = csv_bytes(header, *([row.get(name, "") for name in header] for row in rows))
    report = run_import(
        register, importer_class, data, filename="表.csv", options=options, also=keep
    )
    version, record = kept[0] if kept else (0, "{}")
    return Done(report, importer_class(options), version, Written(**json.loads(record)))
