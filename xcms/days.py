"""Days as the office counts them: Asia/Shanghai, whatever the host's time zone."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai_today() -> date:
    return timezone.now().astimezone(SHANGHAI).date()
