"""A small register of every kind of line, at random: in force, to come, ended, cut, revoked, void, undecided."""

import random
from collections.abc import Sequence
from datetime import date

from registry.models import Approval, ApprovalDecision, Batch, Certificate, Major, Round, School
from tests.factories import (
    BatchFactory,
    CertificateFactory,
    MajorFactory,
    OrganizationFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    region,
    unspecified_major,
)
from xcms.versions import register_write

TODAY = date(2021, 3, 1)
DAYS = (date(2020, 6, 12), date(2021, 1, 1), TODAY, date(2021, 3, 2), date(2022, 1, 1))
REGIONS = ("430100", "430200", "433100")
SCHOOL_LEVELS = ("secondary", "higher_vocational", "applied_undergraduate")
LEVELS = ("", "beginner", "intermediate", "advanced")


class RandomRegister:
    """Schools, certificates, majors and rounds (one batch unlisted); lines and decisions come with ``write``."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311
        with register_write():
            self.schools: Sequence[School] = [
                SchoolFactory(
                    name=f"{name}职业学院",
                    region=region(self.dice.choice(REGIONS)),
                    level=self.dice.choice(SCHOOL_LEVELS),
                )
                for name in ("长沙民政", "株洲物流", "湘西民族", "湖南铁道")
            ]
            owners = [OrganizationFactory(name=name) for name in ("物流协会", "软件集团")]
            self.certificates: Sequence[Certificate] = [
                CertificateFactory(name=name, organization=self.dice.choice(owners))
                for name in ("物流管理", "Web前端开发", "老年照护")
            ]
            self.majors: Sequence[Major] = [
                unspecified_major(),
                *(MajorFactory(name=name) for name in ("物流管理", "软件技术", "民政服务")),
            ]
            listed: Batch = BatchFactory(year=2020, number=3)
            hidden: Batch = BatchFactory(year=2021, number=1, title="未公布", is_listed=False)
            self.rounds: Sequence[Round | None] = [
                None,
                RoundFactory(batch=listed, number=1),
                RoundFactory(batch=listed, number=2),
                RoundFactory(batch=hidden, number=1),
            ]

    def write(self, steps: int) -> None:
        """So many random writes, each a version of its own."""
        for _step in range(steps):
            write = self.dice.choice(
                (self.add_line, self.add_line, self.add_line, self.decide, self.void, self.rename)
            )
            write()

    def add_line(self) -> None:
        """A line with or without a first decision; one that is there already gets another decision."""
        line, is_new = Approval.objects.get_or_create(
            school=self.dice.choice(self.schools),
            certificate=self.dice.choice(self.certificates),
            level=self.dice.choice(LEVELS),
            major=self.dice.choice(self.majors),
            defaults={"is_demo": self.dice.random() < 0.2},
        )
        if not is_new or self.dice.random() < 0.9:
            self._decide(line)

    def decide(self) -> None:
        if line := self._any_line():
            self._decide(line)

    def void(self) -> None:
        """All decisions of a line, or one."""
        line = self._any_line()
        if line is None:
            return
        decisions = ApprovalDecision.objects.filter(approval=line)
        if self.dice.random() < 0.5:
            decisions = decisions.filter(pk=decisions.order_by("pk").values_list("pk")[:1])
        with register_write() as version:
            decisions.void(version)
            Approval.objects.filter(pk=line.pk).update(recorded_version=version)

    def rename(self) -> None:
        """A school moves, a certificate or a major gets another name, a line disappears."""
        match self.dice.randrange(4):
            case 0:
                school = self.dice.choice(self.schools)
                school.region = region(self.dice.choice(REGIONS))
                school.save()
            case 1:
                certificate = self.dice.choice(self.certificates)
                certificate.name = f"{certificate.name}·新"[:40]
                certificate.save()
            case 2:
                self.majors = [*self.majors, MajorFactory(name=f"新专业{self.dice.random()}")]
            case 3:
                undecided = Approval.objects.filter(decisions=None).first()
                if undecided:
                    undecided.delete()

    def _any_line(self) -> Approval | None:
        keys = list(Approval.objects.order_by("pk").values_list("pk", flat=True))
        return Approval.objects.get(pk=self.dice.choice(keys)) if keys else None

    def _decide(self, line: Approval) -> None:
        begins = self.dice.choice(DAYS)
        kind = self.dice.choice(("grant", "enlarge", "cut", "revoke"))
        decide(
            line,
            kind=kind,
            quota=0 if kind == "revoke" else self.dice.randrange(1, 5) * 10,
            effective_from=begins,
            effective_to=self.dice.choice((None, None, date(2021, 6, 1)))
            if begins < date(2021, 6, 1)
            else None,
            round=self.dice.choice(self.rounds),
            reason="原因",
            clause="第一条",
        )
