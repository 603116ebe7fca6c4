"""Delete workbooks whose time is up. Writing one does it too; this is for a quiet site's timetable."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from xcms.export_jobs.expiry import purge_expired_exports


class Command(BaseCommand):
    help = "Delete the workbooks written in the background whose time is up."

    def handle(self, *_args: Any, **_options: Any) -> None:
        purged = purge_expired_exports()
        self.stdout.write(
            ngettext(
                "%(count)s expired export deleted.", "%(count)s expired exports deleted.", purged
            )
            % {"count": purged}
        )
