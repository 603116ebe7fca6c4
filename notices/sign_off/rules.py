"""Who may act on a step, as questions; the answer to “why not” is a sentence for the screen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.models import AbstractPage, TaskState
from wagtail.permissions import policy_registry

from notices.sign_off.writers import writers_of, wrote_any_of

_SUBMITTED = gettext_lazy(
    "You submitted this text. Somebody else has to decide on it, so there are no buttons for that here."
)
_WROTE = gettext_lazy(
    "This text holds changes of yours. Somebody else has to decide on it, so there are no buttons for that here."
)
_NOT_IN_GROUP = gettext_lazy("Only members of the groups of this step may decide on the text.")
_NO_RIGHT = gettext_lazy(
    "You are in a group of this step, but lack the right that it asks for on this page. "
    "The administrator can give it to the group."
)


class SignOffRefusedError(PermissionDenied):
    """Somebody who may not decide on the text tried to."""


def refusals(task: Any, states: Sequence[TaskState], user: Any) -> Mapping[Any, str | Promise]:
    """Why the user may not decide on these states of one step, by key of the state; who may is not in it.

    A handful of queries, whatever the number of states.
    """
    if not user.is_active or not (user.is_superuser or task.has_member(user)):
        return {state.pk: _NOT_IN_GROUP for state in states}
    objects = objects_of(states)
    written = wrote_any_of(list(objects.values()), user) if task.second_person else ()
    found: dict[Any, str | Promise] = {}
    for state in states:
        obj = objects.get(state.pk)
        if obj is None or not has_right(task, obj, user):
            found[state.pk] = _NO_RIGHT
        elif task.second_person and state.workflow_state.requested_by_id == user.pk:
            found[state.pk] = _SUBMITTED
        elif str(obj.pk) in written:
            found[state.pk] = _WROTE
    return found


def refusal(state: Any, user: Any) -> str | Promise | None:
    """Why the user may not decide on this state; None: the user may."""
    return refusals(state.task.specific, [state], user).get(state.pk)


def objects_of(states: Sequence[TaskState]) -> Mapping[Any, Any]:
    """The pages (or snippets) that the states are about, by key of the state; one query for a type."""
    keys: dict[Any, set[str]] = {}
    for state in states:
        workflow_state = state.workflow_state
        keys.setdefault(workflow_state.base_content_type, set()).add(workflow_state.object_id)
    found = {
        (base_type.pk, str(one.pk)): one
        for base_type, wanted in keys.items()
        for one in _of_type(base_type, wanted)
    }
    objects = {
        state.pk: found.get(
            (state.workflow_state.base_content_type_id, state.workflow_state.object_id)
        )
        for state in states
    }
    return {key: one for key, one in objects.items() if one is not None}


def _of_type(base_type: Any, keys: Iterable[str]) -> Iterable[Any]:
    model = base_type.model_class()
    return model._default_manager.filter(pk__in=keys) if model else ()


def has_right(task: Any, obj: Any, user: Any) -> bool:
    """The right that the step asks for, where the object stands."""
    if not task.page_right:
        return True
    policy = policy_registry.get(obj)
    if isinstance(obj, AbstractPage):
        return bool(policy.user_has_permission_for_instance(user, task.page_right, obj))
    return bool(policy.user_has_permission(user, task.page_right))


def who_may_act(state: Any) -> list[Any]:
    """Those who may decide, by name. Superusers only where no member of the groups may: they are the last resort."""
    everybody = get_user_model()._default_manager
    able = able_among(everybody.filter(groups__in=state.task.specific.groups.all()), state)
    able = able or able_among(everybody.filter(is_superuser=True), state)
    return sorted(able, key=get_user_display_name)


def able_among(users: QuerySet[Any], state: Any) -> list[Any]:
    """As ``refusal``, for many users at once: a few queries, whatever their number."""
    task, obj = state.task.specific, objects_of([state]).get(state.pk)
    if obj is None:
        return []
    able = users.filter(Q(is_superuser=True) | Q(groups__in=task.groups.all()), is_active=True)
    if task.page_right:
        able = able.filter(pk__in=_with_right(task.page_right, obj).values("pk"))
    if task.second_person:
        concerned = writers_of(obj) | {state.workflow_state.requested_by_id}
        able = able.exclude(pk__in=concerned - {None})
    return list(able.distinct())


def _with_right(right: str, obj: Any) -> QuerySet[Any]:
    policy = policy_registry.get(obj)
    found: QuerySet[Any] = (
        policy.users_with_permission_for_instance(right, obj)
        if isinstance(obj, AbstractPage)
        else policy.users_with_permission(right)
    )
    return found


def explanation(state: Any, user: Any) -> str:
    """Why the buttons are missing and who has them; "" for somebody who may decide."""
    why = refusal(state, user)
    if why is None:
        return ""
    able = who_may_act(state)
    if able:
        names = "、".join(get_user_display_name(one) for one in able)
        return f"{why} " + _("Those who may: %(names)s.") % {"names": names}
    groups = "、".join(f"“{group}”" for group in state.task.specific.groups.all())
    return f"{why} " + _(
        "At present nobody else may: ask the administrator to put a second person into the group %(groups)s."
    ) % {"groups": groups}
