"""Who may bring a Word file where."""

from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from notices.models import NoticePage, WordImport


def may_add_below(parent: Page, user: Any) -> bool:
    """A notice, by this user."""
    specific = parent.specific_class
    return bool(
        specific is not None
        and NoticePage in specific.creatable_subpage_models()
        and NoticePage.can_create_at(parent)
        and parent.permissions_for_user(user).can_add_subpage()
    )


def may_rewrite(page: Page, user: Any) -> bool:
    """The body of a notice. A locked page may be opened and not written: the caller says so."""
    return bool(
        page.specific_class is NoticePage
        and not page.alias_of_id
        and page.permissions_for_user(user).can_edit()
    )


def is_locked(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).page_locked())


def may_see(word: WordImport, user: Any) -> bool:
    """Before it is done its uploader alone, while allowed to go on; then whoever may edit the page."""
    if word.done_at is not None:
        return word.page is not None and may_rewrite(word.page, user)
    if word.user_id != user.pk:
        return False
    if word.page is not None:
        return may_rewrite(word.page, user)
    return word.section is not None and may_add_below(word.section, user)


def image_collection(user: Any) -> Any:
    """Where the user may add pictures: the topmost collection; None if nowhere."""
    return _collection(user, get_image_model())


def document_collection(user: Any) -> Any:
    return _collection(user, get_document_model())


def _collection(user: Any, model: Any) -> Any:
    policy = policy_registry.get_by_type(model)
    return policy.collections_user_has_permission_for(user, "add").order_by("path").first()
