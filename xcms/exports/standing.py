"""Whether a file made earlier may still be handed out.

The rule is on the safe side. A file is handed out only while everything in it is public as it was: where a
public row has gone, is hidden or has changed since, nobody gets the file any more. New rows don't matter.
A register too long to compare row by row says itself what was hidden (``Register.hidden_since``).

Nor may a file lead to a page that has moved, is hidden or stands for something else by now (``Register.links``).
New links don't matter: what was in words alone is still true.
"""

import hashlib
from collections.abc import Mapping

from django.core.cache import cache

from xcms.registers import Register
from xcms.versions import current_version

_KEEP_SECONDS = 3600


def standing(register: Register, version: int) -> str:
    """A digest of the public rows that have not changed after the version; "" where the register says itself."""
    if register.hidden_since is not None:
        return ""
    rows = register.public_queryset().filter(recorded_version__lte=version).order_by("pk")
    digest = hashlib.sha256()
    for row in rows.values_list("pk", "recorded_version").iterator():
        digest.update(b"%d:%d;" % row)
    return digest.hexdigest()


def is_still_public(register: Register, version: int, stood: str, links: Mapping[str, str]) -> bool:
    """Of a file made at the version, when ``standing()`` was ``stood`` and it led to ``links``. A few queries."""
    return _rows_stand(register, version, stood) and _links_stand(register, links)


def _links_stand(register: Register, links: Mapping[str, str]) -> bool:
    if not links:
        return True
    now = register.links()
    return all(now.get(name) == address for name, address in links.items())


def _rows_stand(register: Register, version: int, stood: str) -> bool:
    if register.hidden_since is None:
        return standing(register, version) == stood
    # What hides rows of such a register bumps the version, so the answer holds until then.
    key = f"xcms:hidden_since:{register.name}:{version}:{current_version()}"
    hidden = cache.get(key)
    if hidden is None:
        hidden = register.hidden_since(version)
        cache.set(key, hidden, _KEEP_SECONDS)
    return not hidden
