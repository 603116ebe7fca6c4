"""When a record of the register counts as changed: its own version, or that of what it shows or owes its being
public to.

Lists of the pilot are short but for approvals; their legs each follow an index.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.models import (
    ApprovalDecision,
    Batch,
    Certificate,
    EditionRow,
    Filing,
    ListChange,
    Major,
    Organization,
    Region,
    Round,
    School,
    Withdrawal,
)
from xcms.api.endpoints import Leg


def _own(since: int) -> Q:
    return Q(recorded_version__gt=since)


def _keys(model: Any, since: int, *more: Q) -> QuerySet[Any]:
    """Primary keys of records that changed themselves, or meet one of more conditions."""
    condition = _own(since)
    for other in more:
        condition |= other
    return model.objects.filter(condition).order_by().values("pk")


def _lists(since: int) -> QuerySet[Any]:
    """Rounds whose list went on or off line, or has a new edition."""
    return ListChange.objects.filter(_own(since)).order_by().values("round")


def _filings(since: int) -> QuerySet[Any]:
    """What may alter which certificates and organisations are public."""
    return _keys(Filing, since, Q(round__in=_lists(since)))


def _one_leg(condition: Callable[[int], Q]) -> Callable[[int], Sequence[Leg]]:
    return lambda since: [Leg(_own(since) | condition(since))]


def _regions(since: int) -> Q:
    return Q(region__in=_keys(Region, since))


def _rounds(since: int) -> QuerySet[Any]:
    return _keys(Round, since, Q(batch__in=_keys(Batch, since)))


def _organizations(since: int) -> QuerySet[Any]:
    return _keys(Organization, since, Q(certificates__filings__in=_filings(since)))


school_legs = _one_leg(_regions)
school_year_legs = _one_leg(lambda since: Q(school__in=_keys(School, since)))
organization_legs = _one_leg(
    lambda since: (
        Q(
            pk__in=Certificate.objects.filter(filings__in=_filings(since))
            .order_by()
            .values("organization")
        )
        | Q(pk__in=Certificate.objects.filter(_own(since)).order_by().values("organization"))
    )
)
certificate_legs = _one_leg(
    lambda since: (
        Q(organization__in=_keys(Organization, since))
        | Q(pk__in=Filing.objects.filter(pk__in=_filings(since)).order_by().values("certificate"))
    )
)
filing_legs = _one_leg(lambda since: Q(round__in=_lists(since)) | Q(round__in=_rounds(since)))
contact_legs = _one_leg(
    lambda since: (
        _regions(since)
        | Q(school__in=_keys(School, since))
        | Q(organization__in=_organizations(since))
        | Q(
            organization__in=Certificate.objects.filter(_own(since))
            .order_by()
            .values("organization")
        )
    )
)
group_legs = _one_leg(lambda since: _regions(since) | Q(batch__in=_keys(Batch, since)))
round_legs = _one_leg(lambda since: Q(batch__in=_keys(Batch, since)))


def approval_legs(since: int) -> list[Leg]:
    """A million rows: own changes first, then those of the few hundred names and rounds that lines show."""
    schools = _keys(School, since, _regions(since))
    certificates = _keys(Certificate, since, Q(organization__in=_keys(Organization, since)))
    decided = ApprovalDecision.objects.valid().filter(
        approval=OuterRef("pk"), round__in=_rounds(since)
    )
    return [
        Leg(_own(since), order="recorded_version"),
        Leg(Q(school__in=schools), order="school_id"),
        Leg(Q(certificate__in=certificates), order="certificate_id"),
        Leg(Q(major__in=_keys(Major, since)), order="major_id"),
        Leg(Q(Exists(decided))),
    ]


# Of changed records that are not public: which ones were public once.

_EDITED = EditionRow.objects.all()
FILING_ONCE_PUBLIC = Q(Exists(_EDITED.filter(filing=OuterRef("pk"))))
CERTIFICATE_ONCE_PUBLIC = Q(Exists(_EDITED.filter(filing__certificate=OuterRef("pk"))))
ORGANIZATION_ONCE_PUBLIC = Q(
    Exists(_EDITED.filter(filing__certificate__organization=OuterRef("pk")))
)
CONTACT_ONCE_PUBLIC = Q(is_public=True) & Q(
    Exists(_EDITED.filter(filing__certificate__organization=OuterRef("organization")))
)
APPROVAL_ONCE_PUBLIC = Q(Exists(ApprovalDecision.objects.filter(approval=OuterRef("pk"))))


def withdrawn(model: type[Any]) -> Callable[[int], QuerySet[Any]]:
    return lambda since: Withdrawal.objects.filter(_own(since), model_label=model._meta.label)
