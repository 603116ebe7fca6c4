"""Where a second person has to sign, nobody publishes alone: the approval of the last step is the only way."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from wagtail.models import PagePermissionTester

#: The page that an approval is publishing at this moment.
_being_signed: ContextVar[tuple[Any, ...]] = ContextVar("xcms_being_signed", default=())


@contextmanager
def signing(page_key: Any) -> Iterator[None]:
    """Within, the page may be published: the step has asked who approves."""
    token = _being_signed.set((*_being_signed.get(), str(page_key)))
    try:
        yield
    finally:
        _being_signed.reset(token)


def needs_second_person(page: Any) -> bool:
    """Whether the workflow that applies to the page (or to what is made below it) has such a step."""
    from notices.models.sign_off import SignOffTask

    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return False
    workflow = page.get_workflow()
    return workflow is not None and (
        SignOffTask.objects.filter(
            workflow_tasks__workflow=workflow, active=True, second_person=True
        ).exists()
    )


class SignedTextPermissionTester(PagePermissionTester):
    """No publishing past the sign-off, for superusers neither. All other rights are as Wagtail has them.

    Wagtail asks here wherever a person publishes: the editor, bulk actions, both APIs. Programs that publish
    without a person, such as the scheduler, don't ask.
    """

    def can_publish(self) -> bool:
        if str(self.page.pk) in _being_signed.get():
            return bool(self.user.is_active)
        return bool(super().can_publish()) and not needs_second_person(self.page)

    # Wagtail takes these two for the same as publishing.

    def can_set_view_restrictions(self) -> bool:
        return bool(super().can_publish())

    def can_unschedule(self) -> bool:
        return bool(super().can_publish())
