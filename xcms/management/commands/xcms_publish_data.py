"""Write every public register as CSV and JSON Lines. For a daily timetable; running it again is harmless."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from xcms.datafiles.publishing import publish_data


class Command(BaseCommand):
    help = "Write every public register as a file for the data page. Run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Also where nothing has changed since today's set."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            release, is_new = publish_data(force=options["force"])
        except OSError as error:
            self.stderr.write(
                _("The files can't be stored: %(reason)s.") % {"reason": error.strerror or error}
            )
            raise SystemExit(2) from None
        if not is_new:
            self.stdout.write(_("Nothing has changed since the last set of files."))
            return
        for file in release.files:
            self.stdout.write(
                _("%(name)s: %(rows)s rows, %(bytes)s bytes")
                % {"name": file["name"], "rows": file["rows"], "bytes": file["bytes"]}
            )
