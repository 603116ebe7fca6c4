"""Points of many schools from a sheet whose columns are the indicators of one evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from registry.importers.shared_columns import SCHOOL_CODE, SCHOOL_NAME, SERIAL
from registry.importers.tables import find_school, school_table
from registry.models import EvaluationIndicator, EvaluationScheme, EvaluationScore, School
from registry.rules.terms import plain
from registry.services.evaluations.headers import DERIVED_HEADERS
from registry.services.evaluations.measures import proposals
from registry.services.evaluations.scoring import (
    Entry,
    log_scores,
    why_not_scored,
    write_entries,
)
from xcms.importing.columns import Column, passed_over
from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.importers import Importer, Plan, Written
from xcms.importing.model_importer import repeats
from xcms.importing.parsed import ParsedSheet
from xcms.importing.parsers import Parser
from xcms.importing.report import Change, Outcome, Outcomes, RowOutcome
from xcms.importing.rows import Problems
from xcms.importing.undo import undo_records
from xcms.importing.undo_refusals import named, record_refusals


@dataclass(slots=True)
class ScorePlan(Plan):
    entries: dict[School, list[Entry]] = field(default_factory=dict)


def points(most: int) -> Parser:
    """Nought to ``most``, with at most two decimals."""

    def parse(text: str) -> Decimal:
        try:
            value = Decimal(text.strip().removesuffix("分"))
        except InvalidOperation:
            value = Decimal("NaN")
        if not (value.is_finite() and 0 <= value <= most and value == round(value, 2)):
            raise CellError(
                _("needs points from 0 to %(most)d with at most two decimals, not “%(text)s”.")
                % {"most": most, "text": text[:60]}
            )
        return round(value, 2)

    return parse


def score_importer(scheme: EvaluationScheme) -> type["ScoreImporter"]:
    """The importer of this evaluation's sheets."""
    indicators = list(scheme.indicators.order_by("pk"))
    columns = (
        SCHOOL_CODE,
        SCHOOL_NAME,
        *(
            Column(
                key=f"indicator_{one.pk}",
                header=one.name,
                note=_("0 to %(most)d points") % {"most": one.max_points},
                parse=points(one.max_points),
                blank=None,
            )
            for one in indicators
        ),
        SERIAL,
        passed_over("所在市州", "市州"),
        passed_over("办学层次"),
        *(passed_over(text) for text in DERIVED_HEADERS),
    )
    return type(
        "ScoreImporter",
        (ScoreImporter,),
        {"columns": columns, "scheme": scheme, "indicators": indicators},
    )


class ScoreImporter(Importer[ScorePlan]):
    """One row for each school. A blank cell leaves the points as they are; where the register measures the indicator
    and nothing is entered yet, it takes what the register proposes."""

    scheme: ClassVar[EvaluationScheme]
    indicators: ClassVar[Sequence[EvaluationIndicator]]
    one_of = (("school_code", "school_name"),)

    def check_options(self) -> None:
        super().check_options()
        if refusal := why_not_scored(EvaluationScheme.objects.get(pk=self.scheme.pk)):
            raise ImportFileError(refusal)

    def diff(self, sheet: ParsedSheet, problems: Problems) -> ScorePlan:
        table = school_table()
        sheet.columns["_school"] = sheet.distinct(
            ("school_code", "school_name"),
            lambda row, own: find_school(row, table, own),
            problems,
        )
        rows: dict[School, Any] = {}
        for row in sheet.good_rows(problems):
            school = row.values["_school"]
            if school in rows:
                problems.error(row, None, repeats(rows[school].number))
            rows.setdefault(school, row)
        proposed = proposals(self.scheme, [school.pk for school in rows], self.options.today)
        known = {
            (score.school_id, score.indicator_id): score
            for score in EvaluationScore.objects.filter(indicator__scheme=self.scheme)
        }
        plan, outcomes = ScorePlan(), []
        for school, row in rows.items():
            entries, changes = [], []
            for indicator in self.indicators:
                key = (school.pk, indicator.pk)
                score, value = known.get(key), row.values.get(f"indicator_{indicator.pk}")
                if value is None and score is None and (indicator.pk, school.pk) in proposed:
                    value = proposed[indicator.pk, school.pk].points
                if value is None or (score is not None and score.points == value):
                    continue
                entries.append(Entry(indicator.pk, value, score.remark if score else ""))
                before = plain(score.points) if score else ""
                changes.append(Change(indicator.name, before, plain(value)))
            if entries:
                plan.entries[school] = entries
            is_new = not any((school.pk, one.pk) in known for one in self.indicators)
            outcome = Outcome.NEW if is_new else Outcome.UPDATED
            outcomes.append(
                RowOutcome(
                    row.number,
                    outcome if entries else Outcome.UNCHANGED,
                    school.name,
                    tuple(changes),
                )
            )
        plan.outcomes = Outcomes.of(outcomes)
        plan.is_empty = not plan.entries
        return plan

    def write(self, plan: ScorePlan, version: int) -> Written:
        scores = EvaluationScore.objects.filter(indicator__scheme=self.scheme)
        former = {score.pk: {"points": score.points} for score in scores}
        written = write_entries(self.scheme, plan.entries)
        by_school: dict[School, list[dict[str, str]]] = {}
        for score, change in written:
            by_school.setdefault(score.school, []).append(change)
        for school, changes in by_school.items():
            log_scores(self.scheme, school, changes, acting_user=self.options.acting_user)
        label = EvaluationScore._meta.label
        return Written(
            created={label: [score.pk for score, _change in written if score.pk not in former]},
            former={
                label: [
                    (score.pk, former[score.pk]) for score, _change in written if score.pk in former
                ]
            },
        )

    def undo_refusals(self, written: Written, *, written_version: int) -> list[str]:
        return named(record_refusals(written, written_version))

    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        undo_records(written, version)
