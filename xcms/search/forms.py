"""What the search page reads from its address."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xcms.filters import labelled
from xcms.search.sources import SearchSource
from xcms.search.words import LONGEST_QUERY

FORMATS = ("html", "json", "atom")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"}),
        error_messages={"invalid": _("Give a real day as YYYY-MM-DD, such as 2020-06-30.")},
    )


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search for"), required=False, max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = _day(_("From day"))
    until = _day(_("To day"))
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[(name, name) for name in FORMATS]
    )

    def __init__(self, query: QueryDict, *, sources: Sequence[SearchSource]) -> None:
        super().__init__(query)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Everything")), *((one.key, one.label) for one in sources)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The end lies before the beginning."))
        return cleaned

    def messages(self) -> list[str]:
        return [
            labelled(self.fields[name].label, error) if name in self.fields else str(error)
            for name, errors in self.errors.items()
            for error in errors
        ]


def month_before(day: date) -> date:
    """The same day of the month before, or that month's last."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
