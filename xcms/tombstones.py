"""Removed records leave a tombstone: what is no longer there can be told, and a record that comes back gets
its public id again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models.signals import pre_delete
from django.utils import timezone

from xcms.models import RegisterRecord, Tombstone
from xcms.versions import register_write

_BATCH = 500
_LONGEST_LABEL = 400


def leave_tombstones(records: Iterable[RegisterRecord], version: int) -> None:
    """For bulk removals, which send no signals; call it before the rows are gone."""
    now = timezone.now()
    records = list(records)
    public = {model: _public_keys(model, records) for model in {type(r) for r in records}}
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                model_label=record._meta.label,
                record_key=str(record.pk),
                public_id=getattr(record, "public_id", ""),
                identity=record.lasting_identity,
                label=str(record)[:_LONGEST_LABEL],
                removed_version=version,
                removed_at=now,
                was_public=record.pk in public[type(record)],
            )
            for record in records
        ],
        batch_size=_BATCH,
    )


def _public_keys(model: Any, records: Sequence[RegisterRecord]) -> set[Any]:
    """Of the records of this model, those that the public could see. One query per 500."""
    if getattr(model._default_manager.all(), "public", None) is None:
        return set()
    keys = [record.pk for record in records if type(record) is model]
    try:
        return {
            key
            for start in range(0, len(keys), _BATCH)
            for key in model._default_manager.public()
            .filter(pk__in=keys[start : start + _BATCH])
            .order_by()
            .values_list("pk", flat=True)
        }
    except NotImplementedError:  # has not said what is public
        return set()


def revive_public_ids(records: Sequence[Any]) -> None:
    """Give new records of one model, not saved yet, the public ids that they had before they were removed.

    Two queries per 500 records; an id that a living record has stays with that one.
    """
    by_identity = {record.lasting_identity: record for record in records}
    identities = [identity for identity in by_identity if identity]
    for start in range(0, len(identities), _BATCH):
        batch = identities[start : start + _BATCH]
        model = type(by_identity[batch[0]])
        former = dict(
            Tombstone.objects.filter(model_label=model._meta.label, identity__in=batch)
            .order_by("removed_version", "pk")
            .values_list("identity", "public_id")
        )
        living = set(
            model._base_manager.filter(public_id__in=former.values()).values_list(
                "public_id", flat=True
            )
        )
        for identity, public_id in former.items():
            if public_id not in living:
                by_identity[identity].public_id = public_id


def leave_one_for_each_deletion() -> None:
    """Every deletion through the ORM, cascades included, leaves its tombstone."""
    for model in apps.get_models():
        if issubclass(model, RegisterRecord):
            pre_delete.connect(_leave_one, sender=model, dispatch_uid="xcms.tombstones")


def _leave_one(instance: RegisterRecord, **_kwargs: Any) -> None:
    with register_write() as version:
        leave_tombstones([instance], version)
