"""Forget uploads that nobody confirmed in time. Uploading does it too; this is for a quiet site's timetable."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.imports.recovery import purge_expired, recover_interrupted


class Command(BaseCommand):
    help = "Forget uploads that nobody confirmed in time, and say which imports were interrupted."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for run in recover_interrupted():
            self.stdout.write(
                _("Interrupted import of “%(file)s”: %(message)s")
                % {"file": run.file_name, "message": run.message}
            )
        purged = purge_expired()
        self.stdout.write(
            ngettext(
                "%(count)s expired upload forgotten.",
                "%(count)s expired uploads forgotten.",
                purged,
            )
            % {"count": purged}
        )
