"""What an object's entry in the index is made of: its fields' values as tokens, and where they are put."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Manager
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from xcms.search.backends.expressions import Column
from xcms.search.backends.spelling import column_text, spelled_tokens, with_gap, with_marks

#: What no database takes in a text.
_UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)])


@dataclass(frozen=True, slots=True)
class FieldValue:
    """``field`` is modelsearch's; ``text`` is as the object has it."""

    field: Any
    text: str

    @property
    def is_autocomplete(self) -> bool:
        return isinstance(self.field, AutocompleteField)

    @property
    def is_title(self) -> bool:
        return isinstance(self.field, SearchField) and self.field.field_name == "title"


def storable(text: str) -> str:
    return text.translate(_UNSTORABLE)


def field_values(obj: Any, fields: Iterable[Any]) -> Iterator[FieldValue]:
    """As modelsearch reads them, but each item of a list for itself, and nothing for None."""
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                yield from field_values(related, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            for text in _texts(field.get_value(obj)):
                yield FieldValue(field, text)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    if isinstance(value, Manager):
        return value.all()
    return (value() if callable(value) else value,)


def _texts(value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield value if isinstance(value, str) else force_str(value)


@dataclass(frozen=True)
class Document:
    """An object as the index sees it. Read once; tokens are made when a column is asked for."""

    obj: Any
    values: Sequence[FieldValue]

    @classmethod
    def of(cls, obj: Any) -> "Document":
        return cls(obj, list(field_values(obj, obj.get_search_fields())))

    @property
    def object_id(self) -> str:
        return force_str(self.obj.pk)

    @cached_property
    def titles(self) -> list[tuple[list[str], FieldValue]]:
        return self._marked(value for value in self.values if value.is_title)

    @cached_property
    def bodies(self) -> list[tuple[list[str], FieldValue]]:
        return [
            (with_gap(spelled_tokens(value.text)), value)
            for value in self.values
            if not value.is_title and not value.is_autocomplete
        ]

    @cached_property
    def autocompletes(self) -> list[tuple[list[str], FieldValue]]:
        return self._marked(value for value in self.values if value.is_autocomplete)

    @staticmethod
    def _marked(values: Iterable[FieldValue]) -> list[tuple[list[str], FieldValue]]:
        return [(with_marks(spelled_tokens(value.text)), value) for value in values]

    def column(self, name: Column, only: Sequence[str] | None = None) -> str:
        """The tokens of a column; ``only``: of the object's own fields of these names."""
        values = self.autocompletes if name == "autocomplete" else [*self.titles, *self.bodies]
        if only is not None:
            fields = type(self.obj).get_search_fields()
            own = [field for field in fields if field.field_name in only]
            values = [(tokens, value) for tokens, value in values if value.field in own]
        return column_text(tokens for tokens, _value in values)


def is_whole_column(models: Iterable[Any], column: Column, names: Sequence[str]) -> bool:
    """Whether these fields are all that the column holds, of any of the models."""
    wanted = AutocompleteField if column == "autocomplete" else SearchField
    for model in models:
        sources = list(_sources(model.get_search_fields(), wanted, is_own=True))
        if column == "title":
            sources = [(field, is_own) for field, is_own in sources if field.field_name == "title"]
        if not all(is_own and field.field_name in names for field, is_own in sources):
            return False
    return True


def _sources(fields: Iterable[Any], wanted: type, *, is_own: bool) -> Iterator[tuple[Any, bool]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from _sources(field.fields, wanted, is_own=False)
        elif isinstance(field, wanted):
            yield field, is_own
