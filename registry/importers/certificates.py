"""职业技能等级证书"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.enums import CertificateLevel
from registry.importers.later_uses import uses_of_new_levels
from registry.importers.shared_columns import CERTIFICATE, DEMO, ORGANIZATION, SERIAL
from registry.importers.tables import organization_table
from registry.importers.vocabularies import CERTIFICATE_LEVELS, NATIONAL_BATCHES
from registry.models import Certificate, Organization
from xcms.importing.columns import Column, passed_over
from xcms.importing.importers import ImportOptions, Written
from xcms.importing.model_importer import BATCH, Link, ModelImporter, ModelPlan
from xcms.importing.parsers import choice, choices, lines, one_line
from xcms.importing.rows import ParsedRow, Problems
from xcms.text import name_key
from xcms.tombstones import revive_public_ids

#: Two organisations' names may differ by a word; only what is nearly the same is held back.
_NEARLY_THE_SAME = 88


class CertificateImporter(ModelImporter):
    """A certificate is known by its name and organisation.

    An organisation that is new is registered along with it, with a warning; one whose name is nearly that
    of a registered one is an error, since it is likelier a slip than another organisation.
    """

    model = Certificate
    derived = ("name_key", "pinyin", "search_text")
    columns = (
        Column(
            key="national_batch",
            header="国家批次",
            synonyms=("批次", "证书批次", "发布批次"),
            note="第一批至第四批，或 1 至 4",
            required=True,
            filled=True,
            parse=choice(NATIONAL_BATCHES),
        ),
        replace(
            CERTIFICATE, key="name", synonyms=(*CERTIFICATE.synonyms, "名称"), parse=one_line(100)
        ),
        replace(
            ORGANIZATION,
            note="全称；尚未登记的一并登记",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        Column(
            key="levels",
            header="证书等级",
            synonyms=("等级", "级别", "证书级别"),
            note="如“初级、中级、高级”；无此列的新证书按三个等级登记",
            filled=True,
            parse=choices(CERTIFICATE_LEVELS),
        ),
        Column(
            key="standard_url",
            header="标准链接",
            synonyms=("标准网址", "等级标准链接", "标准"),
            note="以 http:// 或 https:// 开头",
            parse=one_line(200),
        ),
        Column(
            key="description",
            header="证书说明",
            synonyms=("说明", "备注"),
            note="任意文字",
            parse=lines(),
        ),
        DEMO,
        passed_over("备案数据性质"),
        SERIAL,
    )

    def __init__(self, options: ImportOptions) -> None:
        super().__init__(options)
        self._organizations = organization_table()
        self._new_organizations: dict[str, Organization] = {}

    def existing(self) -> QuerySet[Any]:
        return Certificate.objects.select_related("organization")

    def links(self) -> Sequence[Link]:
        return (Link("_organization", ("organization",), self._organization),)

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any]:
        values = {key: value for key, value in row.values.items() if key != "_organization"}
        return {**values, "organization": row.values["_organization"]}

    def _organization(self, row: ParsedRow, problems: Problems) -> Organization | None:
        text: str = row.values["organization"]
        key = name_key(text)
        if known := self._organizations.candidates(text):
            return known[0]
        if key in self._new_organizations:
            return self._new_organizations[key]
        if self._organizations.likely(text, cutoff=_NEARLY_THE_SAME):
            problems.error(
                row,
                "organization",
                self._organizations.unknown(text)
                + _("If it is another one, import it into the register of organisations first."),
            )
            return None
        organization = Organization(name=text)
        organization.derive()
        self._new_organizations[key] = organization
        problems.warn(row, "organization", _("is not registered yet and will be, with this file."))
        return organization

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return name_key(values["name"]), values["organization"].name_key

    def identity_of(self, record: Certificate) -> Hashable:
        return record.name_key, record.organization.name_key

    def defaults(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"levels": tuple(CertificateLevel.values)}

    def write(self, plan: ModelPlan, version: int) -> Written:
        organizations = list(self._new_organizations.values())
        # An organisation is demo data where all that is known of it is.
        real = {c.organization.name_key for c in plan.new if not c.is_demo}
        for organization in organizations:
            organization.is_demo = organization.name_key not in real
            organization.recorded_version = version
        revive_public_ids(organizations)
        Organization.objects.bulk_create(organizations, batch_size=BATCH)
        written = super().write(plan, version)
        written.created[Organization._meta.label] = [o.pk for o in organizations]
        return written

    def reasons_to_keep(self, written: Written, written_version: int) -> Iterator[str]:
        yield from super().reasons_to_keep(written, written_version)
        yield from uses_of_new_levels(written, written_version)
