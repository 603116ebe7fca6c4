"""Taking back what an import wrote to records: the new ones go and leave tombstones, the changed ones get
their former values again."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import ReferenceIndex

from xcms.importing.importers import Written
from xcms.tombstones import leave_tombstones

BATCH = 500

Former = Sequence[tuple[Any, dict[str, Any]]]


def undo_records(written: Written, version: int) -> None:
    """A fixed number of queries per 500 rows. Runs inside ``register_write()``, after the refusals were
    asked for in there: rows that others refer to must not be removed past them."""
    for label, keys in written.created.items():
        remove(apps.get_model(label), keys, version)
    for label, former in written.former.items():
        restore(apps.get_model(label), former, version)


def remove(model: type[Any], keys: Sequence[Any], version: int) -> None:
    """Foreign keys are checked at the commit, so that the order of models doesn't matter."""
    content_type = ContentType.objects.get_for_model(model)
    for batch in batches(keys):
        rows = model._base_manager.filter(pk__in=batch)
        leave_tombstones(with_links(rows), version)
        ReferenceIndex.objects.filter(
            content_type=content_type, object_id__in=texts(batch)
        ).delete()
        # Nothing hangs on these rows any more: no collector, no query per row.
        rows._raw_delete(rows.db)


def restore(model: type[Any], former: Former, version: int) -> None:
    step_aside(model, former)
    for batch in batches(former):
        values_of = dict(batch)
        names = {name for values in values_of.values() for name in values}
        fields = {name: model._meta.get_field(name) for name in names}
        records = list(model._base_manager.filter(pk__in=values_of))
        for record in records:
            for name, value in values_of[record.pk].items():
                setattr(record, name, fields[name].to_python(value))
            record.recorded_version = version
        changed = {"recorded_version", *(field.name for field in fields.values())}
        model._base_manager.bulk_update(records, sorted(changed), batch_size=BATCH)


def step_aside(model: type[Any], former: Former) -> None:
    """Clears unique texts first, else rows that get each other's values back collide on the way."""
    names = {name for _key, values in former for name in values}
    texts_in_turn = [
        name
        for name in {name for group in unique_groups(model) for name in group} & names
        if isinstance(model._meta.get_field(name), CharField)
    ]
    for name in texts_in_turn:
        for batch in batches([key for key, values in former if name in values]):
            placeholder = Concat(Value("~~"), Cast("pk", CharField()))
            model._base_manager.filter(pk__in=batch).update(**{name: placeholder})


def unique_groups(model: type[Any]) -> list[tuple[str, ...]]:
    """The sets of columns, by attname, in which no two rows may agree."""
    meta = model._meta
    single = [(f.attname,) for f in meta.concrete_fields if f.unique and not f.primary_key]
    several = [
        tuple(meta.get_field(name).attname for name in constraint.fields)
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]
    return [*single, *several]


def with_links(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the records that a row's own name may draw on."""
    links = [field.name for field in rows.model._meta.concrete_fields if field.is_relation]
    return rows.select_related(*links) if links else rows


def batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def texts(keys: Iterable[Any]) -> list[str]:
    return [str(key) for key in keys]
