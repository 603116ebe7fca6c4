"""Days as the office counts them: Asia/Shanghai, whatever the host's time zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai_today() -> date:
    return timezone.now().astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """The last moment of a deadline day: a deadline is the end of its day."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)
