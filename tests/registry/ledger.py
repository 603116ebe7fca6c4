"""People, schools and applications for the tests of the ledger."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from registry.enums import ApplicationState, LedgerRole, RuleKind
from registry.models import (
    Application,
    ApplicationLine,
    Batch,
    BureauMember,
    Filing,
    Round,
    Rule,
    School,
    SchoolYear,
)
from registry.services.applications import ApprovalTerms, Seen
from tests import factories

TODAY = date(2020, 6, 15)
TERMS = ApprovalTerms(effective_from=TODAY, basis="2020年第三批备案")

#: What each role may do, as the ready-made groups have it.
_PERMISSIONS = {
    LedgerRole.CLERK: ("view_application", "add_application", "change_application"),
    LedgerRole.BUREAU: ("review_application",),
    LedgerRole.PROVINCE: ("view_application", "decide_application"),
}


def person(role: LedgerRole | None, *, regions: tuple[str, ...] = ("430100",)) -> User:
    """Somebody with this role; a bureau's reviewer for these prefectures. None: nobody's role."""
    user = User.objects.create_user(f"user{User.objects.count()}")
    if role is None:
        return user
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="xcms_registry", codename__in=_PERMISSIONS[role]
        )
    )
    if role is LedgerRole.BUREAU:
        for code in regions:
            BureauMember.objects.create(user=user, region=factories.region(code))
    return user


def batch_with_caps() -> Batch:
    """The notice's own two."""
    batch = factories.BatchFactory()
    Rule.objects.create(batch=batch, kind=RuleKind.CERTIFICATES, percent=Decimal(40))
    Rule.objects.create(batch=batch, kind=RuleKind.ENROLMENT, percent=Decimal(30))
    return batch


def school(*, majors: int | None = None, enrolment: int | None = None, **values: Any) -> School:
    """With figures of 2020, where given."""
    made = factories.SchoolFactory(**values)
    if majors is not None or enrolment is not None:
        SchoolYear.objects.create(
            school=made, year=2020, majors_count=majors, enrolment=enrolment, source="办学数据"
        )
    return made


def application(
    *students: int, state: ApplicationState = ApplicationState.DRAFT, **values: Any
) -> Application:
    """One line a figure, each for a major of its own; the certificate is filed in the round."""
    round_: Round = values.pop("round", None) or factories.RoundFactory()
    certificate = values.pop("certificate", None) or factories.CertificateFactory()
    if not Filing.objects.filter(certificate=certificate, round=round_).exists():
        factories.FilingFactory(certificate=certificate, round=round_)
    made = Application.objects.create(
        school=values.pop("school", None) or factories.SchoolFactory(),
        certificate=certificate,
        round=round_,
        state=state,
        submitted_at=None if state == ApplicationState.DRAFT else timezone.now(),
        **values,
    )
    for figure in students or (60,):
        ApplicationLine.objects.create(
            application=made,
            level="intermediate",
            major=factories.MajorFactory(),
            students=figure,
        )
    return made


def seen(application: Application) -> Seen:
    """As somebody reads it now."""
    return Seen(
        application.pk,
        Application.objects.values_list("recorded_version", flat=True).get(pk=application.pk),
    )
