"""Who of those that may act hears of it by e-mail."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.users.models import UserProfile


def may_get_mail(user: Any) -> bool:
    """In use, with an address, allowed into the admin, and not opted out in the own account's settings."""
    return bool(
        user.is_active
        and user.email
        and user.has_perm("wagtailadmin.access_admin")
        and UserProfile.get_for_user(user).submitted_notifications
    )


def candidates(tasks: Iterable[Any]) -> list[Any]:
    """Members of the steps' groups, and superusers where Wagtail's setting says so, that may get mail."""
    wanted = Q(groups__in={group.pk for task in tasks for group in task.groups.all()})
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        wanted |= Q(is_superuser=True)
    users = get_user_model()._default_manager.filter(wanted, is_active=True).exclude(email="")
    return [user for user in users.distinct().order_by("pk") if may_get_mail(user)]
