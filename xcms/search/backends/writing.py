"""What both databases' indexes do alike when objects are written: no averages, and nothing stale stays."""

from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from modelsearch.index import get_indexed_models
from modelsearch.utils import get_content_type_pk

from xcms.search.backends.keys import has_whole_numbers

_CHUNK = 1000


class WordIndex:
    """Set before one of modelsearch's indexes."""

    entries: Any
    write_connection: Any

    def prepare(self) -> None:
        """Before a rebuild."""

    def tidy(self) -> None:
        """After a rebuild."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing is ranked by them; the average would read the whole table with each save."""

    def delete_stale_entries(self) -> None:
        """Entries of objects that are gone, are no longer to be indexed, or are of another type by now."""
        models = get_indexed_models()
        types = {get_content_type_pk(model) for model in models}
        self._delete(self.entries.exclude(content_type_id__in=types))
        for model in models:
            self.delete_stale_model_entries(model)

    def delete_stale_model_entries(self, model: Any) -> None:
        entries = self.entries.filter(content_type_id=get_content_type_pk(model))
        alive = model.get_indexed_objects().order_by().select_related(None)
        alive = alive.using(self.write_connection.alias)
        if has_whole_numbers(model):
            ids = alive.annotate(entry_object_id=Cast("pk", TextField())).values("entry_object_id")
            self._delete(entries.exclude(object_id__in=ids))
            return
        # Databases write other keys, such as UUIDs, in their own ways.
        known = {str(pk) for pk in alive.values_list("pk", flat=True)}
        stale = [pk for pk, key in entries.values_list("pk", "object_id") if key not in known]
        for n in range(0, len(stale), _CHUNK):
            self._delete(entries.filter(pk__in=stale[n : n + _CHUNK]))

    def _delete(self, entries: Any) -> None:
        entries._raw_delete(using=self.write_connection.alias)
