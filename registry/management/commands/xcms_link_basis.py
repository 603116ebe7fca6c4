"""Link the bases of recorded decisions to the texts they name. Safe to repeat; decisions stay as they are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from registry.models import BasisLink
from registry.services.basis_links import find_pages, link_recorded, open_wordings


class Command(BaseCommand):
    help = "Link the bases of recorded decisions to the notices and lists that they name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be linked, write nothing."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["dry_run"]:
            waiting = open_wordings()
            linked = sorted(find_pages(waiting))
        else:
            linked = [link.wording for link in link_recorded()]
            waiting = set(
                BasisLink.objects.filter(page__isnull=True).values_list("wording", flat=True)
            )
        for wording in linked:
            self.stdout.write(_("Linked: %(wording)s") % {"wording": wording})
        for wording in sorted(waiting.difference(linked)):
            self.stdout.write(_("No published text found: %(wording)s") % {"wording": wording})
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
