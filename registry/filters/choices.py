"""What the filters offer, asked once per request; only what a public page may name."""

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


def regions() -> Choices:
    return list(Region.objects.values_list("code", "name"))


def batches() -> Choices:
    return [(batch.key, str(batch)) for batch in Batch.objects.public()]


def rounds() -> Choices:
    return [(round_.key, str(round_)) for round_ in Round.objects.public().select_related("batch")]


def certificates_with_lists() -> QuerySet[Certificate]:
    """Certificates that a public page may name: filed in a published list, or part of a decided approval."""
    decided = ApprovalDecision.objects.public().filter(approval__certificate=OuterRef("pk"))
    filed = Filing.objects.public().filter(certificate=OuterRef("pk"))
    return Certificate.objects.filter(Exists(decided) | Exists(filed))


def named_certificates() -> Choices:
    return list(certificates_with_lists().order_by("pinyin").values_list("public_id", "name"))


def organizations_of_named_certificates() -> Choices:
    owners = Organization.objects.filter(certificates__in=certificates_with_lists()).distinct()
    return list(owners.order_by("pinyin").values_list("public_id", "name"))


def schools() -> QuerySet[School]:
    return School.objects.public()


def public_organizations() -> Choices:
    return list(Organization.objects.public().order_by("pinyin").values_list("public_id", "name"))


def public_certificates() -> Choices:
    return list(Certificate.objects.public().order_by("pinyin").values_list("public_id", "name"))
