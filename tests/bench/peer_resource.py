"""The approvals as a django-import-export resource, as well as it can be told to do it.

Names and lines are looked up in memory, rows that agree are skipped, rows are written in bulk, and the
decisions ride along with each batch. The checks are those of our importer.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export import fields, instance_loaders, resources, widgets

from registry.enums import DecisionKind, DecisionSource
from registry.importers.vocabularies import CERTIFICATE_LEVELS
from registry.models import (
    Approval,
    ApprovalDecision,
    Certificate,
    Filing,
    Major,
    Round,
    School,
)
from xcms.days import shanghai_today
from xcms.text import name_key
from xcms.versions import current_version

_BATCH = 1000
Identity = tuple[Any, Any, Any, Any]


class RecordWidget(widgets.Widget):
    """A record by code or name; what else the row says of it must agree."""

    def __init__(
        self,
        records: Callable[[], Iterable[Any]],
        keys: Callable[[Any], Iterable[str]],
        agrees: Callable[[Any, Any], str | None] = lambda record, row: None,
    ) -> None:
        super().__init__()
        self._records, self._keys, self._agrees = records, keys, agrees
        self._by_key: dict[str, Any] | None = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if self._by_key is None:
            self._by_key = {
                name_key(key): record for record in self._records() for key in self._keys(record)
            }
        record = self._by_key.get(name_key(str(value or "")))
        if record is None:
            raise ValueError(f"“{value}”未登记。")
        if complaint := self._agrees(record, row):
            raise ValueError(complaint)
        return record

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class LevelWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        try:
            return str(CERTIFICATE_LEVELS.value(str(value))) if value else ""
        except KeyError as error:
            raise ValueError(f"需要{CERTIFICATE_LEVELS.all_labels()}，读到“{value}”。") from error


class QuotaWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        text = str(value).strip().removesuffix("人")
        if not text.isdecimal():
            raise ValueError(f"需要非负整数，读到“{value}”。")
        return int(text)


class DayWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        return date.fromisoformat(str(value)) if value else None


def _school_agrees(school: School, row: Any) -> str | None:
    if name_key(row["学校名称"]) != school.name_key:
        return f"不是该标识码的学校，该标识码属于“{school.name}”。"
    return None


def _certificate_agrees(certificate: Certificate, row: Any) -> str | None:
    if name_key(row["培训评价组织"]) != certificate.organization.name_key:
        return f"“{certificate.name}”属于“{certificate.organization.name}”。"
    return None


def _major_agrees(major: Major, row: Any) -> str | None:
    return None if name_key(row["专业名称"]) == major.name_key else "不是该代码的专业。"


class LineLoader(instance_loaders.BaseInstanceLoader):
    """Every line with what rules it, in two queries."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self._lines: dict[Identity, Approval] = {}
        by_key = Approval.objects.with_state(shanghai_today()).select_related(
            "school", "certificate", "major"
        )
        for line in by_key.iterator():
            identity = (line.school_id, line.certificate_id, line.level, line.major_id)
            line.former_quota = line.quota
            self._lines[identity] = line

    def get_instance(self, row: Any) -> Approval | None:
        if not self._lines:
            return None
        named = [self.resource.fields[key].clean(row) for key in ("school", "certificate", "major")]
        level = self.resource.fields["level"].clean(row)
        school, certificate, major = (record.pk for record in named)
        return self._lines.get((school, certificate, level, major))


