"""A small public site, and what can be hidden in it: how it comes to be shown, and how it is hidden."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from typing import Any, Self

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from notices.models import CertificateListPage
from registry.enums import FindingOutcome, PlanContent, ViolationState
from registry.models import (
    Application,
    ApplicationLine,
    ApplicationPlanFile,
    Approval,
    Batch,
    Certificate,
    Completion,
    ContactPoint,
    Duty,
    Filing,
    FilingPlanFile,
    Major,
    Organization,
    OutcomeRecognition,
    PlanFinding,
    School,
    Violation,
    ViolationEvidence,
)
from registry.services.approvals import void
from registry.services.reconciliations import Figure, Identity, begin
from tests import factories as make
from tests.made_once import as_it_is
from tests.notices.collections_pages import make_collection
from tests.notices.pages import draft_list, make_notice, make_section, publish, published_list
from tests.registry.doors import (
    BATCH,
    CERTIFICATE_ID,
    CONTACT_ID,
    FILING_ID,
    GROUP_ID,
    LINE_ID,
    OWNER_ID,
    SECRET,
)
from xcms.days import shanghai_today

MOBILE = "138" + "0" * 8
QUOTA = 98765
_LISTS = ("approvals", "certificates", "schools", "organizations")


class World:
    """Two certificates filed and published in round 1, lines of both, offices, a group, pages with blocks."""

    def __init__(self, root: Any) -> None:
        self.section = make_section(root)
        self.other = make_section(root, title="其他栏目", slug="other")
        self.round = make.RoundFactory(number=1)
        self.next_round = make.RoundFactory(number=2)
        self.list = published_list(self.section, filings=2, round_=self.round)
        filings = Filing.objects.select_related("certificate__organization").order_by("pk")
        self.certificates = [filing.certificate for filing in filings]
        self.schools = make.SchoolFactory.create_batch(3)
        for number, school in enumerate(self.schools):
            certificate = self.certificates[number % 2]
            decision = {"round": self.round}
            make.grant(10 + number, school=school, certificate=certificate, decision=decision)
        make.QQGroupFactory()
        for owner in (
            {},
            {"kind": "school", "school": self.schools[0]},
            {"kind": "organization", "organization": self.certificates[0].organization},
        ):
            make.ContactFactory(office="有联系人的科室", **owner)
        self._unlisted_batch()
        for name in _LISTS:
            make_collection(self.section, title=f"专题 {name}", slug=name, register=name)
        make_notice(self.section, body=_blocks())
        self.records = [
            *(f"/registry/schools/{school.code}/" for school in self.schools),
            *(f"/registry/certificates/{one.public_id}/" for one in self.certificates),
            *(
                f"/registry/organizations/{one.organization.public_id}/"
                for one in self.certificates
            ),
        ]

    def as_it_is(self) -> Self:
        """With what the database holds now."""
        found = copy(self)
        found.section, found.other = as_it_is(self.section), as_it_is(self.other)
        found.round, found.next_round = as_it_is(self.round), as_it_is(self.next_round)
        found.list = as_it_is(self.list)
        found.certificates = list(map(as_it_is, self.certificates))
        found.schools = list(map(as_it_is, self.schools))
        return found

    def _unlisted_batch(self) -> None:
        """What is decided in it is public, but not its name."""
        year, number = map(int, BATCH.split("-"))
        batch = make.BatchFactory(year=year, number=number, title=f"{SECRET}批次", is_listed=False)
        round_ = make.RoundFactory(batch=batch)
        line = {"school": self.schools[1], "certificate": self.certificates[0]}
        make.grant(**line, decision={"round": round_})
        make.QQGroupFactory(batch=batch)
        Duty.objects.create(batch=batch, audience="schools", text=f"{SECRET}职责")


def _blocks() -> list[tuple[str, Any]]:
    figures = {"title": "", "measure": "quota", "saved_filter": ""}
    rows = {"saved_filter": "", "columns": [], "rows": 50}
    return [
        *(("statistics", {**figures, "by": by}) for by in ("region", "certificate", "round")),
        *(("collection", {**rows, "title": name, "register": name}) for name in _LISTS),
    ]


def certificate() -> Certificate:
    """With its owner and an office of that; in no list."""
    owner, is_new = Organization.objects.get_or_create(
        public_id=OWNER_ID, defaults={"name": f"{SECRET}机构"}
    )
    if is_new:
        make.ContactFactory(kind="organization", organization=owner, office=f"{SECRET}机构科室")
    found, _ = Certificate.objects.get_or_create(
        public_id=CERTIFICATE_ID,
        defaults={
            "name": f"{SECRET}证书",
            "organization": owner,
            "national_batch": 1,
            "levels": ["beginner"],
        },
    )
    return found


def filing(round_: Any, **values: Any) -> Filing:
    made: Filing = make.FilingFactory(
        round=round_, certificate=certificate(), fee=f"{SECRET}收费", **values
    )
    return made


def ledger() -> list[str]:
    """What the office keeps of every filing, public ones too, and of violations; gives the addresses of their files."""
    for row in Filing.objects.select_related("round"):
        row.sender_mail = f"{SECRET}@example.com"
        row.has_seal, row.received_at = "no", timezone.now()
        row.decision_reason = f"{SECRET}理由"
        row.save()
        plan = {"filing": row, "name": f"{SECRET}方案.pdf"}
        FilingPlanFile.of(f"%PDF-1.4 {SECRET}".encode(), **plan).save()
        for content in PlanContent:
            finding = {"content": content, "outcome": FindingOutcome.MISSING}
            PlanFinding.objects.create(
                filing=row, remark=f"{SECRET}意见", judged_at=timezone.now(), **finding
            )
    subjects = {"school": School.objects.first(), "organization": Organization.objects.first()}
    for key, subject in subjects.items():
        for state in ViolationState:
            decision = {"upheld": True, "public_sentence": ""} if state == "upheld" else {}
            case = make.violation(
                description=f"{SECRET}线索",
                reporter=f"{SECRET}举报人",
                **{key: subject, "state": state, **decision},
            )
            evidence = {"violation": case, "name": f"{SECRET}证据.pdf"}
            ViolationEvidence.of(SECRET.encode(), **evidence).save()
    cases = Violation.objects.values_list("pk", flat=True)
    keys = Filing.objects.values_list("pk", flat=True)
    return [
        *(reverse("xcms_registry_filing_modeladmin_plan", args=[key]) for key in keys),
        *(reverse("xcms_registry_violation_modeladmin_evidence", args=[key]) for key in cases),
    ]


# One list page, and the ways in which it is not public


def draft(world: World) -> CertificateListPage:
    row = filing(world.next_round, public_id=FILING_ID)
    return draft_list(world.section, row.round, title=f"{SECRET}名单", slug="secret")


def schedule(_world: World, page: Any) -> None:
    page = page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.bind_rows()
    page.save_revision().publish()


def unpublish(_world: World, page: Any) -> None:
    page.unpublish()


def expire(_world: World, page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def restrict(kind: str) -> Callable[[World, Any], None]:
    def hide(_world: World, page: Any) -> None:
        password = "x" if kind == "password" else ""
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)

    return hide


def move_behind_a_login(world: World, page: Any) -> None:
    restrict("login")(world, world.other)
    Page.objects.get(pk=page.pk).move(world.other, pos="last-child")


def show_again(world: World, page: Any) -> CertificateListPage:
    """Live and open to everybody, in the public section."""
    for one in PageViewRestriction.objects.all():
        one.delete()
    page = CertificateListPage.objects.get(pk=page.pk)
    if not page.is_child_of(world.section):
        page.move(world.section, pos="last-child")
        page = CertificateListPage.objects.get(pk=page.pk)
    return publish(page, go_live_at=None, expire_at=None)


WAYS_TO_HIDE_A_LIST: tuple[Callable[[World, Any], None], ...] = (
    unpublish,
    expire,
    restrict("password"),
    restrict("groups"),
    move_behind_a_login,
)


# Things of other kinds, all at once


def never_public(world: World) -> None:
    """A filing in hand, one that no edition lists yet, an undecided line, drafts, a person's number."""
    filing(world.next_round, pending=True)
    filing(world.round)
    make.ApprovalFactory(
        school=world.schools[0], certificate=certificate(), public_id=LINE_ID, is_demo=True
    )
    Completion.objects.create(
        school=world.schools[0],
        certificate=world.certificates[0],
        batch=world.round.batch,
        planned=QUOTA,
        trained=QUOTA,
        certified=QUOTA,
        source=f"{SECRET}来源",
    )
    evaluation = make.evaluation(title=f"{SECRET}评价", basis=f"{SECRET}依据")
    make.scored(evaluation, "100", "50", school=world.schools[0])
    OutcomeRecognition.objects.create(
        school=world.schools[0],
        certificate=world.certificates[0],
        major=Major.objects.unspecified(),
        recognised=f"{SECRET}课程",
        basis=f"{SECRET}办法",
        recognised_on=date(2020, 6, 1),
    )
    office_ledger(world)
    make.ContactFactory(office=f"{SECRET}科室", is_public=False, public_id=CONTACT_ID)
    make.QQGroupFactory(name=f"{SECRET}群", is_public=False, public_id=GROUP_ID)
    persons(show=False)
    for page in pages(world):
        page.unpublish()


