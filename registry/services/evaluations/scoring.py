"""Entering points, a school or a sheet of schools at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import EvaluationScheme, EvaluationScore, School
from registry.models.evaluations import WHOLE
from registry.rules.terms import plain
from xcms.versions import register_write


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered for an indicator (key)."""

    indicator: int
    points: Decimal
    remark: str = ""


def why_not_scored(scheme: EvaluationScheme) -> str:
    """Why no points can be entered now, as a sentence; "" if they can. One query."""
    if scheme.is_public:
        return _("This evaluation is public. Take it back first, then change points.")
    weights = sum(scheme.indicators.values_list("weight", flat=True))
    if weights != WHOLE:
        return _(
            "The weights of the indicators come to %(sum)d, not to 100: complete the indicators first."
        ) % {"sum": weights}
    return ""


def seen_state(scheme: EvaluationScheme) -> str:
    """Changes with anything that is decided on: the scheme, its indicators and grades, every score. Four queries."""
    current = EvaluationScheme.objects.get(pk=scheme.pk).recorded_version
    scores = EvaluationScore.objects.filter(indicator__scheme=scheme)
    versions = [
        rows.aggregate(latest=Max("recorded_version"))["latest"] or 0
        for rows in (scheme.indicators.all(), scheme.grades.all(), scores)
    ]
    return "/".join(map(str, (current, *versions, scores.count())))


def school_state(scheme: EvaluationScheme, school: School) -> str:
    """Changes with the scores of the school, and with what they are scores of."""
    scores = EvaluationScore.objects.filter(indicator__scheme=scheme, school=school)
    indicators = scheme.indicators.aggregate(latest=Max("recorded_version"))["latest"] or 0
    versions = scores.order_by("pk").values_list("pk", "recorded_version")
    return "/".join([str(indicators), *(f"{key}-{version}" for key, version in versions)])


def enter_scores(
    scheme: EvaluationScheme,
    school: School,
    entries: Sequence[Entry],
    *,
    seen: str,
    acting_user: Any,
) -> int:
    """Write what differs, with one line in the evaluation's history; how many scores that were.

    ``seen`` is the ``school_state`` that the person looked at: of two at once the later is told so. Raises
    ValidationError for that, for more points than there are, and while nothing can be entered.
    """
    with register_write():
        scheme = EvaluationScheme.objects.get(pk=scheme.pk)
        if refusal := why_not_scored(scheme):
            raise ValidationError(refusal)
        if school_state(scheme, school) != seen:
            raise ValidationError(
                _(
                    "Somebody else has entered points of this school meanwhile. Look at them and enter yours again."
                )
            )
        written = write_entries(scheme, {school: entries})
        changes = [change for _score, change in written]
        if changes:
            log_scores(scheme, school, changes, acting_user=acting_user)
    return len(changes)


Change = dict[str, str]


def write_entries(
    scheme: EvaluationScheme, entries: Mapping[School, Sequence[Entry]]
) -> list[tuple[EvaluationScore, Change]]:
    """The scores that are new or differ, saved; with what they were before. Inside ``register_write()``."""
    indicators = {one.pk: one for one in scheme.indicators.all()}
    known = {
        (score.school_id, score.indicator_id): score
        for score in EvaluationScore.objects.filter(
            indicator__scheme=scheme, school__in=list(entries)
        )
    }
    written = []
    for school, rows in entries.items():
        for entry in rows:
            indicator = indicators[entry.indicator]
            score = known.get((school.pk, indicator.pk))
            before = "" if score is None else score_text(score.points, score.remark)
            after = score_text(entry.points, entry.remark)
            if before == after:
                continue
            score = score or EvaluationScore(school=school, indicator=indicator)
            score.indicator = indicator
            score.points, score.remark = entry.points, entry.remark
            score.is_demo = scheme.is_demo
            score.clean()
            score.save()
            written.append((score, {"label": indicator.name, "old": before, "new": after}))
    return written


def score_text(points: Decimal, remark: str) -> str:
    return f"{plain(points)}（{remark}）" if remark else plain(points)


def log_scores(
    scheme: EvaluationScheme, school: School, changes: Sequence[Change], *, acting_user: Any
) -> None:
    log(
        instance=scheme,
        action="xcms_registry.enter_scores",
        user=acting_user,
        content_changed=True,
        data={"school": f"{school.name}（{school.code}）", "changes": list(changes)},
    )
