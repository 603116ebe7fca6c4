"""Who decides which former texts the public may read."""

from typing import Any

from notices.models.successors import is_official


def user_can_withhold(user: Any, page: Any) -> bool:
    """Whoever may publish the page. A lock or a workflow is about its drafts, and doesn't protect a person.

    Wagtail's right to say who may read a page is that of publishing; the sign-off leaves it as it is.
    """
    return bool(
        is_official(page)
        and not page.alias_of_id
        and page.permissions_for_user(user).can_set_view_restrictions()
    )
