"""Whether the index was written by us: after the backend is switched on it must be rebuilt once."""

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.index import get_indexed_models
from modelsearch.utils import get_content_type_pk

from xcms.search.backends.keys import IS_OUR_FACTOR, has_whole_numbers
from xcms.search.backends.spelling import first_mark


def needs_rebuild() -> bool:
    """Whether any entry is another backend's: what it says in Chinese is not found. Reads all entries."""
    model = get_app_config().get_model("IndexEntry")
    using = router.db_for_read(model)
    entries = model.objects.using(using)
    if not entries.exists():
        return False
    kinds = [get_content_type_pk(kind) for kind in get_indexed_models() if has_whole_numbers(kind)]
    if connections[using].vendor == "sqlite":
        found = entries.filter(content_type_id__in=kinds)
        # Another backend may have written its text into an entry of ours.
        others = found.exclude(title="").exclude(title__startswith=first_mark(""))
        return bool(found.filter(pk__gt=0).exists() or others.exists())
    others = f"SELECT FROM {model._meta.db_table} WHERE content_type_id = ANY(%s) AND NOT {IS_OUR_FACTOR}"  # nosec B608
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({others})", [kinds])
        return bool(cursor.fetchone()[0])
