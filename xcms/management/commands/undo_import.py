"""Undo an import. Ends 0 when undone, 1 when rows stand in its way, 2 when there is no such import."""

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from xcms.imports import runs
from xcms.imports.errors import RunError, UndoRefusedError
from xcms.imports.states import RunState
from xcms.models import ImportRun

_REFUSED = 1
_UNUSABLE = 2
_LATEST = 10


class Command(BaseCommand):
    help = "Undo an import, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run_id", help="As in the address of the import in the admin.")
        parser.add_argument("--reason", required=True, help="Why; kept with the import.")
        parser.add_argument("--user", default="", help="Who undoes it: a user name.")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = ImportRun.objects.kept().filter(public_id=options["run_id"]).first()
        if run is None:
            self._end(_UNUSABLE, _no_such_import(options["run_id"]))
        user = self._user(options["user"])
        try:
            runs.undo(runs.refresh(run), acting_user=user, reason=options["reason"], here=True)
        except UndoRefusedError as error:
            self._end(_REFUSED, str(error))
        except RunError as error:
            self._end(_UNUSABLE, str(error))
        if run.state != RunState.UNDONE:
            self._end(_REFUSED, run.message)
        self.stdout.write(_("Undone: %(file)s.") % {"file": run.file_name})

    def _user(self, name: str) -> Any:
        if not name:
            return None
        user = get_user_model()._default_manager.filter(username=name).first()
        if user is None:
            self._end(_UNUSABLE, _("There is no user “%(name)s”.") % {"name": name})
        return user

    def _end(self, code: int, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        raise SystemExit(code)


def _no_such_import(run_id: str) -> str:
    latest = ImportRun.objects.filter(state=RunState.DONE, written_version__isnull=False)[:_LATEST]
    lines = [_("There is no import “%(id)s”. The latest that can be undone:") % {"id": run_id}]
    for run in latest:
        day = localtime(run.finished_at) if run.finished_at else ""
        lines.append(f"{run.public_id}  {day:%Y-%m-%d %H:%M}  {run.register}  {run.file_name}")
    return "\n".join(lines)
