"""Places on somebody's own computer, which say who that is."""

import re

_LOCAL_PLACE = re.compile(r"(?:file:/*|[A-Za-z]:[\\/]|\\\\|/(?:home|Users)/)", re.IGNORECASE)


def without_folders(value: str) -> str:
    """``C:\\Users\\…\\plan.dotx`` to ``plan.dotx``; anything that is no such place as it is."""
    if not _LOCAL_PLACE.match(value):
        return value
    return re.split(r"[\\/]", value.rstrip("\\/"))[-1]
