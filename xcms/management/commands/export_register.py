"""Write a register to a file: its public rows, or all of one that is the office's own. Ends 0 when written, 2 when
that can't be done."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.days import shanghai_today
from xcms.exports.formats import csv_lines, json_pieces
from xcms.exports.selections import COLUMNS, Selection, SelectionRefusedError
from xcms.exports.workbooks import write_workbook
from xcms.importing.files import shown_path
from xcms.registers import Register, UnknownRegisterError, get_register, register_names
from xcms.versions import register_read

_FORMATS = ("csv", "xlsx", "json")


class ExportRefusedError(Exception):
    """What was asked for can't be exported; the message is a sentence."""


class Command(BaseCommand):
    help = "Write the public rows of a register as CSV, XLSX or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", help=", ".join(register_names()))
        parser.add_argument("--format", required=True, help=", ".join(_FORMATS))
        parser.add_argument("--output", required=True, help="The file to write; replaced if there.")
        parser.add_argument(
            "--filter",
            nargs="+",
            action="extend",
            default=[],
            metavar="KEY=VALUE",
            help="As in the address of the public list; may be given several times.",
        )
        parser.add_argument(
            "--columns",
            nargs="+",
            action="extend",
            default=[],
            metavar="KEY",
            help="Only these columns, and the marks of demo data; all if none is named.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            count = _export(
                options["register"],
                options["format"],
                options["output"],
                filters=options["filter"],
                columns=options["columns"],
            )
        except ExportRefusedError as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from None
        self.stdout.write(
            ngettext("%(count)s row written.", "%(count)s rows written.", count) % {"count": count}
        )


def _export(
    name: str, file_format: str, output: str, *, filters: Iterable[str], columns: list[str]
) -> int:
    if file_format not in _FORMATS:
        raise ExportRefusedError(
            _("There is no format “%(format)s”. Formats: %(known)s.")
            % {"format": shown_path(file_format), "known": ", ".join(_FORMATS)}
        )
    try:
        register = get_register(name)
    except UnknownRegisterError:
        raise ExportRefusedError(
            _("There is no register “%(name)s”. Registers: %(known)s.")
            % {"name": shown_path(name), "known": ", ".join(register_names())}
        ) from None
    query = _query(register, filters)
    query.setlist(COLUMNS, columns)
    target = Path(output)
    try:
        with register_read() as version:
            selection = Selection.asked_for(
                register,
                query,
                today=shanghai_today(),
                version=version,
                rows=register.exportable(),
            )
            return _write_and_rename(selection, file_format, target)
    except SelectionRefusedError as refusal:
        raise ExportRefusedError(" ".join(refusal.messages)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportRefusedError(
            _("“%(path)s” can't be written: %(reason)s.")
            % {"path": shown_path(output), "reason": reason}
        ) from error


def _query(register: Register, filters: Iterable[str]) -> QueryDict:
    """Strict where an address is tolerant. Without filters the public list's own defaults hold."""
    query = QueryDict(mutable=True)
    for given in filters:
        key, separator, value = given.partition("=")
        if not separator or not key:
            raise ExportRefusedError(
                _("“%(given)s” is not of the form key=value.") % {"given": shown_path(given)}
            )
        query.appendlist(key, value)
    filterset_class = register.filterset_class()
    known = [*filterset_class.base_filters, "sort"] if filterset_class else []
    for key in query:
        if key not in known:
            raise ExportRefusedError(
                _("There is no filter “%(key)s” here. Filters: %(known)s.")
                % {"key": shown_path(key), "known": ", ".join(known) or _("none")}
            )
    return query


def _write_and_rename(selection: Selection, file_format: str, target: Path) -> int:
    """Beside the target and then in its place, so that a failure leaves no half file."""
    if target.is_dir():
        raise ExportRefusedError(
            _("“%(path)s” is a directory, not a file.") % {"path": shown_path(str(target))}
        )
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            count = _write(selection, file_format, file)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return count


def _write(selection: Selection, file_format: str, file: BinaryIO) -> int:
    if file_format == "xlsx":
        return write_workbook(selection, file)
    count = selection.rows.count()
    columns, version = selection.columns, selection.version
    file.writelines(
        csv_lines(columns, selection.lines())
        if file_format == "csv"
        else json_pieces(columns, selection.lines(), count=count, version=version)
    )
    return count


def _umask() -> int:
    """mkstemp makes private files; the export should be as readable as any other new file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
