"""A CDN in front of the site: which addresses it may keep without asking, and for how long.

Only where the host has set up Wagtail's front-end cache; everywhere else each answer is asked for anew.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import chain

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks

from xcms.conf import setting
from xcms.days import SHANGHAI

#: Kept by whoever receives it, and asked for before each use: never out of date.
ASK_FIRST = "public, no-cache"


def is_configured() -> bool:
    return bool(
        getattr(settings, "WAGTAILFRONTENDCACHE", None)
        or getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None)
    )


def addresses() -> set[str]:
    """Paths without a query, from the hook ``register_xcms_edge_addresses``."""
    found: Iterable[Iterable[str]] = (
        hook() for hook in hooks.get_hooks("register_xcms_edge_addresses")
    )
    return set(chain.from_iterable(found))


def is_edge_address(request: HttpRequest) -> bool:
    return is_configured() and not request.META.get("QUERY_STRING") and request.path in addresses()


def cache_control(*, edge: bool, now: datetime | None = None) -> str:
    """Nothing is kept past the coming midnight of Shanghai, when approvals begin and end."""
    now = (now or timezone.now()).astimezone(SHANGHAI)
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, SHANGHAI)
    seconds = min(setting("EDGE_CACHE_SECONDS"), int((midnight - now).total_seconds()))
    if not edge or seconds < 1:
        return ASK_FIRST
    return f"public, max-age=0, s-maxage={seconds}"
