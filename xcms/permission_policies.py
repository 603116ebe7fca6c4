"""Permission policies for registers with fixed rows."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

#: What nobody may do to fixed rows, superusers included.
_NEVER = frozenset({"add", "delete"})


class FixedRowsPolicy(ModelPermissionPolicy):
    """Rows that are there from the start: to read and to correct, never to add or delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in _NEVER and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return bool(super().user_has_any_permission(user, set(actions) - _NEVER))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        possible = set(actions) - _NEVER
        if not possible:
            return get_user_model()._default_manager.none()
        users: QuerySet[Any] = super().users_with_any_permission(possible)
        return users
