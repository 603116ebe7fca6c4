"""Forms about evaluations: the scheme, a school's points, a sheet of points, publication."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms.check import SchoolField
from registry.models import EvaluationIndicator, EvaluationScheme, EvaluationScore, School
from registry.models.evaluations import WHOLE
from registry.rules.terms import plain
from registry.services.evaluations.headers import RESERVED_HEADERS
from registry.services.evaluations.measures import Proposal
from registry.services.evaluations.scoring import Entry, school_state, seen_state
from xcms.admin_forms import RegisterForm
from xcms.text import name_key

#: A sheet of points is small.
MOST_BYTES = 5 << 20


class SchemeForm(RegisterForm):
    """Once points are entered, the indicators can't lose their sense."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        formset = self.formsets.get("indicators")
        if formset is None or not formset.is_valid():
            return cleaned
        kept = [
            form
            for form in formset.forms
            if form not in formset.deleted_forms and form.cleaned_data.get("name")
        ]
        reserved = {name_key(text) for text in RESERVED_HEADERS}
        for form in kept:
            if name_key(form.cleaned_data["name"]) in reserved:
                self.add_error(
                    None,
                    _(
                        "“%(name)s” is a column of every sheet of points: call the indicator otherwise."
                    )
                    % {"name": form.cleaned_data["name"]},
                )
        scores = self._highest_scores()
        if scores:
            weights = sum(form.cleaned_data["weight"] for form in kept)
            if weights != WHOLE:
                self.add_error(
                    None,
                    _(
                        "Points are entered already, so the weights have to come to 100, not to %(sum)d."
                    )
                    % {"sum": weights},
                )
            self._refuse_losses(kept, scores)
        return cleaned

    def _highest_scores(self) -> dict[int, EvaluationScore]:
        if not self.instance.pk:
            return {}
        rows = EvaluationScore.objects.filter(indicator__scheme=self.instance)
        return {score.indicator_id: score for score in rows.order_by("points")}

    def _refuse_losses(self, kept: list[Any], scores: Mapping[int, EvaluationScore]) -> None:
        most = {form.instance.pk: form.cleaned_data["max_points"] for form in kept}
        for key, score in scores.items():
            if key not in most:
                message = _("“%(indicator)s” has points already and can't be removed.")
            elif score.points > most[key]:
                message = _("“%(indicator)s” has more points already: %(points)s.")
            else:
                continue
            self.add_error(
                None,
                message % {"indicator": score.indicator.name, "points": plain(score.points)},
            )


class ScoredSchoolForm(forms.Form):
    """Whose points: by name, short name or code."""

    school = SchoolField(
        label=gettext_lazy("School"),
        max_length=100,
        help_text=gettext_lazy("Full name, short name or code."),
    )


class ScoreForm(forms.Form):
    """A field for the points of each indicator and one for a remark."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        scheme: EvaluationScheme,
        school: School,
        proposed: Mapping[tuple[int, int], Proposal],
        **kwargs: Any,
    ) -> None:
        self.school = school
        self._indicators = list(scheme.indicators.order_by("pk"))
        scores = {
            score.indicator_id: score
            for score in EvaluationScore.objects.filter(indicator__scheme=scheme, school=school)
        }
        super().__init__(*args, **{**kwargs, "initial": {"seen": school_state(scheme, school)}})
        for one in self._indicators:
            score, proposal = scores.get(one.pk), proposed.get((one.pk, school.pk))
            self.fields[f"points_{one.pk}"] = forms.DecimalField(
                label=_("%(indicator)s (weight %(weight)d%%)")
                % {"indicator": one.name, "weight": one.weight},
                min_value=0,
                max_value=one.max_points,
                max_digits=6,
                decimal_places=2,
                required=False,
                initial=score.points if score else (proposal.points if proposal else None),
                help_text=_help(one, proposal),
            )
            self.fields[f"remark_{one.pk}"] = forms.CharField(
                label=_("%(indicator)s: remark") % {"indicator": one.name},
                required=False,
                max_length=300,
                initial=score.remark if score else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self._indicators:
            name = f"points_{one.pk}"
            if name in cleaned and cleaned[name] is None and cleaned.get(f"remark_{one.pk}"):
                self.add_error(name, _("A remark goes with points: enter them."))
            elif (
                name in cleaned and cleaned[name] is None and self.fields[name].initial is not None
            ):
                self.add_error(name, _("Enter points; 0 where there are none."))
        return cleaned

    def entries(self) -> list[Entry]:
        return list(self._entries())

    def _entries(self) -> Iterator[Entry]:
        for one in self._indicators:
            points = self.cleaned_data[f"points_{one.pk}"]
            if points is not None:
                yield Entry(one.pk, points, self.cleaned_data[f"remark_{one.pk}"])


def _help(indicator: EvaluationIndicator, proposal: Proposal | None) -> str:
    text = _("0 to %(most)d points.") % {"most": indicator.max_points}
    if proposal:
        text += _(" The register proposes %(points)s: %(words)s.") % {
            "points": plain(proposal.points),
            "words": proposal.words,
        }
    elif indicator.measure:
        text += _(" The register has no figure of this school for it.")
    return text


class ScoreSheetForm(forms.Form):
    """A sheet with the points of many schools."""

    file = forms.FileField(
        label=gettext_lazy("Sheet of points"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS or CSV: one row for each school, one column for each indicator, under its name. A blank "
            "cell leaves the points as they are; where the register proposes points, it takes these."
        ),
    )
    only_check = forms.BooleanField(
        label=gettext_lazy("Only check, write nothing"), required=False, initial=False
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES >> 20}
            )
        return file


class PublicationForm(forms.Form):
    """Publishing an evaluation."""

    seen = forms.CharField(widget=forms.HiddenInput)
    shows_totals = forms.BooleanField(
        label=gettext_lazy("Show totals and ranks, too"),
        required=False,
        help_text=gettext_lazy("Otherwise visitors see each school's grade alone."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        help_text=gettext_lazy("Who decided so, and on what basis. For the office's history."),
    )

    def __init__(self, *args: Any, scheme: EvaluationScheme, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"seen": seen_state(scheme)}})


class TakingBackForm(PublicationForm):
    """Taking it back."""

    shows_totals = None  # type: ignore[assignment]
