"""Copying a batch: what can't be copied is asked for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from registry.models import Batch
from registry.services.batches import Deadlines


class BatchCopyForm(forms.Form):
    """Year, number and title, and the deadlines of each round of the batch that is copied."""

    year = forms.IntegerField(label=gettext_lazy("year"), min_value=2019, max_value=2100)
    number = forms.IntegerField(label=gettext_lazy("batch number"), min_value=1, max_value=99)
    title = forms.CharField(label=gettext_lazy("title"), max_length=100)

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = batch.year + 1
        self._rounds = [round_.number for round_ in batch.rounds.order_by("number")]
        for number in self._rounds:
            for name, label in (
                ("filing", _("Round %(number)d, filing deadline")),
                ("application", _("Round %(number)d, application deadline")),
            ):
                self.fields[f"{name}_{number}"] = forms.DateField(
                    label=label % {"number": number},
                    required=False,
                    widget=AdminDateInput,
                    help_text=_("Leave both days of a round empty to leave the round out."),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self._rounds:
            names = [f"filing_{number}", f"application_{number}"]
            given = [name for name in names if cleaned.get(name)]
            if len(given) == 1:
                (missing,) = set(names) - set(given)
                self.add_error(missing, _("A round needs both of its days."))
        return cleaned

    @property
    def deadlines(self) -> Deadlines:
        return dict(self._deadlines())

    def _deadlines(self) -> Iterator[tuple[int, tuple[date, date]]]:
        for number in self._rounds:
            filing = self.cleaned_data[f"filing_{number}"]
            if filing:
                yield number, (filing, self.cleaned_data[f"application_{number}"])
