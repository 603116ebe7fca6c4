from argparse import ArgumentParser
from typing import Any

import swapper
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from xcms.install import InstallContext, run_steps


class Command(BaseCommand):
    help = (
        "Sets up groups and permissions. Safe to repeat: nothing that was changed since is undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--root-page",
            metavar="ID",
            help="Page below which notices live; by default the default site's root page.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and do nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["root_page"]
        page = _page(str(given)) if given is not None else _default_root()
        context = InstallContext(root_page=page, root_page_given=given is not None)
        for step, lines in run_steps(context, dry_run=options["dry_run"]):
            if not options["verbosity"]:
                continue
            self.stdout.write(self.style.MIGRATE_HEADING(str(step.label)))
            for line in lines:
                self.stdout.write(f"  {line}")
        if options["dry_run"] and options["verbosity"]:
            self.stdout.write(_("Dry run: nothing was changed."))


def _page(key: str) -> Any:
    page_model = swapper.load_model("wagtailcore", "Page")
    page = page_model.objects.filter(pk=key).first() if key.isdecimal() else None
    if page is None:
        raise CommandError(_("There is no page with the number “%(key)s”.") % {"key": key})
    return page


def _default_root() -> Any:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None
