"""Why an import can't be undone: every row that somebody has changed, refers to or has taken the place of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from xcms.importing.importers import Written
from xcms.importing.undo import Former, batches, texts, unique_groups, with_links
from xcms.models import Tombstone

_MOST_NAMED = 20

Created = Mapping[type[Any], Sequence[Any]]


def record_refusals(written: Written, written_version: int) -> Iterator[str]:
    """A sentence for each row in the way. Lazy: who takes only the first few asks only for those.

    A new row that somebody has removed since is in nobody's way.
    """
    created = {apps.get_model(label): keys for label, keys in written.created.items()}
    former = {apps.get_model(label): rows for label, rows in written.former.items()}
    for model, rows in former.items():
        keys = [key for key, _values in rows]
        yield from _gone(model, keys)
        yield from _changed(model, keys, written_version)
        yield from _taken(model, rows, created.get(model, ()))
        yield from _missing_links(model, rows)
    for model, keys in created.items():
        yield from _changed(model, keys, written_version)
        yield from _referred_to(model, keys, created)
        yield from _on_pages(model, keys)


def named(reasons: Iterable[str]) -> list[str]:
    """The first of them, and whether there are more."""
    found = list(islice(dict.fromkeys(reasons), _MOST_NAMED + 1))
    if len(found) > _MOST_NAMED:
        found[_MOST_NAMED:] = [
            _("There are more; the first %(count)s are named.") % {"count": _MOST_NAMED}
        ]
    return found


def _gone(model: type[Any], keys: Sequence[Any]) -> Iterator[str]:
    for batch in batches(keys):
        there = set(model._base_manager.filter(pk__in=batch).values_list("pk", flat=True))
        gone = texts(key for key in batch if key not in there)
        for label in Tombstone.objects.filter(
            model_label=model._meta.label, record_key__in=gone
        ).values_list("label", flat=True):
            yield _("“%(record)s” has been deleted since.") % {"record": label}


def _changed(model: type[Any], keys: Sequence[Any], written_version: int) -> Iterator[str]:
    for batch in batches(keys):
        changed = model._base_manager.filter(pk__in=batch, recorded_version__gt=written_version)
        for record in with_links(changed).order_by("pk"):
            yield _("“%(record)s” has been changed since.") % {"record": record}


def _referred_to(model: type[Any], keys: Sequence[Any], created: Created) -> Iterator[str]:
    for relation in _relations(model):
        referring: Any = relation.related_model
        own = set(created.get(referring, ()))
        link = relation.field.name
        for batch in batches(keys):
            rows = referring._base_manager.filter(**{f"{link}__in": batch})
            for row in with_links(rows).order_by("pk"):
                if row.pk not in own:
                    yield refers(row, getattr(row, link))


def refers(row: Model, record: Any) -> str:
    return _("%(kind)s “%(row)s” refers to “%(record)s”.") % {
        "kind": row._meta.verbose_name,
        "row": row,
        "record": record,
    }


def _relations(model: type[Any]) -> list[Any]:
    """The foreign keys that point to the model."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]


def _on_pages(model: type[Any], keys: Sequence[Any]) -> Iterator[str]:
    """References out of texts and blocks, which no foreign key keeps."""
    known = ContentType.objects.get_for_models(
        *(relation.related_model for relation in _relations(model)), for_concrete_models=False
    )
    content_type = ContentType.objects.get_for_model(model)
    for batch in batches(keys):
        references = ReferenceIndex.objects.filter(
            to_content_type=content_type, to_object_id__in=texts(batch)
        ).exclude(content_type__in=[kind.pk for kind in known.values()])
        for reference in references:
            source: Any = reference.content_type.model_class()
            row = source._base_manager.filter(pk=reference.object_id).first()
            record = model._base_manager.filter(pk=reference.to_object_id).first()
            if row is not None and record is not None:
                yield refers(row, record)


def _taken(model: type[Any], former: Former, created: Sequence[Any]) -> Iterator[str]:
    """Unique values that would come back and are somebody else's by now."""
    changed = {name for _key, values in former for name in values}
    ours = {key for key, _values in former} | set(created)
    for group in unique_groups(model):
        if changed & set(group):
            yield from _taken_in(model, group, former, ours)


def _taken_in(
    model: type[Any], group: tuple[str, ...], former: Former, ours: set[Any]
) -> Iterator[str]:
    for batch in batches([row for row in former if set(row[1]) & set(group)]):
        wanted = _coming_back(model, group, dict(batch))
        # One column narrows enough: the others are compared here.
        lead = {values[0] for values in wanted}
        owners = model._base_manager.filter(**{f"{group[0]}__in": lead})
        for owner in with_links(owners):
            values = tuple(getattr(owner, name) for name in group)
            if owner.pk not in ours and values in wanted:
                yield taken(wanted[values], "、".join(texts(values)), owner)


def taken(record: Any, value: str, owner: Any) -> str:
    return _("“%(record)s” would get “%(value)s” back, which “%(owner)s” has by now.") % {
        "record": record,
        "value": value,
        "owner": owner,
    }


def _coming_back(
    model: type[Any], group: tuple[str, ...], former: dict[Any, dict[str, Any]]
) -> dict[tuple[Any, ...], str]:
    """By the values that it would have in these columns, what each record is called now."""
    wanted = {}
    for record in with_links(model._base_manager.filter(pk__in=former)):
        label = str(record)
        for name, value in former[record.pk].items():
            setattr(record, name, model._meta.get_field(name).to_python(value))
        values = tuple(getattr(record, name) for name in group)
        if not {"", None} & set(values):
            wanted[values] = label
    return wanted


def _missing_links(model: type[Any], former: Former) -> Iterator[str]:
    """Records that a former value points to and that somebody has deleted since."""
    links: dict[str, dict[Any, Any]] = {}
    for key, values in former:
        for name, value in values.items():
            if value is not None and model._meta.get_field(name).is_relation:
                links.setdefault(name, {})[value] = key
    for name, wanted in links.items():
        field: Any = model._meta.get_field(name)
        for batch in batches(list(wanted)):
            there = set(
                field.related_model._base_manager.filter(pk__in=batch).values_list("pk", flat=True)
            )
            for value in batch:
                if field.target_field.to_python(value) not in there:
                    record = model._base_manager.filter(pk=wanted[value]).first()
                    yield _("“%(record)s” would get back its %(field)s, which was deleted.") % {
                        "record": record,
                        "field": field.verbose_name,
                    }
