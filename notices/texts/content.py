"""What of a page is its public text, and the digest by which two texts are the same.

Public are the title, every field that the page's type has beyond a plain page, its rows (attachments, related
notices …) and the bytes of its documents and pictures. Not: address, search-engine texts, menus and owner of the
page, which are no part of the text, and ``UNPUBLISHED``. A field that is added to the type later counts by itself.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import swapper
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model

#: Fields for the act of publishing. A type names more of its own as ``unpublished_fields``.
UNPUBLISHED = frozenset({"change_note", "rows_digest"})

#: Draftail gives every paragraph a key, also where nothing was changed.
_BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')
_OF_A_ROW = frozenset({"pk", "id", "sort_order", "translation_key"})


@dataclass(frozen=True, slots=True)
class PublicContent:
    """``kept`` is the whole page as in a revision; ``files`` as in ``TextEdition.files``."""

    kept: dict[str, Any]
    files: dict[str, dict[str, str]]
    digest: str


def public_content(page: Any, *, rows_digest: str = "") -> PublicContent:
    """Of a specific page as it is in memory. ``rows_digest``: of the list that is shown with it."""
    kept = page.serializable_data()
    files = _files(page)
    seen = {
        "text": _seen(type(page), kept, public_fields(type(page))),
        "files": {key: file["hash"] for key, file in files.items()},
        "rows": rows_digest,
    }
    text = json.dumps(seen, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return PublicContent(kept, files, hashlib.sha256(text.encode()).hexdigest())


def public_fields(model: type[Any]) -> set[str]:
    """Names of the fields and rows of a page type that belong to its text."""
    base = swapper.load_model("wagtailcore", "Page")
    names = (
        _names(model) - _names(base) - UNPUBLISHED - set(getattr(model, "unpublished_fields", ()))
    )
    return names | {"title"}


def _names(model: type[Any]) -> set[str]:
    fields = {field.name for field in model._meta.concrete_fields if field.serialize}
    rows = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    sets = {field.name for field in get_all_child_m2m_relations(model)}
    return fields | rows | sets


def _seen(model: type[Any], data: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What is empty is left out: a field that a later version of the site adds changes no digest."""
    rows = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
    found: dict[str, Any] = {}
    for name in names:
        value = data.get(name)
        if name in rows:
            value = _seen_rows(rows[name], value or [])
        elif isinstance(value, str) and isinstance(model._meta.get_field(name), StreamField):
            value = json.loads(value or "[]")
        if not _is_empty(value := _plain(value)):
            found[name] = value
    return found


def _seen_rows(relation: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    model = relation.related_model
    names = _names(model) - _OF_A_ROW - {relation.field.name}
    in_order = sorted(rows, key=lambda row: (row.get("sort_order") is None, row.get("sort_order")))
    return [_seen(model, row, names) for row in in_order]


def _plain(value: Any) -> Any:
    """Without what editors' browsers and block editors add by themselves."""
    if isinstance(value, str):
        return _BLOCK_KEY.sub("", value).replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        items = {key: _plain(item) for key, item in value.items() if not (is_block and key == "id")}
        return {key: item for key, item in items.items() if not _is_empty(item)}
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _files(page: Any) -> dict[str, dict[str, str]]:
    """The documents and pictures of the text, in a query for each kind; a missing file has no hash."""
    kinds = (get_document_model(), get_image_model())
    wanted: dict[type[Any], set[Any]] = {}
    for model, key in _references(page):
        kind = next((kind for kind in kinds if issubclass(model, kind)), None)
        if kind is not None:
            wanted.setdefault(kind, set()).add(kind._meta.pk.to_python(key))
    return {
        f"{kind._meta.label_lower}:{file.pk}": {
            "hash": _hash(file),
            "title": file.title,
            "name": file.filename,
        }
        for kind, keys in wanted.items()
        for file in kind._base_manager.filter(pk__in=keys).order_by("pk")
    }


def _references(page: Any) -> Iterator[tuple[type[Model], Any]]:
    """(model, key) of everything that fields, rows and blocks of the page name."""
    yield from _references_of(page)
    for relation in get_all_child_relations(type(page)):
        for row in getattr(page, relation.get_accessor_name()).all():
            yield from _references_of(row)


def _references_of(instance: Any) -> Iterator[tuple[type[Model], Any]]:
    for field in instance._meta.concrete_fields:
        value = field.value_from_object(instance)
        if hasattr(field, "extract_references"):
            for model, key, *_path in field.extract_references(value):
                yield model, key
        elif field.is_relation and value is not None:
            yield field.related_model, value


def _hash(file: Any) -> str:
    try:
        return str(file.get_file_hash())
    except OSError:
        return ""
