"""Collection pages for tests."""

from typing import Any

from notices.models import RegisterCollectionPage


def make_collection(section: Any, **values: Any) -> RegisterCollectionPage:
    """A live page over the approvals: ``make_collection(section, saved_filter="region=430100")``."""
    page = RegisterCollectionPage(**{"title": "长沙市的试点资格", "slug": "changsha", **values})
    page.live = False
    section.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
