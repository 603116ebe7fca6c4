"""Generated applications at made-up schools, in every state that a reviewer meets. Nothing of it is public."""

from datetime import UTC, datetime
from itertools import cycle

from django.contrib.auth import get_user_model

from home.demo.chance import pick
from home.demo.register import DemoRegister
from registry.enums import ApplicationState, SchoolLevel
from registry.models import Application, ApplicationLine, BureauMember, Filing, Region, School

_STATES = (
    ApplicationState.SUBMITTED,
    ApplicationState.MUNICIPAL_REVIEW,
    ApplicationState.PROVINCIAL_REVIEW,
    ApplicationState.DRAFT,
)
_STUDENTS = range(20, 121, 10)
_SUBMITTED = datetime(2020, 6, 18, 1, 0, tzinfo=UTC)
_BUREAU = "430100"


def load_applications(register: DemoRegister) -> None:
    """One for each made-up school that has none yet."""
    round_ = register.rounds[2]
    filings = [
        filing
        for filing in Filing.objects.agreed().filter(round=round_).select_related("certificate")
        if SchoolLevel.SECONDARY in filing.school_levels
    ]
    schools = School.objects.filter(
        is_demo=True, level=SchoolLevel.SECONDARY, applications=None
    ).order_by("code")
    all_states = cycle(_STATES)
    for school in schools if filings else ():
        filing = pick(filings, school.code, "filing")
        # The demo's own bureau finds something of everything on its desk.
        own = school.region_id == _BUREAU
        state = next(all_states) if own else pick(_STATES, school.code, "state")
        application = Application.objects.create(
            school=school,
            certificate=filing.certificate,
            round=round_,
            state=state,
            submitted_at=None if state == ApplicationState.DRAFT else _SUBMITTED,
            plan="（演示）专业教师 12 人，其中双师型 7 人；校内实训室两间。",
            is_demo=True,
        )
        ApplicationLine.objects.create(
            application=application,
            level=filing.levels[0],
            major=register.majors["", ""],
            students=pick(_STUDENTS, school.code, "students"),
            is_demo=True,
        )


def load_bureau_member() -> None:
    """The demo's ``bureau`` log-in reviews for 长沙."""
    model = get_user_model()
    for user in model.objects.filter(**{model.USERNAME_FIELD: "bureau"}):
        BureauMember.objects.get_or_create(
            user=user, region=Region.objects.get(code=_BUREAU), defaults={"is_demo": True}
        )
