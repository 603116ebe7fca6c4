"""Ask other sites whether what we link to is still there; the report of what to mend shows the answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notices.links.checking import check_links


class Command(BaseCommand):
    help = "Checks links to other sites on public pages. For a nightly timetable; may be stopped and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="Ask also about what was answered lately."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        outcome = check_links(again=options["again"])
        for link in outcome.broken:
            self.stdout.write(f"{link.url[:200]}  {link.in_words()}")
        self.stdout.write(
            _("%(links)s links to other sites, %(asked)s asked now, %(broken)s broken.")
            % {"links": outcome.links, "asked": outcome.asked, "broken": len(outcome.broken)}
        )
