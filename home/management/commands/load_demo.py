"""Load the demo data of the reference site."""

from typing import Any

from django.core.management.base import BaseCommand

from home.demo.load import load_demo
from home.demo.users import DEMO_PASSWORD, DEMO_USERS, demo_users_allowed


class Command(BaseCommand):
    help = "Load the demo: real schools and certificates, generated filings and approvals marked as such."

    def handle(self, *args: Any, **options: Any) -> None:
        load_demo()
        self.stdout.write("演示数据已就绪（已有的内容保持不变）。")
        if not demo_users_allowed():
            self.stdout.write("本站不是演示站点（DEMO 未开启），没有建立演示账号。")
            return
        self.stdout.write(f"后台 /admin/ 演示账号，密码均为 {DEMO_PASSWORD}：")
        for user in DEMO_USERS:
            self.stdout.write(f"  {user.username:<10}{user.does}")
