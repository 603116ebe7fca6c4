"""Send the digests of the day: for cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.alerts.runs import AlreadyRunningError
from xcms.alerts.sending import preview, send_digests
from xcms.alerts.transport import MailServerError
from xcms.conf import setting


class Command(BaseCommand):
    help = (
        "Send each subscriber one mail with the news of the day. Run it daily; run again, also after it was killed, "
        "it goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say who would get a mail; send and write nothing.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not setting("ALERTS_PATH"):
            self.stdout.write(_("There are no alerts on this site: XCMS[“ALERTS_PATH”] is empty."))
            return
        if options["dry_run"]:
            self._preview()
            return
        try:
            run = send_digests()
        except AlreadyRunningError as refusal:
            # What a second one would do, the first one does.
            self.stdout.write(str(refusal))
            return
        except MailServerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            ngettext("%(count)d mail sent.", "%(count)d mails sent.", run.sent)
            % {"count": run.sent}
        )
        if run.repeated:
            self.stdout.write(
                _("%(count)d of them again, after an interruption.") % {"count": run.repeated}
            )
        if run.refused:
            self.stderr.write(
                _("%(count)d not accepted by the mail server; see the report in the admin.")
                % {"count": run.refused}
            )
        if run.message:
            self.stderr.write(run.message)

    def _preview(self) -> None:
        due = preview()
        for address, news in due:
            self.stdout.write(f"{address}\t{news}")
        self.stdout.write(
            ngettext("%(count)d mail would be sent.", "%(count)d mails would be sent.", len(due))
            % {"count": len(due)}
        )