def office_ledger(world: World) -> None:
    """An application with its plan, and what the platform says otherwise."""
    line = {"school": world.schools[0], "certificate": world.certificates[0]}
    application = Application.objects.create(
        **line, round=world.round, plan=f"{SECRET}方案", note=SECRET, platform_number=SECRET
    )
    ApplicationLine.objects.create(
        application=application, level="advanced", major=make.unspecified_major(), students=QUOTA
    )
    ApplicationPlanFile.of(
        f"%PDF-1.4 {SECRET}".encode(), application=application, name=f"{SECRET}方案.pdf"
    ).save()
    figures = {line_identity(application): Figure(QUOTA, 2)}
    options: dict[str, Any] = {"name": f"{SECRET}.csv", "sha256": "0" * 64, "acting_user": None}
    begin(world.round, figures, today=shanghai_today(), **options)


def line_identity(application: Application) -> Identity:
    line = application.lines.get()
    return application.school_id, application.certificate_id, line.level, line.major_id


def persons(*, show: bool) -> None:
    for office in ContactPoint.objects.filter(office="有联系人的科室"):
        office.person, office.mobile, office.show_person = f"{SECRET}人", MOBILE, show
        office.save()


def pages(world: World) -> list[Any]:
    block = (
        "statistics",
        {"title": SECRET, "by": "region", "measure": "lines", "saved_filter": ""},
    )
    collection = {"title": f"{SECRET}专题", "slug": "secret-collection", "summary": f"{SECRET}摘要"}
    return [
        make_collection(world.section, **collection),
        make_notice(world.section, title=f"{SECRET}通知", slug="secret-notice", body=[block]),
    ]


class Shown:
    """A line, a contact, a group, a batch, persons, a collection and a notice that everybody sees."""

    def __init__(self, world: World) -> None:
        self.line: Approval = make.grant(
            QUOTA,
            school=world.schools[0],
            certificate=certificate(),
            public_id=LINE_ID,
            decision={"round": world.round, "basis": f"{SECRET}依据"},
        )
        self.contact = make.ContactFactory(office=f"{SECRET}科室", public_id=CONTACT_ID)
        self.group = make.QQGroupFactory(name=f"{SECRET}群", public_id=GROUP_ID)
        self.pages = pages(world)
        persons(show=True)
        self._list_batch(True)

    def hide(self, world: World) -> None:
        void(self.line.decisions.all(), reason="录入错误", acting_user=None)
        for record in (self.contact, self.group):
            record.is_public = False
            record.save()
        collection, notice = self.pages
        restrict("login")(world, collection)
        notice.unpublish()
        persons(show=False)
        self._list_batch(False)

    def _list_batch(self, value: bool) -> None:
        batch = Batch.objects.get(title=f"{SECRET}批次")
        batch.is_listed = value
        batch.save()
