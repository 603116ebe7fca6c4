"""Who may do what with promised publications: whoever may edit the page that promises."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import page_permission_policy

from notices.models.promises import PromisedPublication, PromiseQuerySet


class PromisePolicy(BasePermissionPolicy):
    """No permission of its own: a promise is part of what its page says."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(page_permission_policy.user_has_permission(user, "change"))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        users: QuerySet[Any] = page_permission_policy.users_with_any_permission({"change"})
        return users

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return bool(instance.page.permissions_for_user(user).can_edit())

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> PromiseQuerySet:
        return editable_promises(user)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[Any]:
        users: QuerySet[Any] = page_permission_policy.users_with_any_permission_for_instance(
            {"change"}, instance.page
        )
        return users


def editable_promises(user: Any) -> PromiseQuerySet:
    """Of the pages that the user may edit, with ``state``."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    found: PromiseQuerySet = PromisedPublication.objects.filter(
        page__in=pages.order_by().values("pk")
    )
    return found.with_state()
