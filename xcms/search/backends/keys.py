"""The order of an index, newest first, and how an entry's key tells its object without a look into any table."""

from datetime import UTC
from typing import Any

from django.db import models

_DAY_BITS, _PK_BITS, _TYPE_BITS = 16, 31, 13
_LAST_DAY = (1 << _DAY_BITS) - 1
MOST_PK = (1 << _PK_BITS) - 1
MOST_TYPE = (1 << _TYPE_BITS) - 1
#: Ours are below zero, where no database gives ids by itself: the two never meet in one table.
LEAST_KEY = -(1 << (_DAY_BITS + _PK_BITS + _TYPE_BITS))
_FLOAT_STEPS = 1 << 52


def has_whole_numbers(model: type[models.Model]) -> bool:
    """Whether the model's primary key is a whole number, its own or a parent's."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return isinstance(field, models.IntegerField | models.AutoField)


def _day(obj: Any) -> int:
    """When it was first published, in days; a draft is newer than anything published.

    0 for models that know no publication: their order is that of their primary keys.
    """
    if not hasattr(obj, "first_published_at"):
        return 0
    if obj.first_published_at is None:
        return _LAST_DAY
    days = obj.first_published_at.astimezone(UTC).date().toordinal() - _EPOCH
    return int(min(max(days, 1), _LAST_DAY - 1))


_EPOCH = 719_163  # 1970-01-01


def _age(obj: Any) -> int | None:
    if not has_whole_numbers(type(obj)) or not 0 <= obj.pk <= MOST_PK:
        return None
    return int(_day(obj) << _PK_BITS | obj.pk)


def sort_key(obj: Any, content_type_pk: int) -> int | None:
    """The id of the object's entry: day, primary key, type. None where it does not fit into one number."""
    age = _age(obj)
    if age is None or content_type_pk > MOST_TYPE:
        return None
    return LEAST_KEY + (age << _TYPE_BITS | content_type_pk)


def sort_factor(obj: Any) -> float:
    """Day and primary key as a factor so near to 1 that it changes no rank, and still exact: below 1.04."""
    return 1 + (_age(obj) or 0) / _FLOAT_STEPS


#: SQL: whether an entry's ``title_norm`` was made by ``sort_factor`` for its object.
IS_OUR_FACTOR = (
    f"CASE WHEN title_norm BETWEEN 1 AND 1.04 THEN"
    f" ((title_norm - 1) * {_FLOAT_STEPS})::bigint & {MOST_PK} = object_id::bigint ELSE FALSE END"
)


def pk_in(key: str) -> str:
    """SQL: the object's primary key in an entry's id. The lowest 60 bits are those that were added."""
    return f"(({key} >> {_TYPE_BITS}) & {MOST_PK})"


def type_in(key: str) -> str:
    """SQL: the content type's."""
    return f"({key} & {MOST_TYPE})"
