"""Delete what was searched for more than a year ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from xcms.search.counting import purge_old_terms


class Command(BaseCommand):
    help = "Delete the numbers of searches that are older than XCMS['SEARCH_KEEP_DAYS']."

    def handle(self, *_args: Any, **_options: Any) -> None:
        purged = purge_old_terms()
        self.stdout.write(
            ngettext(
                "%(count)s old searched term deleted.",
                "%(count)s old searched terms deleted.",
                purged,
            )
            % {"count": purged}
        )
