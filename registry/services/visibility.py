"""What readers with a copy of the public register must learn and no record of its own tells (``changed_since``).

Lists that go on or off line are noted as ListChange, in the transaction that bumps the version. A record
that a save hides, or that another's save leaves without what made it public, is noted as Withdrawal.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import singledispatch
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_save

from registry.models import (
    Batch,
    Certificate,
    ContactPoint,
    Filing,
    ListChange,
    ListEdition,
    Organization,
    QQGroup,
    Round,
    Withdrawal,
)
from xcms.versions import register_write

Keys = Mapping[type[Any], Collection[int]]

#: Models whose saving can hide a record without stamping it, or without a trace that it was public.
_HIDING = (Batch, Certificate, ContactPoint, Filing, QQGroup, Round)
_BEFORE = "_public_before_save"


def note_list_changes(rounds: Iterable[int]) -> None:
    """These rounds' lists (primary keys) are shown to others than before, or will be in this transaction."""
    with register_write() as version:
        ListChange.objects.bulk_create(
            [ListChange(round_id=key, recorded_version=version) for key in sorted(set(rounds))],
            ignore_conflicts=True,
        )


def rounds_published_on(pages: Any) -> list[int]:
    """Rounds whose list one of these pages carries or carried. One query."""
    editions = ListEdition.objects.filter(page__in=pages).order_by()
    return list(editions.values_list("round", flat=True).distinct())


def watch_saves() -> None:
    for model in _HIDING:
        pre_save.connect(_look_before, sender=model, dispatch_uid="xcms.visibility")
        post_save.connect(_note_hidden, sender=model, dispatch_uid="xcms.visibility")


def _look_before(instance: Model, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and not instance._state.adding:
        setattr(instance, _BEFORE, _public_ids(suspects(instance)))


def _note_hidden(instance: Model, **_kwargs: Any) -> None:
    before: dict[type[Any], dict[int, str]] = instance.__dict__.pop(_BEFORE, {})
    after = _public_ids(before)
    hidden = [
        (model._meta.label, public_id)
        for model, public_ids in before.items()
        for key, public_id in public_ids.items()
        if key not in after[model]
    ]
    if hidden:
        with register_write() as version:
            Withdrawal.objects.bulk_create(
                Withdrawal(model_label=label, public_id=public_id, recorded_version=version)
                for label, public_id in hidden
            )


def _public_ids(suspected: Keys) -> dict[type[Any], dict[int, str]]:
    return {
        model: dict(
            model.objects.public()
            .filter(pk__in=list(keys))
            .order_by()
            .values_list("pk", "public_id")
        )
        for model, keys in suspected.items()
    }


@singledispatch
def suspects(instance: Any) -> Keys:
    """What saving this record may hide: itself, or what was public through it."""
    return {type(instance): [instance.pk]}


@suspects.register
def _of_batch(batch: Batch) -> Keys:
    return {Round: list(Round.objects.filter(batch=batch.pk).values_list("pk", flat=True))}


@suspects.register
def _of_certificate(certificate: Certificate) -> Keys:
    stored = Certificate.objects.filter(pk=certificate.pk).exclude(
        organization=certificate.organization_id
    )
    return _with_their_contacts(stored.values_list("organization", flat=True))


@suspects.register
def _of_filing(filing: Filing) -> Keys:
    stored = Filing.objects.filter(pk=filing.pk).exclude(certificate=filing.certificate_id)
    certificates = list(stored.values_list("certificate", flat=True))
    if not certificates:
        return {}
    owners = Organization.objects.filter(certificates__in=certificates)
    return {Certificate: certificates, **_with_their_contacts(owners.values_list("pk", flat=True))}


def _with_their_contacts(organizations: Iterable[int]) -> Keys:
    owners = list(organizations)
    if not owners:
        return {}
    contacts = ContactPoint.objects.filter(organization__in=owners)
    return {Organization: owners, ContactPoint: list(contacts.values_list("pk", flat=True))}
