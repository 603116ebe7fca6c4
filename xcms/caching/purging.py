"""Taking back what a CDN keeps, after every commit that visitors see."""

from typing import Any

from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Site

from xcms.caching.edge import addresses, is_configured
from xcms.versions import Versions, current_versions, visible_change_committed

_last_purged: Versions | None = None


def purge_after_commit() -> None:
    visible_change_committed.connect(_purge, dispatch_uid="xcms.caching")


def _purge(**_kwargs: Any) -> None:
    """Once for a commit, however many writes it held. A failure is logged and fails nothing."""
    global _last_purged
    if not is_configured():
        return
    versions = current_versions()
    if versions == _last_purged:
        return
    paths = addresses()
    PurgeBatch(site.root_url + path for site in Site.objects.all() for path in paths).purge()
    _last_purged = versions
