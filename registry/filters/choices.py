"""What the filters know by its key: each gets keys and names those that a public page may name, in order."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from registry.models import (
    ApprovalDecision,
    Batch,
    Certificate,
    Filing,
    Organization,
    Region,
    Round,
    School,
)

Choices = list[tuple[str, str]]


def regions(codes: Collection[str]) -> Choices:
    return list(Region.objects.filter(code__in=codes).values_list("code", "name"))


def batches(keys: Collection[str]) -> Choices:
    # As many as years: all of them are quicker to read than to pick from.
    return [(batch.key, str(batch)) for batch in Batch.objects.public() if batch.key in keys]


def rounds(keys: Collection[str]) -> Choices:
    public = Round.objects.public().select_related("batch")
    return [(round_.key, str(round_)) for round_ in public if round_.key in keys]


def certificates_with_lists() -> QuerySet[Certificate]:
    """Certificates that a public page may name: filed in a published list, or part of a decided approval."""
    decided = ApprovalDecision.objects.public().filter(approval__certificate=OuterRef("pk"))
    filed = Filing.objects.public().filter(certificate=OuterRef("pk"))
    return Certificate.objects.filter(Exists(decided) | Exists(filed))


def named_certificates(ids: Collection[str]) -> Choices:
    return _named(certificates_with_lists(), ids)


def organizations_of_named_certificates(ids: Collection[str]) -> Choices:
    owned = certificates_with_lists().filter(organization=OuterRef("pk"))
    return _named(Organization.objects.filter(Exists(owned)), ids)


def schools() -> QuerySet[School]:
    return School.objects.public()


def public_organizations(ids: Collection[str]) -> Choices:
    return _named(Organization.objects.public(), ids)


def public_certificates(ids: Collection[str]) -> Choices:
    return _named(Certificate.objects.public(), ids)


def _named(
    records: QuerySet[Certificate] | QuerySet[Organization], ids: Collection[str]
) -> Choices:
    found = records.filter(public_id__in=ids).order_by("pinyin", "public_id")
    return list(found.values_list("public_id", "name"))
