"""E-mail what is due to those who may act on it. Once a day each, however often it is run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from notices.sign_off.reminders import send_reminders
from registry.working_days import is_working_day
from xcms.days import shanghai_today


class Command(BaseCommand):
    help = (
        "E-mails texts whose decision is due today or overdue to those who may decide on them. "
        "For the timetable; nobody gets it twice on one day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--working-days-only",
            action="store_true",
            help="Do nothing on weekends and public holidays (China's calendar).",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["working_days_only"] and not is_working_day(shanghai_today()):
            self.stdout.write(_("Today is no working day: no reminders."))
            return
        outcome = send_reminders()
        self.stdout.write(
            _("%(sent)s reminders sent, %(before)s had been sent today, %(failed)s failed.")
            % {"sent": outcome.sent, "before": outcome.before, "failed": outcome.failed}
        )
        if outcome.failed:
            raise CommandError(
                _("Some reminders could not be sent: see the log. Run the command again later.")
            )