class ApprovalResource(resources.ModelResource):
    """A new one serves each run, as its admin does."""

    quota = fields.Field("quota", "试点规模(人)", QuotaWidget())
    effective_from = fields.Field("effective_from", "生效日期", DayWidget())
    effective_to = fields.Field("effective_to", "失效日期", DayWidget())

    class Meta:
        model = Approval
        fields = (
            "school",
            "certificate",
            "level",
            "major",
            "quota",
            "effective_from",
            "effective_to",
        )
        import_id_fields = ("school", "certificate", "level", "major")
        instance_loader_class = LineLoader
        use_bulk = True
        batch_size = _BATCH
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self) -> None:
        super().__init__()
        self.fields.update(_record_fields())
        self._rounds = {round_.key: round_ for round_ in Round.objects.select_related("batch")}
        self._filed = set(Filing.objects.agreed().values_list("round_id", "certificate_id"))
        self._seen: dict[Identity, int] = {}
        self.warnings: Counter[str] = Counter()

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        errors = dict(self._errors(instance, row, kwargs["row_number"]))
        if errors:
            raise ValidationError(errors)
        if (instance.round.pk, instance.certificate.pk) not in self._filed:
            self.warnings[f"“{instance.certificate.name}”未在{instance.round.key}备案。"] += 1

    def _errors(self, line: Any, row: Any, number: int) -> Iterable[tuple[str, str]]:
        identity = (line.school.pk, line.certificate.pk, line.level, line.major.pk)
        if (first := self._seen.setdefault(identity, number)) != number:
            yield "school", f"与第 {first} 行重复。"
        if line.level and line.level not in line.certificate.levels:
            yield "level", f"“{line.certificate.name}”不设该等级。"
        if line.effective_to and line.effective_to <= line.effective_from:
            yield "effective_to", "须晚于生效日期。"
        if not line.quota and not line.pk:
            yield "quota", "新增的资格须多于 0 人。"
        line.round = self._rounds.get(row["轮次"])
        if line.round is None:
            yield "school", f"轮次“{row['轮次']}”未登记。"
        line.basis = row["依据"]

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        lines = list(self.create_instances)
        for line in lines:
            line.recorded_version = current_version()
            line.synchronised_on = shanghai_today()
        super().bulk_create(*args, **kwargs)
        self._decide(lines)

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        lines = list(self.update_instances)
        for line in lines:
            line.recorded_version = current_version()
            line.synchronised_on = shanghai_today()
        self.update_instances.clear()
        Approval.objects.bulk_update(
            lines, ["recorded_version", "synchronised_on"], batch_size=_BATCH
        )
        self._decide(lines)

    def _decide(self, lines: Iterable[Any]) -> None:
        now, version = timezone.now(), current_version()
        ApprovalDecision.objects.bulk_create(
            [
                ApprovalDecision(
                    approval=line,
                    kind=_kind(line),
                    quota=line.quota,
                    effective_from=line.effective_from,
                    effective_to=line.effective_to,
                    round=line.round,
                    basis=line.basis,
                    source=DecisionSource.PLATFORM,
                    decided_at=now,
                    recorded_version=version,
                )
                for line in lines
            ],
            batch_size=_BATCH,
        )


class RowByRowResource(ApprovalResource):
    """The same in the library's own default mode: each row saved by itself, so that every hook runs."""

    class Meta(ApprovalResource.Meta):
        use_bulk = False

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance.synchronised_on = shanghai_today()

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        self._decide([instance])


def _kind(line: Any) -> DecisionKind:
    former = getattr(line, "former_quota", None)
    if former is None:
        return DecisionKind.GRANT
    return DecisionKind.ENLARGE if line.quota > former else DecisionKind.CUT


def _record_fields() -> dict[str, fields.Field]:
    school = RecordWidget(School.objects.all, lambda s: [s.code, s.name], _school_agrees)
    certificate = RecordWidget(
        Certificate.objects.select_related("organization").all,
        lambda c: [c.name],
        _certificate_agrees,
    )
    major = RecordWidget(Major.objects.public, lambda m: [m.code], _major_agrees)
    return {
        "school": fields.Field("school", "学校标识码", school),
        "certificate": fields.Field("certificate", "证书名称", certificate),
        "level": fields.Field("level", "证书等级", LevelWidget()),
        "major": fields.Field("major", "专业代码", major),
    }
