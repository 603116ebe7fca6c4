"""Whether visitors see an evaluation: a decision of its own, with a reason, and taken back the same way."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import EvaluationScheme
from registry.models.evaluations import WHOLE
from registry.services.evaluations.results import Result, results_of
from registry.services.evaluations.scoring import seen_state
from xcms.versions import register_write

#: So many schools with something missing are named.
_MOST_NAMED = 5


def open_points(scheme: EvaluationScheme, results: list[Result]) -> list[str]:
    """What keeps an evaluation from being published, as sentences. Two queries."""
    found = []
    weights = sum(scheme.indicators.values_list("weight", flat=True))
    if weights != WHOLE:
        found.append(
            _("The weights of the indicators come to %(sum)d, not to 100.") % {"sum": weights}
        )
    if 0 not in scheme.grades.values_list("lower_bound", flat=True):
        found.append(_("No grade begins at 0, so a school could be without one."))
    if not results:
        found.append(_("No school has been scored yet."))
    lacking = [result for result in results if result.missing]
    if lacking:
        found.append(
            _("%(count)d schools lack points: %(schools)s.")
            % {
                "count": len(lacking),
                "schools": "、".join(one.school.name for one in lacking[:_MOST_NAMED])
                + ("……" if len(lacking) > _MOST_NAMED else ""),
            }
        )
    return found


def publish_evaluation(
    scheme: EvaluationScheme,
    *,
    shows_totals: bool,
    reason: str,
    seen: str,
    today: date,
    acting_user: Any,
) -> EvaluationScheme:
    """Show schools and grades to visitors, with the totals if ``shows_totals``.

    ``seen`` is the ``seen_state`` that was looked at. Raises ValidationError where that has changed, and while
    anything is open.
    """
    with register_write():
        scheme = _looked_at(scheme, seen)
        if scheme.is_public:
            raise ValidationError(_("This evaluation is public already."))
        if points := open_points(scheme, results_of(scheme)):
            raise ValidationError(points)
        scheme.is_public, scheme.public_since, scheme.shows_totals = True, today, shows_totals
        _save(scheme, "publish_evaluation", reason, acting_user)
    return scheme


def take_back_evaluation(
    scheme: EvaluationScheme, *, reason: str, seen: str, acting_user: Any
) -> EvaluationScheme:
    """Show it to nobody outside any more. Raises ValidationError where it isn't public or was changed since."""
    with register_write():
        scheme = _looked_at(scheme, seen)
        if not scheme.is_public:
            raise ValidationError(_("This evaluation is not public."))
        scheme.is_public, scheme.public_since, scheme.shows_totals = False, None, False
        _save(scheme, "take_back_evaluation", reason, acting_user)
    return scheme


def _looked_at(scheme: EvaluationScheme, seen: str) -> EvaluationScheme:
    scheme = EvaluationScheme.objects.get(pk=scheme.pk)
    if seen_state(scheme) != seen:
        raise ValidationError(
            _(
                "This evaluation has been changed meanwhile. Look at the present state and decide again."
            )
        )
    return scheme


def _save(scheme: EvaluationScheme, action: str, reason: str, acting_user: Any) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    scheme.save()
    log(
        instance=scheme,
        action=f"xcms_registry.{action}",
        user=acting_user,
        data={"reason": reason.strip(), "shows_totals": scheme.shows_totals},
    )
