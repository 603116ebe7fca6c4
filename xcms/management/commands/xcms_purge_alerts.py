"""Delete what the alerts no longer need: for cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from xcms.alerts.purging import purge


class Command(BaseCommand):
    help = "Delete subscriptions never confirmed, addresses without one, old news and old lists of mails."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(
            _(
                "Deleted: %(wishes)d unconfirmed subscriptions, %(addresses)d addresses, %(topics)d topics, "
                "%(runs)d runs."
            )
            % purge()
        )
