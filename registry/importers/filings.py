"""证书备案"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.enums import FilingDecision
from registry.importers.later_uses import later_editions
from registry.importers.options import ROUND_OPTION
from registry.importers.rounds import needed_round, round_of_option
from registry.importers.shared_columns import CERTIFICATE, DEMO, ORGANIZATION, ROUND, SERIAL
from registry.importers.tables import certificate_table, find_certificate, round_table
from registry.importers.vocabularies import CERTIFICATE_LEVELS, FILING_DECISIONS, SCHOOL_LEVELS
from registry.models import Filing, Round
from registry.permissions import DECIDE_FILING
from xcms.importing.columns import Column, passed_over
from xcms.importing.importers import ImportOptions, Written
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import Link, ModelImporter
from xcms.importing.parsers import choice, choices, day, lines, one_line
from xcms.importing.report import Change
from xcms.importing.rows import ParsedRow, Problems

_READ_TOGETHER = frozenset({"round", "organization", "_round", "_certificate"})


class FilingImporter(ModelImporter):
    """A filing is a certificate in a round. Importing one makes it agreed, not public: publishing does."""

    model = Filing
    accepts = (ROUND_OPTION,)
    columns = (
        ROUND,
        CERTIFICATE,
        ORGANIZATION,
        Column(
            key="levels",
            header="证书等级",
            synonyms=("等级", "级别", "备案等级", "试点等级"),
            note="如“初级、中级”；须在该证书设置的等级之内",
            required=True,
            filled=True,
            parse=choices(CERTIFICATE_LEVELS),
        ),
        Column(
            key="school_levels",
            header="试点院校层次",
            synonyms=("院校层次", "适用院校层次", "办学层次"),
            note="如“中职、高职”",
            required=True,
            filled=True,
            parse=choices(SCHOOL_LEVELS),
        ),
        Column(
            key="majors_range",
            header="专业范围",
            synonyms=("试点专业范围", "适用专业", "面向专业"),
            note="任意文字",
            parse=lines(),
        ),
        Column(
            key="fee",
            header="考证收费标准",
            synonyms=("收费标准", "考核费用", "收费"),
            note="如“200元/人”",
            parse=one_line(200),
        ),
        Column(
            key="cost_basis",
            header="成本测算依据",
            synonyms=("成本依据",),
            note="任意文字",
            parse=lines(),
        ),
        Column(
            key="exam_sites",
            header="考核站点",
            synonyms=("考核站点设置", "考点", "考核站点设置管理办法"),
            note="任意文字",
            parse=lines(),
        ),
        Column(key="note", header="说明", synonyms=("备注",), note="任意文字", parse=lines()),
        Column(
            key="received_on",
            header="收到日期",
            synonyms=("受理日期", "备案提交日期"),
            note="如 2020-05-28",
            parse=day,
            blank=None,
        ),
        Column(
            key="decision",
            header="审核结论",
            synonyms=("备案结论", "备案审核结论", "审核结果"),
            note="同意备案、审核中、不予备案；无此列的新备案按同意备案登记",
            filled=True,
            parse=choice(FILING_DECISIONS),
        ),
        Column(
            key="decided_on",
            header="审核日期",
            synonyms=("备案日期", "审定日期"),
            note="如 2020-06-01",
            parse=day,
            blank=None,
        ),
        DEMO,
        SERIAL,
        passed_over("国家批次", "批次"),
        passed_over("撤销日期"),
        passed_over("撤销依据"),
        passed_over("撤销依据链接"),
    )

    def __init__(self, options: ImportOptions) -> None:
        super().__init__(options)
        self._round: Round | None = None

    def check_options(self) -> None:
        super().check_options()
        round_of_option(self.options.extra.get("round", ""))

    def lookups(self) -> Mapping[str, LookupTable]:
        self._round = round_of_option(self.options.extra.get("round", ""))
        self._certificates = certificate_table()
        return {"rounds": round_table()}

    def existing(self) -> QuerySet[Any]:
        filings = Filing.objects.with_associations()
        self._decisions = {self.identity_of(filing): filing.decision for filing in filings}
        return filings

    def extra_changes(self, record: Filing, row: ParsedRow, problems: Problems) -> list[Change]:
        """Entering what came in is one person's work, deciding on it another's."""
        before = self._decisions.get(self.identity_of(record), FilingDecision.PENDING)
        if not self._may_decide() and record.decision != before:
            problems.error(
                row, "decision", _("only who may decide on filings can import a decision.")
            )
        return []

    def _may_decide(self) -> bool:
        """A command has no user: whoever runs it has the database itself."""
        user = self.options.acting_user
        return user is None or bool(user.has_perm(DECIDE_FILING))

    def links(self) -> Sequence[Link]:
        return (
            Link("_round", ("round",), self._round_of),
            Link(
                "_certificate",
                ("certificate", "organization"),
                lambda row, problems: find_certificate(row, self._certificates, problems),
            ),
        )

    def _round_of(self, row: ParsedRow, problems: Problems) -> Any:
        return needed_round(row, self._round, self.options.called, problems)

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any] | None:
        values = {key: value for key, value in row.values.items() if key not in _READ_TOGETHER}
        return {
            **values,
            "round": row.values["_round"],
            "certificate": row.values["_certificate"],
        }

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return values["certificate"].pk, values["round"].pk

    def identity_of(self, record: Filing) -> Hashable:
        return record.certificate_id, record.round_id

    def defaults(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"decision": FilingDecision.AGREED if self._may_decide() else FilingDecision.PENDING}

    def reasons_to_keep(self, written: Written, written_version: int) -> Iterator[str]:
        yield from super().reasons_to_keep(written, written_version)
        yield from later_editions(written, written_version)
