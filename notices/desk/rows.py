"""The rows of the three panels. A few queries each, whatever the number of texts."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str, get_user_display_name
from wagtail.models import (
    AbstractPage,
    Page,
    Revision,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.permissions import policy_registry

from notices.models.sign_off import SignOffTaskState
from notices.sign_off.dates import due_in_words
from notices.sign_off.rules import objects_of
from xcms.conf import setting
from xcms.days import SHANGHAI, shanghai_today

#: Rows that a panel shows; the rest is counted.
MOST = 10


@dataclass(frozen=True, slots=True)
class Row:
    """``day`` is when it is due, goes live or was touched last; ``note`` says so in words."""

    title: str
    url: str
    what: str
    day: date | None
    note: str = ""
    is_overdue: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    shown: Sequence[Row]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def pages_for(user: Any, *actions: str) -> QuerySet[Any]:
    pages: QuerySet[Any] = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, set(actions)
    )
    return pages


def waits_for(user: Any, today: date | None = None) -> Rows:
    """What the user may decide on, the most urgent first; steps of other kinds, which have no due date, last."""
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return Rows([], 0)
    states = list(
        TaskState.objects.reviewable_by(user)
        .select_related(
            "task", "workflow_state__base_content_type", "workflow_state__requested_by", "revision"
        )
        .defer("revision__content")
    )
    # Whoever decides on a text may open it.
    return _state_rows(states, user, today or shanghai_today(), _EVERYTHING)


def in_review(user: Any, today: date | None = None) -> Rows:
    """What is at a step and may be seen by the user, whoever decides on it."""
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return Rows([], 0)
    pages = pages_for(user, "change", "publish")
    states = list(
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=get_default_page_content_type(),
        ).select_related(
            "task", "workflow_state__base_content_type", "workflow_state__requested_by"
        )
    )
    seen = _keys_among(pages, (state.workflow_state.object_id for state in states))
    states = [state for state in states if state.workflow_state.object_id in seen]
    return _state_rows(states, user, today or shanghai_today(), _editable(user, seen))


def _keys_among(pages: QuerySet[Any], keys: Iterable[str]) -> set[str]:
    return {str(key) for key in pages.filter(pk__in=set(keys)).values_list("pk", flat=True)}


def _editable(user: Any, keys: Iterable[str]) -> set[int]:
    return {int(key) for key in _keys_among(pages_for(user, "change"), keys)}


class _Everything:
    def __contains__(self, _key: Any) -> bool:
        return True


_EVERYTHING = _Everything()


def _state_rows(
    states: Sequence[TaskState], user: Any, today: date, editable: Container[Any]
) -> Rows:
    due = dict(
        SignOffTaskState.objects.filter(pk__in=[state.pk for state in states]).values_list(
            "pk", "due_on"
        )
    )
    objects = objects_of(states)
    there = [state for state in states if state.pk in objects]
    there.sort(key=lambda state: (due.get(state.pk) or date.max, state.started_at))
    shown = there[:MOST]
    titles = _titles([objects[state.pk] for state in shown])
    rows = [
        Row(
            title=titles.get(_key(objects[state.pk]), ""),
            url=_edit_url(objects[state.pk], user, editable),
            what=state.task.name,
            day=due.get(state.pk),
            note=due_in_words(due[state.pk], today) if due.get(state.pk) else "",
            is_overdue=bool(due.get(state.pk) and due[state.pk] < today),
            person=_name(state.workflow_state.requested_by),
        )
        for state in shown
    ]
    return Rows(rows, len(there))


def scheduled(user: Any) -> Rows:
    """What was agreed and goes live by itself, the next first."""
    pages = pages_for(user, "change", "publish")
    revisions = list(
        Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
        .defer("content")
        .select_related("user")
        .order_by("approved_go_live_at", "pk")
    )
    seen = _keys_among(pages, (revision.object_id for revision in revisions))
    revisions = [revision for revision in revisions if revision.object_id in seen]
    editable = _editable(user, (revision.object_id for revision in revisions[:MOST]))
    objects = Page.objects.in_bulk([int(revision.object_id) for revision in revisions[:MOST]])
    rows = [
        Row(
            title=revision.object_str,
            url=_edit_url(objects[int(revision.object_id)], user, editable),
            what="",
            day=revision.approved_go_live_at.astimezone(SHANGHAI).date(),
            note=f"{revision.approved_go_live_at.astimezone(SHANGHAI):%H:%M}",
            person=_name(revision.user),
        )
        for revision in revisions[:MOST]
        if int(revision.object_id) in objects
    ]
    return Rows(rows, len(revisions))


def never_finished(user: Any) -> Rows:
    """Drafts and changes that the user may go on with, and that nobody has touched for so many days.

    Not what is at a step or scheduled: that is on its way.
    """
    since = timezone.now() - timedelta(days=setting("STALE_DRAFT_DAYS"))
    on_its_way = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type()
    )
    keys = [int(key) for key in on_its_way.values_list("object_id", flat=True) if key.isdecimal()]
    scheduled_keys = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    keys += [int(key) for key in scheduled_keys.values_list("object_id", flat=True)]
    pages = (
        pages_for(user, "change")
        .filter(depth__gt=1, alias_of=None)
        .filter(
            Q(first_published_at=None, live=False)
            | Q(live=True, has_unpublished_changes=True)
            | Q(live=False, latest_revision_created_at__gt=F("last_published_at"))
        )
        .filter(Q(latest_revision_created_at__lt=since) | Q(latest_revision_created_at=None))
        .exclude(pk__in=keys)
    )
    count = pages.count()
    shown = list(
        pages.select_related("latest_revision__user", "content_type")
        .defer("latest_revision__content")
        .order_by(F("latest_revision_created_at").asc(nulls_first=True), "pk")[:MOST]
    )
    rows = [
        Row(
            title=page.draft_title or page.title,
            url=_edit_url(page, user, _EVERYTHING),
            what=_kind(page),
            day=page.latest_revision_created_at.astimezone(SHANGHAI).date()
            if page.latest_revision_created_at
            else None,
            note=_("changes not yet public") if page.live else _("not public"),
            person=_name(page.latest_revision.user if page.latest_revision else None),
        )
        for page in shown
    ]
    return Rows(rows, count)


def _key(obj: Any) -> tuple[type[Any], Any]:
    return type(obj), obj.pk


def _titles(objects: Sequence[Any]) -> dict[tuple[type[Any], Any], str]:
    """Of the latest version, without a query for each page."""
    return {
        _key(one): one.draft_title or one.title
        if isinstance(one, AbstractPage)
        else get_latest_str(one)
        for one in objects
    }


def _edit_url(obj: Any, user: Any, editable: Container[Any]) -> str:
    """Wagtail's finder asks the database for each page; pages that may be edited are known here."""
    if isinstance(obj, AbstractPage):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk]) if obj.pk in editable else ""
    return AdminURLFinder(user).get_edit_url(obj) or ""


def _kind(page: Any) -> str:
    model = page.content_type.model_class()
    return str(model.get_verbose_name()) if model else ""


def _name(user: Any) -> str:
    return str(get_user_display_name(user)) if user else ""
