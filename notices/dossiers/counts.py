"""How much the register holds of a batch, counted from the lists and lines that visitors see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from registry.filters import ApprovalFilterSet
from registry.models import Approval, Batch, EditionRow
from registry.services.approval_index.holder import index_at
from registry.services.statistics import Figure
from registry.views.figures import figures_of
from xcms.versions import read_from_memory_if_possible

_NOTHING = Figure("", "", 0, 0, 0, 0, is_demo=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """Certificates and organisations are those of the lists, ``revoked`` certificates among them; the approvals
    are those decided in the batch and in force today."""

    certificates: int
    revoked: int
    organizations: int
    approved: Figure
    lists_are_demo: bool
    certificates_url: str
    approvals_url: str
    statistics_url: str

    @property
    def is_demo(self) -> bool:
        return self.lists_are_demo or self.approved.is_demo

    def __bool__(self) -> bool:
        return bool(self.certificates or self.approved.lines)


def counts_of(batch: Batch, today: date) -> Counts:
    """One query for the lists; the approvals from memory, else in one more."""
    rows: dict[str, Any] = (
        EditionRow.objects.public()
        .filter(edition__round__batch=batch)
        .aggregate(
            certificates=Count("filing__certificate", distinct=True),
            standing=Count(
                "filing__certificate", distinct=True, filter=Q(filing__revoked_on__isnull=True)
            ),
            organizations=Count("filing__certificate__organization", distinct=True),
            demo=Count("pk", filter=Q(filing__is_demo=True)),
        )
    )
    query = urlencode({"batch": batch.key})
    return Counts(
        certificates=rows["certificates"],
        revoked=rows["certificates"] - rows["standing"],
        organizations=rows["organizations"],
        approved=_approved(batch, today),
        lists_are_demo=bool(rows["demo"]),
        certificates_url=f"{reverse('xcms_registry:certificate_list')}?{query}",
        approvals_url=f"{reverse('xcms_registry:approval_list')}?{query}",
        statistics_url=f"{reverse('xcms_registry:statistics')}?{query}",
    )


def _approved(batch: Batch, today: date) -> Figure:
    def total(version: int, may_use_memory: bool) -> Figure:
        asked = ApprovalFilterSet(
            QueryDict(urlencode({"batch": batch.key})),
            queryset=Approval.objects.public(),
            today=today,
        )
        if not asked.is_valid():
            # Unlisted since it was asked for.
            return _NOTHING
        return figures_of(asked, index_at(version) if may_use_memory else None).total()

    return read_from_memory_if_possible(total)
