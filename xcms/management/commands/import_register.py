"""Import a sheet into a register. Ends 0 when done, 1 when rows are invalid, 2 when the file can't be used."""

import json
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.days import shanghai_today
from xcms.importing.engine import run_import
from xcms.importing.errors import ImportFileError
from xcms.importing.files import read_file, shown_path
from xcms.importing.importers import Importer, ImportOptions
from xcms.importing.report import ImportReport, Outcome
from xcms.importing.rows import RowError
from xcms.imports.recovery import recover_interrupted
from xcms.imports.straight import import_file
from xcms.registers import UnknownRegisterError, get_register, register_names
from xcms.text import clean_text

_INVALID_ROWS = 1
_UNUSABLE = 2
#: Options that only some registers know; handed on as typed.
_EXTRA = ("round", "effective_on", "basis", "basis_page", "reason", "correct", "state")
#: Names that the design gives to registers whose importers are still to come.


class Command(BaseCommand):
    help = "Import a CSV or XLSX sheet into a register, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", help=", ".join(register_names()))
        parser.add_argument("file")
        parser.add_argument("--round", default="", help="The round the file is about: 2020-3-1.")
        parser.add_argument("--dry-run", action="store_true", help="Report, write nothing.")
        parser.add_argument(
            "--replace", action="store_true", help="Approvals: revoke what the file lacks."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")
        parser.add_argument("--effective-on", default="", help="Approvals: the day of effect.")
        parser.add_argument("--basis", default="", help="Approvals: what the decisions rest on.")
        parser.add_argument(
            "--basis-page",
            default="",
            help="Approvals: the page of the text they rest on, by id or address.",
        )
        parser.add_argument("--reason", default="", help="Approvals, late applications: why.")
        parser.add_argument(
            "--correct",
            action="store_true",
            help="Approvals: differing quotas correct the decisions in force.",
        )
        parser.add_argument(
            "--state", default="", help="Applications: draft or submitted (the default)."
        )
        parser.add_argument("--demo", action="store_true", help="Mark new rows as demo data.")
        parser.add_argument("--user", default="", help="Who imports: a user name.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if not options["dry_run"]:
                self._tell_of_interrupted()
            report = _import(options)
        except ImportFileError as error:
            self._refuse(options, str(error))
        except DatabaseError as error:
            self._refuse(options, _("The database can't be used now: %(error)s") % {"error": error})
        if options["json"]:
            self._print_json(report)
        else:
            self._print_summary(report, is_dry_run=options["dry_run"])
        if report.errors:
            raise SystemExit(_INVALID_ROWS)

    def _tell_of_interrupted(self) -> None:
        for run in recover_interrupted():
            self.stderr.write(
                _("Interrupted import of “%(file)s”: %(message)s")
                % {"file": run.file_name, "message": run.message}
            )

    def _refuse(self, options: dict[str, Any], sentence: str) -> NoReturn:
        if options["json"]:
            self._print_json(
                ImportReport(
                    register=shown_path(options["register"]),
                    file=shown_path(options["file"]).rpartition("/")[2],
                    sha256="",
                    errors=(RowError(None, "", "", sentence),),
                )
            )
        else:
            self.stderr.write(sentence)
        raise SystemExit(_UNUSABLE)

    def _print_json(self, report: ImportReport) -> None:
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))

    def _print_summary(self, report: ImportReport, *, is_dry_run: bool) -> None:
        self.stdout.write(
            _(
                "%(file)s: %(rows)s rows; %(new)s new, %(updated)s updated, %(unchanged)s unchanged, "
                "%(withdrawn)s withdrawn, %(invalid)s invalid."
            )
            % {
                "file": report.file,
                "rows": report.rows,
                **{outcome.value: report.count(outcome) for outcome in Outcome},
            }
        )
        for warning in report.warnings:
            self.stdout.write(_("Note: %(sentence)s") % {"sentence": warning.sentence})
        for error in report.errors:
            self.stderr.write(error.sentence)
        if report.errors:
            self.stderr.write(
                ngettext(
                    "%(count)s error; nothing was written.",
                    "%(count)s errors; nothing was written.",
                    len(report.errors),
                )
                % {"count": len(report.errors)}
            )
        elif is_dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        elif report.written:
            self.stdout.write(_("Done."))
        else:
            self.stdout.write(_("Nothing to do: the register agrees with the file."))


def _import(options: dict[str, Any]) -> ImportReport:
    name, path = options["register"], options["file"]
    importer_class = _importer_class(name)
    data = read_file(path)
    filename = shown_path(path).rpartition("/")[2]
    given = _import_options(options)
    if given.dry_run:
        return run_import(name, importer_class, data, filename=filename, options=given)
    return import_file(data, filename=filename, register=name, options=given)


def _importer_class(name: str) -> type[Importer[Any]]:
    try:
        importer_class = get_register(name).importer_class()
    except UnknownRegisterError:
        importer_class = None
    if importer_class is None:
        raise ImportFileError(
            _("There is no register “%(name)s”. Registers: %(known)s.")
            % {"name": shown_path(name), "known": ", ".join(register_names())}
        )
    return importer_class


def _import_options(options: dict[str, Any]) -> ImportOptions:
    return ImportOptions(
        today=shanghai_today(),
        acting_user=_user(clean_text(options["user"])),
        dry_run=options["dry_run"],
        replace=options["replace"],
        demo=options["demo"],
        extra={name: text for name in _EXTRA if (text := _text(options[name]))},
    )


def _text(value: str | bool) -> str:
    """An option as importers get it: cleaned text; "yes" for a switch."""
    return ("yes" if value else "") if isinstance(value, bool) else clean_text(value)


def _user(name: str) -> Any:
    if not name:
        return None
    users = get_user_model()
    try:
        return users._default_manager.get_by_natural_key(name)
    except users.DoesNotExist:
        raise ImportFileError(
            _("There is no user “%(name)s”.") % {"name": shown_path(name)}
        ) from None
