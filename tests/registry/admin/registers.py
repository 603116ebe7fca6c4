"""Something in every register."""

from datetime import date
from typing import Any

from registry.models import ApprovalDecision, DayOverride, ListEdition, Major, MajorTeam, SchoolYear
from tests import factories


def one_of_each(page: Any) -> dict[str, Any]:
    """One record of each register, by model name; the filing stands in a published edition."""
    filing = factories.FilingFactory()
    approval = factories.grant(60, certificate=filing.certificate)
    edition = ListEdition.objects.create(
        round=filing.round,
        number=1,
        page=page,
        csv="序号\r\n1\r\n",
        digest="0" * 64,
        published_at="2020-06-01T00:00:00Z",
        recorded_version=1,
    )
    edition.rows.model.objects.create(edition=edition, filing=filing, position=1, cells=["1"])
    major = factories.MajorFactory()
    SchoolYear.objects.create(school=approval.school, year=2020, majors_count=20, enrolment=8000)
    return {
        "approval": approval,
        "decision": ApprovalDecision.objects.get(),
        "filing": filing,
        "organization": filing.certificate.organization,
        "batch": filing.round.batch,
        "round": filing.round,
        "dayoverride": DayOverride.objects.create(day=date(2020, 5, 6), reason="停电"),
        "listedition": edition,
        "school": approval.school,
        "certificate": filing.certificate,
        "major": major,
        "majorteam": MajorTeam.objects.create(school=approval.school, major=major, year=2020),
        "contactpoint": factories.ContactFactory(),
        "qqgroup": factories.QQGroupFactory(),
        "region": factories.region(),
        "unspecified": Major.objects.unspecified(),
    }
