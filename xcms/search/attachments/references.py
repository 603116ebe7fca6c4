"""Keeps Wagtail's reference index right where an item is taken out of a page's list.

Wagtail writes a page's references when the page's own row is saved: before the items that were taken out are
deleted. The index went on naming them, and a file would be found that no page shows any more.
"""

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import post_delete
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex


def watch_items() -> None:
    """Of every model whose rows belong to another's and may refer to documents, hosts' own included."""
    for model in apps.get_models():
        if _parental_key(model) is not None and _may_refer_to_documents(model):
            post_delete.connect(
                _after_delete, sender=model, dispatch_uid="xcms.search.attachments.references"
            )


def _after_delete(instance: Any, **_kwargs: Any) -> None:
    owner: Any = instance
    while (key := _parental_key(type(owner))) is not None:
        owner = key.related_model._base_manager.filter(pk=getattr(owner, key.attname)).first()
        if owner is None:
            return  # goes as well, and its references with it
    owner = getattr(owner, "specific", owner)
    if ReferenceIndex.is_indexed(type(owner)):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(owner)


def _parental_key(model: type[models.Model]) -> Any:
    keys = (field for field in model._meta.get_fields() if isinstance(field, ParentalKey))
    return next(keys, None)


def _may_refer_to_documents(model: type[models.Model]) -> bool:
    documents = get_document_model()
    return any(
        (field.is_relation and field.many_to_one and field.related_model is documents)
        or hasattr(field, "extract_references")
        for field in model._meta.get_fields()
    )
