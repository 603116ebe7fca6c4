"""A small register and sheets of approvals for it."""

from datetime import date
from typing import Any

from registry.enums import MajorLevel
from registry.models import Approval, SchoolName
from tests import factories
from tests.registry.importers.running import TODAY
from tests.sheets import csv_bytes

HEADER = ["学校标识码", "学校名称", "证书名称", "等级", "专业名称", "试点规模(人)"]
ROUND: dict[str, Any] = {"round": "2020-3-1", "basis": "2020年第三批第一轮"}


def make_register() -> None:
    school = factories.SchoolFactory(code="4143011111", name="甲学院")
    SchoolName.objects.create(school=school, name="甲院")
    factories.SchoolFactory(code="4143011112", name="乙中专", secondary=True)
    certificate = factories.CertificateFactory(name="物流管理", levels=("beginner", "intermediate"))
    factories.FilingFactory(certificate=certificate, round=factories.RoundFactory())
    factories.MajorFactory(name="物流管理", code="630903")
    factories.MajorFactory(name="物流管理", code="120500", level=MajorLevel.SECONDARY)


def quotas(day: date = TODAY) -> dict[tuple[str, str, str], int]:
    lines = Approval.objects.effective_on(day).select_related("school", "major")
    return {(line.school.name, line.level, line.major.code): line.quota for line in lines}


def sheet(*rows: list[Any]) -> bytes:
    return csv_bytes(HEADER, *rows)


ONE = ["4143011111", "甲学院", "物流管理", "中级", "", "60"]
