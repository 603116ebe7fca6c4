"""Which figures a statistics page shows, apart from the filters of its lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.enums import Measure, StatisticsBy
from xcms.filters import labelled

#: What the page answers in; anything else is refused with a sentence.
FORMATS = ("html", "json", "csv")


class StatisticsForm(forms.Form):
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices, required=False)
    by = forms.ChoiceField(
        label=_("Statistics table"), choices=StatisticsBy.choices, required=False
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(name, name) for name in FORMATS], required=False
    )

    @property
    def measure_chosen(self) -> Measure:
        return Measure(self._valid("measure") or Measure.LINES)

    @property
    def tables_chosen(self) -> list[StatisticsBy]:
        """All, unless one is asked for."""
        chosen = self._valid("by")
        return [StatisticsBy(chosen)] if chosen else list(StatisticsBy)

    @property
    def format_chosen(self) -> str:
        """HTML says what is wrong with an unknown one."""
        return self._valid("format") or "html"

    def messages(self) -> list[str]:
        return [
            labelled(self.fields[name].label, error)
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _valid(self, name: str) -> str:
        self.full_clean()
        return str(self.cleaned_data.get(name) or "")
