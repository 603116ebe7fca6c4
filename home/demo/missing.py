"""Adding the rows that are not there yet."""

from collections.abc import Iterable
from typing import Any, TypeVar

from xcms.models import RegisterRecord
from xcms.versions import register_write

R = TypeVar("R", bound=RegisterRecord)


def add_missing(model: type[R], records: Iterable[R], *, key: tuple[str, ...]) -> dict[Any, R]:
    """Insert the records whose key no row has; rows that are there stay as somebody may have edited them.

    Gives back the stored rows by key: a tuple, or the bare value where the key is one field. Two queries,
    and one register write only if something is missing.
    """
    stored = _by_key(model, key)
    missing: dict[Any, R] = {}
    for record in records:
        if derive := getattr(record, "derive", None):
            derive()
        value = _key_of(record, key)
        if value not in stored:
            missing[value] = record
    if missing:
        with register_write() as version:
            for record in missing.values():
                record.recorded_version = version
            model._default_manager.bulk_create(missing.values(), batch_size=200)
        stored = _by_key(model, key)
    return stored


def _by_key(model: type[R], key: tuple[str, ...]) -> dict[Any, R]:
    return {_key_of(record, key): record for record in model._default_manager.all()}


def _key_of(record: RegisterRecord, key: tuple[str, ...]) -> Any:
    values = tuple(getattr(record, field) for field in key)
    return values[0] if len(values) == 1 else values
