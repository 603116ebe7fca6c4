"""What is due, and for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.admin.utils import get_latest_str
from wagtail.models import TaskState

from notices.models.sign_off import SignOffTask, SignOffTaskState
from notices.sign_off.recipients import candidates
from notices.sign_off.rules import objects_of, refusals


@dataclass(frozen=True, slots=True)
class DueText:
    title: str
    task: str
    due_on: date
    obj: Any


def due_states(today: date) -> list[SignOffTaskState]:
    """At a step that is in use, due today or before, the longest overdue first."""
    return list(
        SignOffTaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, due_on__lte=today, task__active=True
        )
        .select_related("task", "workflow_state__base_content_type")
        .order_by("due_on", "pk")
    )


def due_for_people(today: date) -> Iterable[tuple[Any, list[DueText]]]:
    """Everybody who may act on something due, with what it is; nobody else."""
    states = due_states(today)
    objects = objects_of(states)
    states = [state for state in states if state.pk in objects]
    tasks = SignOffTask.objects.prefetch_related("groups").in_bulk(
        {state.task_id for state in states}
    )
    texts = {
        state.pk: DueText(
            get_latest_str(objects[state.pk]), state.task.name, state.due_on, objects[state.pk]
        )
        for state in states
        if state.due_on
    }
    for user in candidates(tasks.values()):
        if mine := _may_act_on(user, states, tasks, texts):
            yield user, mine


def _may_act_on(
    user: Any,
    states: list[SignOffTaskState],
    tasks: Mapping[int, SignOffTask],
    texts: Mapping[int, DueText],
) -> list[DueText]:
    refused: set[Any] = set()
    for key, task in tasks.items():
        refused.update(refusals(task, [state for state in states if state.task_id == key], user))
    return [texts[state.pk] for state in states if state.pk not in refused]
