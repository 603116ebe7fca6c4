"""Administrators of every kind, and one record of every register."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from registry.models import ApprovalDecision, DayOverride, ListEdition, Major, MajorTeam, SchoolYear
from tests import factories


@pytest.fixture
def admin(db: None) -> Any:
    return get_user_model().objects.create_superuser("chief", password="x")


@pytest.fixture
def admin_page(client: Client, admin: Any) -> Client:
    """A client logged in as superuser."""
    client.force_login(admin)
    return client


@pytest.fixture
def user_with(db: None) -> Callable[..., Any]:
    """``user_with("view_school", …)``: somebody who may enter the admin and has these permissions."""

    def make(*codenames: str) -> Any:
        user = get_user_model().objects.create_user(
            f"user{len(codenames)}-{'-'.join(codenames)}"[:150]
        )
        wanted = Permission.objects.filter(
            codename__in=codenames, content_type__app_label="xcms_registry"
        )
        user.user_permissions.add(*wanted, Permission.objects.get(codename="access_admin"))
        assert wanted.count() == len(set(codenames))
        return user

    return make


@pytest.fixture
def records(wagtail_root: Any) -> dict[str, Any]:
    """One record of each register, by model name; the filing stands in a published edition."""
    filing = factories.FilingFactory()
    approval = factories.grant(60, certificate=filing.certificate)
    edition = ListEdition.objects.create(
        round=filing.round,
        number=1,
        page=wagtail_root,
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
        "day": date(2020, 7, 1),
    }
