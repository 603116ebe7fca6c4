"""联系方式"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.enums import ContactKind
from registry.importers.shared_columns import (
    DEMO,
    ORGANIZATION,
    REGION_SYNONYMS,
    SCHOOL_CODE,
    SCHOOL_NAME,
    SERIAL,
)
from registry.importers.tables import find_school, organization_table, region_table, school_table
from registry.importers.vocabularies import CONTACT_KINDS
from registry.models import ContactPoint
from xcms.importing.columns import Column
from xcms.importing.errors import CellError
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import Link, ModelImporter
from xcms.importing.parsers import choice, code, day, one_line
from xcms.importing.rows import ParsedRow, Problems
from xcms.text import name_key

_LINKS = frozenset({"school_code", "school_name", "organization", "_owner", "_reachable"})


def _require_a_way(row: ParsedRow, problems: Problems) -> None:
    if not any(row.given(key) for key in ("phone", "email", "address")):
        problems.error(row, "phone", _("give a phone number, an e-mail or an address."))


class ContactImporter(ModelImporter):
    """A contact is known by whose it is, its office and what it answers.

    A person and a mobile may be imported; showing them is an explicit choice made in the admin. Sheets
    without these columns, as exports are, leave them alone.
    """

    model = ContactPoint
    derived = ("search_text",)
    columns = (
        Column(
            key="kind",
            header="类别",
            synonyms=("联系方式类别", "单位类别"),
            note="省级部门、市州教育（体）局、院校、培训评价组织",
            required=True,
            filled=True,
            parse=choice(CONTACT_KINDS),
        ),
        Column(
            key="region",
            header="所在市州",
            synonyms=REGION_SYNONYMS,
            note="市州教育（体）局必填",
            lookup="regions",
            blank=None,
        ),
        SCHOOL_CODE,
        SCHOOL_NAME,
        ORGANIZATION,
        Column(
            key="office",
            header="部门",
            synonyms=("单位", "科室", "部门名称", "单位名称", "处室"),
            note="如“职成科”",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        Column(
            key="duty",
            header="业务范围",
            synonyms=("职责", "负责事项", "业务"),
            note="答复哪方面的问题",
            parse=one_line(200),
        ),
        Column(
            key="phone",
            header="办公电话",
            synonyms=("电话", "联系电话", "座机"),
            note="座机，一个号码",
            parse=one_line(40),
        ),
        Column(
            key="email",
            header="电子邮箱",
            synonyms=("邮箱", "电子邮件", "E-mail"),
            note="一个地址",
            parse=one_line(254),
        ),
        Column(
            key="address",
            header="地址",
            synonyms=("通讯地址", "通信地址", "联系地址"),
            note="电话、邮箱、地址至少填一项",
            parse=one_line(200),
        ),
        Column(
            key="postal_code",
            header="邮政编码",
            synonyms=("邮编",),
            note="6位数字",
            parse=code(6),
        ),
        Column(
            key="person",
            header="联系人",
            synonyms=("姓名", "负责人"),
            note="不公开，除非另行选择；不导出",
            parse=one_line(50),
        ),
        Column(
            key="mobile",
            header="手机",
            synonyms=("手机号", "手机号码", "移动电话"),
            note="不公开，除非另行选择；不导出",
            parse=code(20),
        ),
        Column(
            key="confirmed_on",
            header="核实日期",
            synonyms=("确认日期",),
            note="如 2020-05-21",
            parse=day,
            blank=None,
        ),
        DEMO,
        SERIAL,
    )

    def lookups(self) -> Mapping[str, LookupTable]:
        self._schools = school_table()
        self._organizations = organization_table()
        return {"regions": region_table()}

    def existing(self) -> QuerySet[Any]:
        return ContactPoint.objects.select_related("region", "school", "organization")

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any] | None:
        values = {key: value for key, value in row.values.items() if key not in _LINKS}
        school, organization = row.values["_owner"]
        return {**values, "school": school, "organization": organization}

    def links(self) -> Sequence[Link]:
        return (
            Link(
                "_owner",
                ("kind", "region", "school_code", "school_name", "organization"),
                self._owner,
            ),
            Link("_reachable", ("phone", "email", "address"), _require_a_way),
        )

    def _owner(self, row: ParsedRow, problems: Problems) -> tuple[Any, Any]:
        """The school and the organisation whose contact this is: one of them, or neither."""
        kind = row.values["kind"]
        if kind == ContactKind.SCHOOL:
            return find_school(row, self._schools, problems), None
        if kind == ContactKind.ORGANIZATION:
            return None, self._organization(row, problems)
        if kind == ContactKind.BUREAU and not row.given("region"):
            problems.error(row, "region", _("a bureau's contact needs its region."))
        return None, None

    def _organization(self, row: ParsedRow, problems: Problems) -> Any:
        try:
            return self._organizations.find(row.values.get("organization", ""))
        except CellError as error:
            problems.error(row, "organization", str(error))
            return None

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        owner = values["school"] or values["organization"]
        if values["kind"] == ContactKind.BUREAU:
            owner = values.get("region")
        return (
            values["kind"],
            owner.pk if owner else None,
            name_key(values["office"]),
            name_key(values.get("duty", "")),
        )

    def identity_of(self, record: ContactPoint) -> Hashable:
        owner = record.school_id or record.organization_id
        region = record.region_id if record.kind == ContactKind.BUREAU else None
        return record.kind, owner or region, name_key(record.office), name_key(record.duty)
