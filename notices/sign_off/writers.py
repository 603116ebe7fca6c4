"""Whose words a text is made of."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision


def wrote_any_of(objects: Sequence[Any], user: Any) -> Collection[str]:
    """Keys (as text) of the objects that hold words of the user that have not been public yet.

    Every version since the one that is live counts, not the last alone: otherwise a colleague's pressing “save”
    would make a text foreign to its writer. Two queries, whatever the number of objects of one type.
    """
    if not objects:
        return set()
    since = _live_since(objects)
    found: set[str] = set()
    for base_type, keys in _by_type(objects).items():
        written = Revision.objects.filter(
            base_content_type=base_type, object_id__in=keys, user_id=user.pk
        )
        for key, created_at in written.order_by().values_list("object_id", "created_at"):
            live_since = since.get((base_type.pk, key))
            if live_since is None or created_at > live_since:
                found.add(key)
    return found


def writers_of(obj: Any) -> set[Any]:
    """Keys of the users whose words, not public yet, are in the object."""
    revisions = Revision.objects.for_instance(obj).exclude(user=None)
    live_since = next(iter(_live_since([obj]).values()), None)
    if live_since is not None:
        revisions = revisions.filter(created_at__gt=live_since)
    return set(revisions.order_by().values_list("user", flat=True))


def _by_type(objects: Sequence[Any]) -> Mapping[ContentType, list[str]]:
    grouped: dict[ContentType, list[str]] = {}
    for one in objects:
        grouped.setdefault(one.get_base_content_type(), []).append(str(one.pk))
    return grouped


def _live_since(objects: Sequence[Any]) -> Mapping[tuple[int, str], Any]:
    """When the version that is public now was written."""
    live = {
        one.live_revision_id: (one.get_base_content_type().pk, str(one.pk))
        for one in objects
        if getattr(one, "live", False) and getattr(one, "live_revision_id", None)
    }
    times = Revision.objects.filter(pk__in=live).values_list("pk", "created_at") if live else ()
    return {live[key]: created_at for key, created_at in times}
