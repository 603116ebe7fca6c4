"""Load the demo data of the reference site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.demo.load import load_demo
from home.demo.users import DEMO_PASSWORD, DEMO_USERS, is_demo_site
from registry.models import Approval, Filing


class Command(BaseCommand):
    help = "Load the demo: real schools and certificates, generated filings and approvals marked as such."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="Load it even where the register already holds real filings or approvals.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Editions and decisions are append-only: demo rows could not be taken out of a real register again.
        if not (options["force"] or is_demo_site()) and _holds_real_records():
            raise CommandError(
                "登记簿里已有真实的备案或试点资格，没有装入演示数据。确需混装请加 --force。"
            )
        load_demo()
        self.stdout.write("演示数据已就绪（已有的内容保持不变）。")
        if not is_demo_site():
            self.stdout.write("本站不是演示站点（DEMO 未开启），没有建立演示账号。")
            return
        self.stdout.write(f"后台 /admin/ 演示账号，密码均为 {DEMO_PASSWORD}：")
        for user in DEMO_USERS:
            self.stdout.write(f"  {user.username:<10}{user.does}")


def _holds_real_records() -> bool:
    return any(model.objects.filter(is_demo=False).exists() for model in (Filing, Approval))
